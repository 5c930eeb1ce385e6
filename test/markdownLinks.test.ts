import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, it } from 'vitest'
import packageJson from '../package.json' with { type: 'json' }

const files = execFileSync('git', ['ls-files', '*.md', 'docs/llms.txt'], { encoding: 'utf8' })
  .split('\n')
  // The build of the site checks its pages.
  .filter((path) => path !== '' && !/^docs\/.+\.md$/.test(path) && existsSync(path))

it.each(files)('%s links to files that exist', (file) => {
  const targets = [...readFileSync(file, 'utf8').matchAll(/\]\(([^)\s#]+)(?:#[^)\s]*)?\)/g)].map(
    ([, target = '']) => target,
  )
  const missing = targets.filter((target) => !/^\w+:/.test(target) && !existsSync(join(dirname(file), target)))
  expect(missing).toEqual([])
})

it('llms.txt names every entry of the package', () => {
  const text = readFileSync('docs/llms.txt', 'utf8')
  const entries = Object.keys(packageJson.exports).filter((entry) => !/\.(?:json|graphql)$/.test(entry))
  const missing = entries
    .map((entry) => entry.replace(/^\./, 'labelbox-org'))
    .filter((entry) => !text.includes(`\`${entry}\``))
  expect(missing).toEqual([])
})

it('llms.txt lists every guide', () => {
  const text = readFileSync('docs/llms.txt', 'utf8')
  const guides = execFileSync('git', ['ls-files', 'docs/guide/*.md'], { encoding: 'utf8' }).split('\n').filter(Boolean)
  expect(guides.filter((guide) => !text.includes(guide.replace(/^docs\//, '(')))).toEqual([])
})
