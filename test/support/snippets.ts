import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** A code block of a page, and the line that it begins on. */
export interface Snippet {
  readonly page: string
  readonly line: number
  readonly code: string
  /** Whether it runs in the tests; a block marked `no-run` is only compiled. */
  readonly runs: boolean
  readonly language: 'ts' | 'tsx'
}

const folder = 'docs/guide'

/** The guides, by path. */
export const guides: readonly string[] = readdirSync(folder)
  .filter((file) => file.endsWith('.md'))
  .map((file) => join(folder, file))

/** The TypeScript blocks of a page: fenced with `ts`, `ts no-run` or `tsx no-run`. */
export const snippetsOf = (page: string): readonly Snippet[] => {
  const text = readFileSync(page, 'utf8')
  return [...text.matchAll(/^```(ts|tsx(?= no-run))( no-run)?\n(.*?)^```$/gms)].map(
    ({ 1: language, 2: mark, 3: code = '', index }) => ({
      page,
      line: text.slice(0, index).split('\n').length,
      code,
      runs: mark === undefined,
      language: language === 'tsx' ? 'tsx' : 'ts',
    }),
  )
}

/** What the snippets of every guide may use without declaring it: the client and organization of the first guide. */
export const globals = `
import type { Labelbox, Organization } from 'labelbox-org'
declare global {
  var labelbox: Labelbox
  var organization: Organization
}
`
