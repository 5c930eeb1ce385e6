import { cpSync, readFileSync, readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { defineConfig, type DefaultTheme } from 'vitepress'
import packageJson from '../../package.json' with { type: 'json' }

interface Markdown {
  renderAsync: (source: string, env: object) => Promise<string>
}

const docs = resolve(import.meta.dirname, '..')
/** The path that a host serves the site at. On GitHub Pages it is the repository's name. */
const base = process.env['DOCS_BASE'] ?? '/'

/** The pages of docs/guide/ by name, in the order in which people need them. A page's front matter has its title. */
const guides: Readonly<Record<string, readonly string[]>> = {
  'First steps': ['getting-started', 'listing', 'inviting', 'bulk', 'members', 'resources', 'errors'],
  'In production': ['delivery', 'quota', 'observability', 'webhooks', 'networking', 'security'],
  'Other ways in': [
    'command',
    'organization-file',
    'report',
    'console',
    'operations',
    'urql',
    'proxy',
    'graphcache',
    'frameworks',
  ],
  'Testing and upkeep': ['testing', 'schema', 'migrating', 'support', 'measurements'],
}

export default defineConfig({
  title: 'labelbox-org',
  description: packageJson.description,
  lang: 'en',
  base,
  cleanUrls: true,
  head: [['link', { rel: 'icon', href: `${base}favicon.svg`, type: 'image/svg+xml' }]],
  srcExclude: ['**/README.md'],
  themeConfig: {
    nav: [
      { text: 'Guide', link: '/guide/getting-started', activeMatch: '^/guide/' },
      { text: 'Reference', link: '/reference/', activeMatch: '^/reference/' },
      { text: 'Changelog', link: '/changelog' },
    ],
    sidebar: { '/guide/': guideSidebar(), '/reference/': referenceSidebar(), '/changelog': guideSidebar() },
    outline: [2, 3],
    search: { provider: 'local', options: { _render: searchedText } },
    footer: { message: 'Unofficial: not made or supported by Labelbox. MIT license.' },
  },
  // The page of all operations is large, and loaded when it is opened.
  vite: { build: { chunkSizeWarningLimit: 1000 }, server: { host: '127.0.0.1' } },
  buildEnd: ({ outDir }) => {
    copyMarkdown(outDir)
  },
})

function guideSidebar(): DefaultTheme.SidebarItem[] {
  const listed = Object.values(guides).flat()
  const pages = readdirSync(join(docs, 'guide')).filter((file) => file.endsWith('.md'))
  const present = pages.map((file) => file.replace(/\.md$/, ''))
  const unlisted = present.filter((name) => !listed.includes(name))
  const missing = listed.filter((name) => !present.includes(name))
  if (unlisted.length > 0) throw new Error(`Add to guides in docs/.vitepress/config.ts: ${unlisted.join(', ')}`)
  if (missing.length > 0) throw new Error(`Missing pages of docs/guide/: ${missing.join(', ')}`)
  return Object.entries(guides).map(([text, names]) => ({
    text,
    items: names.map((name) => ({ text: titleOf(name), link: `/guide/${name}` })),
  }))
}

function titleOf(guide: string): string {
  const [, title] = /^title: (.+)$/m.exec(readFileSync(join(docs, 'guide', `${guide}.md`), 'utf8')) ?? []
  if (title === undefined) throw new Error(`docs/guide/${guide}.md has no title in its front matter.`)
  return title.replace(/^(['"])(.*)\1$/, '$2')
}

/** What TypeDoc found, with each entry beside the main one instead of below it. */
function referenceSidebar(): DefaultTheme.SidebarItem[] {
  const file = join(docs, 'reference', 'typedoc-sidebar.json')
  const [main] = JSON.parse(readFileSync(file, 'utf8')) as DefaultTheme.SidebarItem[]
  const isEntry = ({ link = '' }: DefaultTheme.SidebarItem): boolean => /^\/reference\/labelbox-org\/\w+\/$/.test(link)
  const items = main?.items ?? []
  const own = { ...main, link: '/reference/labelbox-org/', items: items.filter((item) => !isEntry(item)) }
  return [own, ...items.filter(isEntry)]
}

/** Search leaves out the types that codegen derives from an operation: it finds the operation's document in their place. */
function searchedText(source: string, env: object, md: Markdown): Promise<string> {
  const derived = /^### \w+(?:Query|Mutation|Variables|Fragment)\n[^]*?(?=^\*\*\*$|^## )/gm
  return md.renderAsync(source.replace(derived, ''), env)
}

/** Serves llms.txt, and beside each page its Markdown with its pictures. */
function copyMarkdown(outDir: string): void {
  for (const path of readdirSync(docs, { recursive: true, encoding: 'utf8' })) {
    if (path.startsWith('.vitepress')) continue
    if (/\.(?:md|jpg)$/.test(path) || path === 'llms.txt') cpSync(join(docs, path), join(outDir, path))
  }
}
