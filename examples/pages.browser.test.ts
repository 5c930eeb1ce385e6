import { existsSync } from 'node:fs'
import { describe } from 'vitest'
import { describePage } from './pageTests.ts'
import { serveBuild, serveProgram, serveSource } from './serving.ts'

for (const name of ['vue', 'svelte', 'solid', 'preact']) {
  describePage(`examples/${name}, served by Vite's dev server`, () => serveSource(name))
  describePage(`examples/${name}, built`, () => serveBuild(name))
}

const serveNode = (file: string) => serveProgram('node', ['--import', 'tsx', file])

describePage('examples/ssr', () => serveNode('examples/ssr/server.ts'), { isRendered: true })

// It loads the built package.
describe.runIf(process.env['CI'] !== undefined || existsSync('dist'))('without a bundler', () => {
  describePage('examples/script-tag', () => serveNode('examples/script-tag/server.ts'))
})
