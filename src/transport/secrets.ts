import type { TypedDocumentNode } from '@urql/core'

type Definition = TypedDocumentNode<unknown, never>['definitions'][number]

/** The members of the API's inputs that hold a secret, wherever they stand. */
export const secretMembers: readonly string[] = ['secret']

export const redacted = '[redacted]'

/** The variables of a document that go into such a member, whatever their own names are. */
export function secretVariables(definitions: readonly Definition[]): ReadonlySet<string> {
  const found = new Set<string>()
  const seek = (node: unknown, isSecret: boolean): void => {
    if (Array.isArray(node)) {
      for (const each of node) seek(each, isSecret)
      return
    }
    if (typeof node !== 'object' || node === null) return
    const { kind, name } = node as { readonly kind?: string; readonly name?: { readonly value: string } }
    if (kind === 'Variable' && isSecret && name !== undefined) found.add(name.value)
    const isMember = kind === 'ObjectField' || kind === 'Argument'
    const within = isSecret || (isMember && name !== undefined && secretMembers.includes(name.value))
    // A document may know where it stands in its source, which is text and a chain of tokens.
    for (const [key, member] of Object.entries(node)) if (key !== 'loc') seek(member, within)
  }
  seek(definitions, false)
  return found
}

/** The fields of the API's answers that hold a secret. */
export const secretFields: readonly string[] = ['jwt']

/** The members of a document's answer that hold a secret: such fields, under whatever names it asks for them. */
export function secretAnswers(definitions: readonly Definition[]): ReadonlySet<string> {
  const found = new Set<string>()
  const seek = (node: unknown): void => {
    if (Array.isArray(node)) node.forEach(seek)
    if (typeof node !== 'object' || node === null || Array.isArray(node)) return
    const { kind, name, alias } = node as Partial<Record<'name' | 'alias', { readonly value: string }>> & {
      readonly kind?: string
    }
    if (kind === 'Field' && name !== undefined && secretFields.includes(name.value)) found.add((alias ?? name).value)
    for (const [key, member] of Object.entries(node)) if (key !== 'loc') seek(member)
  }
  seek(definitions)
  return found
}

/** An answer with its secrets blotted out, whatever the depth; the answer itself is left as it is. */
export const withoutAnswers = (data: unknown, names: ReadonlySet<string>): unknown =>
  blotted(
    data,
    (key) => names.has(key),
    (key) => names.has(key),
  )

/** Variables with their secrets blotted out; all else is as it was. */
export const withoutSecrets = (variables: unknown, names: ReadonlySet<string>): unknown =>
  blotted(variables, (key) => names.has(key) || isSecretMember(key), isSecretMember)

const isSecretMember = (key: string): boolean => secretMembers.includes(key)

/** A copy without what is secret at the top, and further down. */
function blotted(data: unknown, atTop: (key: string) => boolean, below: (key: string) => boolean): unknown {
  const copies = new Map<object, unknown>()
  const copy = (value: unknown, isSecret: (key: string) => boolean): unknown => {
    if (typeof value !== 'object' || value === null) return value
    const known = copies.get(value)
    if (known !== undefined) return known
    if (Array.isArray(value)) {
      const list: unknown[] = []
      copies.set(value, list)
      for (const item of value) list.push(copy(item, below))
      return list
    }
    // A Date, say, or whatever else writes itself.
    const prototype: unknown = Object.getPrototypeOf(value)
    if (prototype !== Object.prototype && prototype !== null) return value
    const record: Record<string, unknown> = {}
    copies.set(value, record)
    for (const [key, member] of Object.entries(value)) {
      const shown = isSecret(key) && member != null ? redacted : copy(member, below)
      // Defined and not set, as `__proto__` may be a member like any other.
      Object.defineProperty(record, key, { value: shown, enumerable: true, writable: true, configurable: true })
    }
    return record
  }
  return copy(data, atTop)
}
