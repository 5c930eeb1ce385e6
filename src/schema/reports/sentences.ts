import type { ChangedMember, ChangedType } from '../impact/changedTypes.ts'
import type { Renames } from '../diff/renames.ts'
import type { BrokenList, Bump, Impact, TouchingChange } from '../impact/impact.ts'
import type { RootField } from '../sdl/rootFieldRecord.ts'
import type { BrokenDocument } from '../documents/brokenDocuments.ts'

/** The verdict in a sentence. */
export const verdictText = ({ verdict }: Impact): string => verdicts[verdict]

const verdicts = {
  breaking: 'The new schema breaks these operations or their generated types.',
  dangerous: 'The new schema may change how these operations behave; none breaks.',
  safe: 'The schema changed, and no change can harm these operations.',
  nothing: 'The schema has not changed.',
}

/** The suggested version. */
export const bumpText = (bump: Bump): string =>
  bump === 'none' ? 'No release is needed.' : `Suggested version: ${bump}.`

/** The changes that affect no document; empty if there are none. */
export function untouchedText({ untouched: { breaking, dangerous, safe } }: Impact): string {
  const count = breaking + dangerous + safe
  if (count === 0) return ''
  const kinds = [`${breaking} breaking`, `${dangerous} dangerous`, `${safe} safe`]
  return `${count} more ${count === 1 ? 'change affects' : 'changes affect'} none of the operations: ${kinds.join(', ')}.`
}

/** What a root field is about: `query projects(first: PageSize, skip: Int): [Project]`. */
export const rootFieldText = ({ kind, signature }: RootField): string => `${kind} ${signature}`

export const newRootFieldsTitle = 'New root fields, which no operation uses'

/** How many operations are valid, and which lists have invalid filters or orders. */
export function validText({ broken, brokenLists, operations }: Impact): string {
  const invalid = broken.filter(({ kind }) => kind !== 'fragment').length
  return [
    operationsText(operations, invalid),
    ...brokenLists.map((list) => `Some ${listTitle(list)} are invalid.`),
  ].join(' ')
}

function operationsText(operations: number, invalid: number): string {
  if (operations === 1) return `The one operation is ${invalid === 0 ? 'valid' : 'invalid'} against the new schema.`
  return invalid === 0
    ? `All ${operations} operations are valid against the new schema.`
    : `${invalid} of ${operations} operations ${invalid === 1 ? 'is' : 'are'} invalid against the new schema.`
}

/** `filters of users`. */
export const listTitle = ({ list, argument }: Pick<BrokenList, 'list' | 'argument'>): string =>
  `${argument === 'where' ? 'filters' : 'orders'} of ${list}`

/** A filter or order in words: `filter email of users`, or all of a list; names as `quoted` writes them. */
export function filterText(filter: string, quoted: (name: string) => string): string {
  const [list = '', argument, name] = filter.split('.')
  const kind = argument === 'where' ? 'filter' : 'order'
  return name === undefined ? `all ${kind}s of ${quoted(list)}` : `${kind} ${quoted(name)} of ${quoted(list)}`
}

/** For each part that may have another name, what to say with `--rename`. */
export const unclearTexts = (unclear: Renames['unclear']): string[] =>
  [...unclear].map(([at, names]) => {
    const flags = names.map((name) => `--rename ${at}=${name}`).join(' or ')
    return names.length === 0
      ? `${at} is gone, but what returned or took it is not. If it can be removed: --rename ${at}=`
      : `${at} may be named ${names.join(' or ')} now: ${flags}. If it has no other name: --rename ${at}=`
  })

/** Truncates a server message. */
export const shortened = (text: string): string => (text.length > longest ? `${text.slice(0, longest)}…` : text)

const longest = 2_000

/** `1 type`, `2 types`. */
export const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`

export const brokenTitle = ({ kind, name, alreadyBroken }: BrokenDocument): string =>
  `${kind} ${name}${alreadyBroken ? ', which was invalid against the old schema too' : ''}`

/** The differences of a generated type. */
export const changedTypeText = ({ name, how, members }: ChangedType): string =>
  `${name}: ${how === 'changed' ? members.map(memberText).join('; ') : how}`

function memberText({ path, before, after }: ChangedMember): string {
  if (after === undefined) return `${path} is gone`
  return before === undefined ? `${path} is new: ${after}` : `${path} changed from ${before} to ${after}`
}

/** Everything that a change affects, by kind; empty kinds are omitted. */
export const touchedOf = ({ operations, fragments, filters, methods, types }: TouchingChange) =>
  Object.entries({ operations, fragments, filters, methods, types }).filter(([, names]) => names.length > 0)
