import { parse, type DocumentNode } from 'graphql'
import { coordinatesByLine } from './coordinates.ts'

/** What a mark says is inferred. */
export type Inferred =
  'type name' | 'member' | 'argument types' | 'where type' | 'scalar type' | 'type of first' | 'existence' | 'other'

/** A comment in a snapshot: no source confirms this part of the schema. */
export interface Mark {
  /** Line, starting at 1. */
  readonly line: number
  /** Such as `Role`, `Mutation.updateUser` or `UserWhereInput.email_gt`. */
  readonly coordinate: string
  readonly inferred: Inferred
  /** The part of the comment that stays when the fact is confirmed. */
  readonly rest: string | undefined
}

/** The marks of a snapshot, from top to bottom. Introspection JSON has none. */
export function readMarks(schema: string | DocumentNode): Mark[] {
  const document = typeof schema === 'string' ? parse(schema) : schema
  const sdl = document.loc?.source.body ?? ''
  const keys = coordinatesByLine(document)
  return sdl.split('\n').flatMap((text, index): Mark[] => {
    const start = text.indexOf(mark)
    const coordinate = keys.get(index + 1)
    if (start === -1 || coordinate === undefined) return []
    return [{ line: index + 1, coordinate, ...parseMark(text.slice(start + mark.length)) }]
  })
}

const mark = ' # inferred: '

/** Recognizes the phrases that the snapshot uses; other text is left alone. */
function parseMark(said: string): Pick<Mark, 'inferred' | 'rest'> {
  const [fact = '', remark = ''] = said.split(/; (.*)/)
  if (fact === 'type name') return { inferred: 'type name', rest: remark.startsWith('values ') ? remark : undefined }
  if (fact === 'union name, and that it is not an interface') {
    return { inferred: 'type name', rest: 'that it is not an interface' }
  }
  if (fact === 'SDK filter grammar') return { inferred: 'member', rest: undefined }
  if (fact === 'scalar type' || fact === 'type of first') return { inferred: fact, rest: undefined }
  if (/^existence\b/.test(fact)) return { inferred: 'existence', rest: undefined }
  const found = /(?:^| and )names? of the (where )?input types?(?: and |$)/.exec(fact)
  if (found !== null) {
    const rest = fact.slice(0, found.index) || fact.slice(found.index + found[0].length) || undefined
    return { inferred: found[1] === undefined ? 'argument types' : 'where type', rest }
  }
  return { inferred: 'other', rest: fact }
}

/** The fields whose result has an id that perhaps can't be read. */
export const withoutSureId = (marks: readonly Mark[]): ReadonlySet<string> =>
  new Set(marks.filter(({ rest }) => rest === 'that its id can be read').map(({ coordinate }) => coordinate))

/** Removes confirmed marks from a snapshot and leaves everything else unchanged. */
export function withoutMarks(sdl: string, settled: readonly Mark[]): string {
  const byLine = new Map(settled.map((each) => [each.line, each]))
  return sdl
    .split('\n')
    .map((text, index) => {
      const found = byLine.get(index + 1)
      if (found === undefined) return text
      return `${text.slice(0, text.indexOf(mark))}${found.rest === undefined ? '' : `${mark}${found.rest}`}`
    })
    .join('\n')
}
