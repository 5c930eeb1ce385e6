import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { brokenLinks } from './siteLinks.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'labelbox-org-site-'))
  mkdirSync(join(folder, 'guide'))
  writeFileSync(join(folder, 'guide', 'errors.html'), '<h2 id="codes">Codes</h2><a href="./quota#limits">Limits</a>')
  writeFileSync(join(folder, 'guide', 'quota.html'), '<h2 id="limits">Limits</h2><a href="/">Home</a>')
})
afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})

const withHome = (html: string): string[] => {
  writeFileSync(join(folder, 'index.html'), html)
  return brokenLinks(folder)
}

it('accepts links to pages, anchors, files and other sites', () => {
  writeFileSync(join(folder, 'llms.txt'), '')
  const links = ['/guide/errors#codes', './guide/quota', 'llms.txt', '#top', 'https://example.com/missing#nowhere']
  expect(withHome(`<h1 id="top">Home</h1>${links.map((link) => `<a href="${link}">x</a>`).join('')}`)).toEqual([])
})

it('with a base accepts links below it only', () => {
  const links = ['/labelbox-org/guide/errors#codes', '/labelbox-org/', './guide/quota', '/guide/errors']
  writeFileSync(join(folder, 'guide', 'quota.html'), '<h2 id="limits">Limits</h2>')
  writeFileSync(join(folder, 'index.html'), links.map((link) => `<a href="${link}">x</a>`).join(''))
  expect(brokenLinks(folder, '/labelbox-org/')).toEqual(['/index.html: /guide/errors leads nowhere.'])
})

it('reports a link to a missing page', () => {
  expect(withHome('<a class="nav" href="/guide/missing">x</a>')).toEqual(['/index.html: /guide/missing leads nowhere.'])
})

it('reports an anchor that the linked page lacks', () => {
  expect(withHome('<a href="/guide/errors#limits">x</a>')).toEqual([
    '/index.html: /guide/errors#limits names an anchor that /guide/errors.html lacks.',
  ])
})

it.each([
  '<script src="https://cdn.example.com/a.js"></script>',
  '<link rel="stylesheet" href="//fonts.example.com/a.css">',
  '<img alt="" src="https://example.com/a.png">',
])('reports what a page loads from another server: %s', (html) => {
  expect(withHome(html)).toEqual([expect.stringMatching(/^\/index\.html: it loads .* from another server\.$/)])
})
