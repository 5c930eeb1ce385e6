import {
  getNamedType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  Kind,
  parse,
  Source,
  type GraphQLNamedType,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql'
import { holdsDefinitions } from '../documents/definitions.ts'
import { rootTypes } from '../sdl/rootFieldRecord.ts'
import { reasonOf, UnreadableError } from '../unreadableError.ts'

/**
 * Adds a root field to a document of the scope, with the fields that lead to records: types with an `id`. A record is in
 * scope with all fields whose types are. A field that is there already is left alone.
 *
 * @param field - `organizationActivity`, or `mutation organizationActivity` where several root types have the field.
 * @throws UnreadableError if no root type has the field, or several have it.
 */
export function addToScope(text: string, file: string, schema: GraphQLSchema, field: string): string {
  const [name = '', wanted] = field.split(' ').reverse()
  const found = rootTypes(schema).flatMap(([kind, type]) => {
    const result = type.getFields()[name]?.type
    return result && (wanted === undefined || wanted === kind) ? [{ kind, type: getNamedType(result) }] : []
  })
  const [root, other] = found
  if (root === undefined) throw new UnreadableError(`The schema has no root field ${field}.`)
  if (other !== undefined) {
    throw new UnreadableError(
      `${name} is a ${root.kind} and a ${other.kind}. Pass '${other.kind} ${name}', for example.`,
    )
  }
  const lines = selectionLines(name, root.type, new Set(), '  ')
  const operation = operationOf(text, file, root.kind)
  if (operation === undefined) {
    return `${text.trimEnd()}${text.trim() === '' ? '' : '\n\n'}${root.kind} Scope {\n${lines.join('\n')}\n}\n`
  }
  const { selections } = operation.selectionSet
  const fields = selections.flatMap((node) => (node.kind === Kind.FIELD ? [node] : []))
  if (fields.some((node) => node.name.value === name)) return text
  const next = fields.find((node) => node.name.value > name)
  const end = next?.loc?.start ?? operation.selectionSet.loc?.endToken.start ?? text.length
  const start = text.lastIndexOf('\n', end - 1) + 1
  return `${text.slice(0, start)}${lines.join('\n')}\n${text.slice(start)}`
}

function operationOf(text: string, file: string, kind: string): OperationDefinitionNode | undefined {
  if (!holdsDefinitions(text)) return undefined
  try {
    return parse(new Source(text, file)).definitions.find(
      (node): node is OperationDefinitionNode => node.kind === Kind.OPERATION_DEFINITION && node.operation === kind,
    )
  } catch (error) {
    throw new UnreadableError(`A document can't be read: ${reasonOf(error)}`, { cause: error })
  }
}

/** A field with the fields of pages and payloads below it, down to records, as lines. */
function selectionLines(name: string, type: GraphQLNamedType, above: ReadonlySet<string>, indent: string): string[] {
  if (!(isObjectType(type) || isInterfaceType(type)) || above.has(type.name) || type.getFields()['id']) {
    return [`${indent}${name}`]
  }
  const inside = Object.values(type.getFields())
    .filter((field) => isCompositeType(getNamedType(field.type)))
    .flatMap((field) =>
      selectionLines(field.name, getNamedType(field.type), new Set([...above, type.name]), `${indent}  `),
    )
  return inside.length === 0 ? [`${indent}${name}`] : [`${indent}${name} {`, ...inside, `${indent}}`]
}
