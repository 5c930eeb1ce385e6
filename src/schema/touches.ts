import { isInputObjectType, isInterfaceType, isObjectType, isRequiredArgument, isRequiredInputField } from 'graphql'
import type { GraphQLSchema } from 'graphql'
import type { SchemaChange } from './diff.ts'
import type { Use } from './uses.ts'

/** Whether a change touches what uses a part of the schema so. */
export type Touches = (use: Use) => boolean

/** Says what a change touches. Where a kind of change is not known, everything of the type that it is in. */
export function touchesOf(change: SchemaChange, after: GraphQLSchema): Touches {
  const { type, path } = change
  const [head = '', member = '', argument = ''] = path.split('.')
  const at = (...places: readonly string[]): Touches => {
    return (use) => places.includes(use.at)
  }
  if (type.startsWith('DIRECTIVE_')) return at(head)
  if (type.startsWith('FIELD_ARGUMENT_')) {
    const field = `${head}.${member}`
    // One that is not given can be answered in another way than before, or be missing now.
    const isForAll = /_(ADDED|DEFAULT_CHANGED)$/.test(type) || isRequired(after, head, member, argument)
    return isForAll ? at(field, path) : at(path)
  }
  if (type.startsWith('INPUT_FIELD_')) {
    const isForAll = type === 'INPUT_FIELD_DEFAULT_VALUE_CHANGED' || isRequired(after, head, member)
    return isForAll ? at(head, path) : at(path)
  }
  // Whoever reads the enum may be given any value; a document that writes values has just those that it writes.
  if (type.startsWith('ENUM_VALUE_')) return at(head, path)
  if (type.startsWith('FIELD_')) return at(path)
  // What is selected on the interface is what meets the type, or no longer does.
  if (type.startsWith('OBJECT_TYPE_INTERFACE_')) return at(change.interface ?? head)
  if (type.startsWith('TYPE_') || type.startsWith('UNION_MEMBER_')) return at(head)
  const root = /^SCHEMA_(QUERY|MUTATION|SUBSCRIPTION)_TYPE_CHANGED$/.exec(type)?.[1]?.toLowerCase()
  if (root !== undefined) return ({ node }) => 'operation' in node && node.operation === root
  return (use) => use.at === head || use.at.startsWith(`${head}.`)
}

function isRequired(schema: GraphQLSchema, typeName: string, fieldName: string, argumentName?: string): boolean {
  const type = schema.getType(typeName)
  if (isInputObjectType(type)) {
    const field = type.getFields()[fieldName]
    return field !== undefined && isRequiredInputField(field)
  }
  if (!isObjectType(type) && !isInterfaceType(type)) return false
  const argument = type.getFields()[fieldName]?.args.find(({ name }) => name === argumentName)
  return argument !== undefined && isRequiredArgument(argument)
}
