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

/** A copy of an answer with its secrets redacted, at any depth. */
export const withoutAnswers = (data: unknown, names: ReadonlySet<string>): unknown => {
  const isSecret = (key: string): boolean => names.has(key)
  return redact(data, isSecret, isSecret)
}

/**
 * The variables as they are sent, with their secrets redacted. A walk over the given objects would miss what an instance,
 * a map or a getter holds, and show things that are never sent.
 *
 * @throws whatever `JSON.stringify` throws for them.
 */
export const withoutSecrets = (variables: unknown, names: ReadonlySet<string>): unknown => {
  const sent = JSON.parse(JSON.stringify({ variables })) as { readonly variables?: unknown }
  return redact(sent.variables, (key) => names.has(key) || isSecretMember(key), isSecretMember)
}

const isSecretMember = (key: string): boolean => secretMembers.includes(key)

type IsSecret = (key: string) => boolean

/** A copy of JSON without what is secret at the top, and further down. */
function redact(value: unknown, atTop: IsSecret, below: IsSecret): unknown {
  if (Array.isArray(value)) return value.map((item) => redact(item, below, below))
  if (typeof value !== 'object' || value === null) return value
  const copy: Record<string, unknown> = {}
  for (const [key, member] of Object.entries(value)) {
    const shown: unknown = atTop(key) && member != null ? redacted : redact(member, below, below)
    // Defined and not set: assigning to `__proto__` would change the prototype.
    Object.defineProperty(copy, key, { value: shown, enumerable: true, writable: true, configurable: true })
  }
  return copy
}
