/** As machines name permissions, `users.manage` or `PROJECT_CREATE`: no address, id or key looks so, and no plain word. */
const name = /^(?=.{3,64}$)[a-z]+(?:[._:][a-z]+)+$/i

const opening = /^["'`(]+/

const closing = new Set('"\'`).,;!')

/** A word without the quotes and the punctuation around it. */
function bareWord(word: string): string {
  let end = word.length
  while (closing.has(word.charAt(end - 1))) end -= 1
  return word.slice(0, end).replace(opening, '')
}

const lacking = 'lacks?|lacking|miss(?:es|ing)|requires?|needs?|without|no|not have'
const article = '(?: (?:the|a|any|following|required|necessary))*'
const before = new RegExp(`\\b(?:${lacking})${article} permissions?:?$`)
const around = [new RegExp(`\\b(?:${lacking})${article}$`), /^permission\b/] as const
const after = [/\bpermission:?$/, /^(?:is )?(?:missing|required|needed)\b/] as const
const afterAlone = /^permission (?:is )?(?:missing|required|needed)\b/
const denied = /\b(?:not|never) (?:lack|miss|requir|need)/

/**
 * The permission that a refusal says is missing. Which words Labelbox uses is not documented, so it is taken only from a
 * sentence that names one permission and says that this one is lacking; anything else is `undefined`, not guessed.
 *
 * @example
 * missingPermission('Your role does not have the permission users.manage') // 'users.manage'
 */
export function missingPermission(text: string): string | undefined {
  if (text.length > 500) return undefined
  const words = text
    .replace(/n['’]t\b/g, ' not')
    .trim()
    .split(/\s+/)
  const bare = words.map(bareWord)
  const names = new Set(bare.filter((word) => name.test(word)))
  const [only] = names
  if (only === undefined || names.size > 1) return undefined

  const place = bare.indexOf(only)
  const left = words.slice(0, place).join(' ').toLowerCase()
  const right = words
    .slice(place + 1)
    .join(' ')
    .toLowerCase()
  const isLacking =
    before.test(left) ||
    (around[0].test(left) && around[1].test(right)) ||
    (after[0].test(left) && after[1].test(right)) ||
    afterAlone.test(right)
  return isLacking && !denied.test(left) ? only : undefined
}
