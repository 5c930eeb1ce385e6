/** The form of a permission's name: `users.manage`, `PROJECT_CREATE`. Addresses, ids, keys and plain words differ. */
const name = /^(?=.{3,64}$)[a-z]+(?:[._:][a-z]+)+$/i

/** Longer messages are not searched. */
const maxCharacters = 500

/**
 * The permission that a refusal names. Labelbox does not document its wording, so there is no grammar here: the message
 * has to contain the word "permission" and exactly one name.
 *
 * @example
 * missingPermission('Your role does not have the permission users.manage') // 'users.manage'
 */
export function missingPermission(message: string): string | undefined {
  if (message.length > maxCharacters || !/\bpermissions?\b/i.test(message)) return undefined
  const words = message.split(/\s+/).map((word) => word.replace(/^["'`(]+|["'`).,;:!]{1,5}$/g, ''))
  const [only, ...others] = new Set(words.filter((word) => name.test(word)))
  return others.length === 0 ? only : undefined
}
