import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, it } from 'vitest'
import labelboxOrg from '../package.json' with { type: 'json' }
import tools from '../packages/tools/package.json' with { type: 'json' }
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

/** The path of a linked file of the repository, or undefined for another address. */
function pathInRepository(url: string): string | undefined {
  const [, path] = /^https:\/\/github\.com\/labelbox-org\/labelbox-org\/blob\/main\/([^#]+)/.exec(url) ?? []
  return path
}

it('the README of the tools links to files of the repository', () => {
  const text = readFileSync('packages/tools/README.md', 'utf8')
  const paths = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, url = '']) => pathInRepository(url))
  expect(paths.length).toBeGreaterThan(3)
  expect(paths.filter((path) => path === undefined || !existsSync(path))).toEqual([])
})

it.each([labelboxOrg, tools])('llms.txt names every entry of $name', ({ name, exports }) => {
  const text = readFileSync('docs/llms.txt', 'utf8')
  const entries = Object.keys(exports).filter((entry) => entry !== './package.json')
  const missing = entries.map((entry) => entry.replace(/^\./, name)).filter((entry) => !text.includes(`\`${entry}\``))
  expect(missing).toEqual([])
})

it('llms.txt lists every guide', () => {
  const text = readFileSync('docs/llms.txt', 'utf8')
  expect(guides.filter((guide) => !text.includes(guide.replace(/^docs\//, '(')))).toEqual([])
})
