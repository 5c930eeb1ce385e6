import type { TypedDocumentNode } from '@urql/core'

/** The members of the API's inputs that hold a secret. */
export const secretMembers: readonly string[] = ['secret']

/** The fields of the API's responses that hold a secret. */
export const secretFields: readonly string[] = ['jwt']

export const redacted = '[redacted]'

/** Where a document has secrets, whatever names it gives them. */
export interface SecretNames {
  /** Variables that go into a secret member. */
  readonly variables: ReadonlySet<string>
  /** Members of the response that are secret fields. */
  readonly answers: ReadonlySet<string>
}

const known = new WeakMap<object, SecretNames>()

export function secretsOf(document: TypedDocumentNode<unknown, never>): SecretNames {
  let secrets = known.get(document)
  if (secrets === undefined) known.set(document, (secrets = findSecrets(document.definitions)))
  return secrets
}

interface Node {
  readonly kind?: string
  readonly name?: { readonly value: string }
  readonly alias?: { readonly value: string }
}

function findSecrets(definitions: unknown): SecretNames {
  const variables = new Set<string>()
  const answers = new Set<string>()
  const seek = (node: unknown, isSecret: boolean): void => {
    if (typeof node !== 'object' || node === null) return
    const { kind, name, alias } = node as Node
    const isMember = kind === 'ObjectField' || kind === 'Argument'
    const within = isSecret || (isMember && name !== undefined && secretMembers.includes(name.value))
    if (kind === 'Variable' && isSecret && name !== undefined) variables.add(name.value)
    if (kind === 'Field' && name !== undefined && secretFields.includes(name.value)) answers.add((alias ?? name).value)
    // `loc` is the source text and a chain of tokens.
    for (const [key, member] of Object.entries(node)) if (key !== 'loc') seek(member, within)
  }
  seek(definitions, false)
  return { variables, answers }
}

/** A response's data with its secrets redacted, at any depth: a copy if there are any. */
export const withoutAnswers = (data: unknown, names: ReadonlySet<string>): unknown => {
  if (names.size === 0) return data
  const isSecret = (key: string): boolean => names.has(key)
  return redact(data, isSecret, isSecret)
}

/**
 * The variables as they are sent, with their secrets redacted. Walking the given objects instead would miss what an
 * instance, a map or a getter holds, and show properties that are never sent.
 *
 * @throws whatever `JSON.stringify` throws for them.
 */
export const withoutSecrets = (variables: unknown, names: ReadonlySet<string>): unknown => {
  const sent = JSON.parse(JSON.stringify({ variables })) as { readonly variables?: unknown }
  return redact(sent.variables, (key) => names.has(key) || isSecretMember(key), isSecretMember)
}

const isSecretMember = (key: string): boolean => secretMembers.includes(key)

type IsSecret = (key: string) => boolean

/** A copy of JSON with secret members redacted: at the top by one rule, further down by another. */
function redact(value: unknown, atTop: IsSecret, below: IsSecret): unknown {
  if (Array.isArray(value)) return value.map((item) => redact(item, below, below))
  if (typeof value !== 'object' || value === null) return value
  // Made of entries: assigning to `__proto__` would change the prototype.
  return Object.fromEntries(
    Object.entries(value).map(([key, member]: [string, unknown]) => [
      key,
      atTop(key) && member != null ? redacted : redact(member, below, below),
    ]),
  )
}

/** The variables that a document's operation declares. */
export const variableNames = ({ definitions }: TypedDocumentNode<unknown, never>): readonly string[] =>
  definitions.flatMap((definition) =>
    definition.kind === 'OperationDefinition'
      ? (definition.variableDefinitions ?? []).map(({ variable }) => variable.name.value)
      : [],
  )
