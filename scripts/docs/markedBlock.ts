import { format, resolveConfig } from 'prettier'

/** The page whose tables are written by commands. */
export const measurementsPage = 'docs/guide/measurements.md'

/** Replaces the text between the markers `<!-- name -->` and `<!-- /name -->` of a page, and formats the page. */
export async function withBlock(page: string, name: string, text: string): Promise<string> {
  const [begin, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`]
  const from = page.indexOf(begin)
  const to = page.indexOf(end)
  if (from === -1 || to < from) {
    throw new Error(`${measurementsPage} lacks the markers for the tables: ${begin} and then ${end}.`)
  }
  return pretty(`${page.slice(0, from + begin.length)}\n\n${text}\n\n${page.slice(to)}`)
}

/** Formats Markdown like the rest of the repository. */
export async function pretty(markdown: string): Promise<string> {
  return format(markdown, { ...(await resolveConfig(measurementsPage)), parser: 'markdown' })
}
