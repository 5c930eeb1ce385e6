import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { expect, it } from 'vitest'
import packageJson from '../package.json' with { type: 'json' }
import { guides } from './support/snippets.ts'

const files = execFileSync('git', ['ls-files', '*.md', 'docs/llms.txt'], { encoding: 'utf8' })
  .split('\n')
  // The build of the site checks its pages.
  .filter((path) => path !== '' && !/^docs\/.+\.md$/.test(path) && existsSync(path))

/** The files that a page links to or shows, from the root of the repository. */
const linkedFiles = (page: string): readonly string[] =>
  [...readFileSync(page, 'utf8').matchAll(/\]\(([^)\s#]+)(?:#[^)\s]*)?\)/g)]
    .map(([, target = '']) => target)
    .filter((target) => !/^\w+:/.test(target))
    .map((target) => (target.startsWith('/') ? target : join(dirname(page), target)))

it.each(files)('%s links to files that exist', (file) => {
  expect(linkedFiles(file).filter((target) => !existsSync(target))).toEqual([])
})

it.each(['README.md', 'CHANGELOG.md', ...guides])('%s links to files of the package, where it is read too', (page) => {
  const packed = ['README.md', 'LICENSE', ...packageJson.files.map((path) => normalize(path))]
  const isPacked = (target: string): boolean =>
    // Guides are read as text there, without their pictures.
    target.endsWith('.jpg') ||
    (existsSync(target) && packed.some((path) => target === path || target.startsWith(`${path}/`)))
  expect(linkedFiles(page).filter((target) => !isPacked(target))).toEqual([])
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
  expect(guides.filter((guide) => !text.includes(guide.replace(/^docs\//, '(')))).toEqual([])
})
