import { existsSync } from 'node:fs'
import { describe } from 'vitest'
import { describePage } from './pageTests.ts'
import { serveNext } from './serving.ts'

// It installs the built package.
describe.runIf(process.env['CI'] !== undefined || existsSync('dist'))('Next.js', () => {
  describePage('examples/next, built and started', serveNext, { path: '/members', isRendered: true })
})
