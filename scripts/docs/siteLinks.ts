import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const origin = 'http://site.invalid'

/**
 * Complaints about a built site: links without a target, anchors without an element, and files loaded from elsewhere.
 * `base` is the path that a host serves the folder at.
 */
export function brokenLinks(folder: string, base = '/'): string[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((path) => path.replaceAll('\\', '/'))
  const present = new Set(files.map((path) => `/${path}`))
  const pages = new Map(
    files
      .filter((path) => path.endsWith('.html'))
      .map((path) => [`/${path}`, readFileSync(join(folder, path), 'utf8')]),
  )
  const ids = new Map([...pages].map(([path, html]) => [path, new Set(attributes(html, 'id'))]))
  const fileOf = (pathname: string): string | undefined =>
    [pathname, `${pathname}.html`, `${pathname}index.html`].find((path) => present.has(path) && !path.endsWith('/'))

  const complaint = (page: string, link: string): string | undefined => {
    const { origin: linkOrigin, pathname, hash } = new URL(link, `${origin}${base}${page.slice(1)}`)
    if (linkOrigin !== origin) return undefined
    const file = pathname.startsWith(base) ? fileOf(decodeURIComponent(`/${pathname.slice(base.length)}`)) : undefined
    if (file === undefined) return `${page}: ${link} leads nowhere.`
    const id = decodeURIComponent(hash.slice(1))
    if (id === '' || ids.get(file)?.has(id) === true) return undefined
    return `${page}: ${link} names an anchor that ${file} lacks.`
  }

  return [...pages].flatMap(([page, html]) =>
    [
      ...attributes(html, 'href').map((link) => complaint(page, link)),
      ...loaded(html).map((url) => `${page}: it loads ${url} from another server.`),
    ].filter((each) => each !== undefined),
  )
}

const attributes = (html: string, name: 'id' | 'href'): string[] =>
  [...html.matchAll(name === 'id' ? /\sid="([^"]+)"/g : /<a\s[^>]*?href="([^"]+)"/g)].map(([, value = '']) =>
    value.replaceAll('&amp;', '&'),
  )

/** What a browser fetches from other servers by itself. */
const loaded = (html: string): string[] =>
  [...html.matchAll(/<(?:script|img|iframe|link)\s[^>]*?(?:src|href)="((?:https?:)?\/\/[^"]+)"/g)].map(
    ([, url = '']) => url,
  )
