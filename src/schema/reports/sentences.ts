import type { ChangedMember, ChangedType } from '../impact/changedTypes.ts'
import type { Definition } from '../documents/definitions.ts'
import type { Bump, Impact, TouchingChange } from '../impact/impact.ts'
import type { BrokenDocument } from '../documents/brokenDocuments.ts'

/** The outcome in a sentence, or two. */
export function verdictText({ verdict, changes }: Impact): string {
  const isSame = verdict === 'dangerous' && changes.some((change) => change.class === 'breaking')
  return isSame ? `${verdicts[verdict]} ${sameTypesText}` : verdicts[verdict]
}

const sameTypesText =
  'What is breaking by itself leaves them valid, and the types that are made from them as they are; a type by another name does, for one.'

const verdicts = {
  breaking: 'The new schema breaks these operations, or the types that are made from them.',
  dangerous: 'The new schema may make these operations behave in another way; none breaks.',
  safe: 'Nothing that has changed can harm these operations.',
  nothing: 'Nothing has changed.',
}

/** The version to release in a sentence. */
export const bumpText = (bump: Bump): string =>
  bump === 'none' ? 'No release is needed for it.' : `Suggested version: ${bump}.`

/** What touches nothing in a sentence, empty where there is none. */
export function untouchedText({ untouched: { breaking, dangerous, safe } }: Impact): string {
  const count = breaking + dangerous + safe
  if (count === 0) return ''
  const kinds = [`${breaking} breaking`, `${dangerous} dangerous`, `${safe} safe`]
  return `${count} more ${count === 1 ? 'change touches' : 'changes touch'} none of them: ${kinds.join(', ')}.`
}

/** How many operations are valid in a sentence. */
export function validText({ broken, operations }: Impact): string {
  const invalid = broken.filter(({ kind }) => kind !== 'fragment').length
  if (operations === 1) return `The one operation is ${invalid === 0 ? '' : 'not '}valid against the new schema.`
  return invalid === 0
    ? `All ${operations} operations are valid against the new schema.`
    : `${invalid} of ${operations} operations are not valid against the new schema.`
}

/** A message of a server, cut where nobody reads on. */
export const shortened = (text: string): string => (text.length > longest ? `${text.slice(0, longest)}…` : text)

const longest = 2_000

/** `1 type`, `2 types`. */
export const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`

export const brokenTitle = ({ kind, name, alreadyBroken }: BrokenDocument): string =>
  `${kindText(kind)} ${name}${alreadyBroken ? ', which was not valid against the old schema either' : ''}`

/** What is different in a generated type. */
export const changedTypeText = ({ name, how, members }: ChangedType): string =>
  `${name}: ${how === 'changed' ? members.map(memberText).join('; ') : how}`

function memberText({ path, before, after }: ChangedMember): string {
  if (after === undefined) return `${path} is gone`
  return before === undefined ? `${path} is new, ${after}` : `${path} is ${after}, and was ${before}`
}

const kindText = (kind: Definition['kind']): string => (kind === 'fragment' ? 'fragment' : kind)

/** Everything that a change touches, by kind; kinds with nothing are left out. */
export const touchedOf = ({ operations, fragments, methods, types }: TouchingChange) =>
  Object.entries({ operations, fragments, methods, types }).filter(([, names]) => names.length > 0)
