import {
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isRequiredArgument,
  isRequiredInputField,
  type GraphQLSchema,
} from 'graphql'
import type { SchemaChange } from '../diff/schemaChange.ts'

/**
 * The parts of a schema that a change affects, named as in {@link UsedPart}. Undefined for an unknown kind of change,
 * which affects everything that uses the type.
 */
export function changedParts(change: SchemaChange, after: GraphQLSchema): readonly string[] | undefined {
  const { type, path } = change
  const [head = '', member = '', argument = ''] = path.split('.')
  if (type.startsWith('DIRECTIVE_')) return [head]
  if (type.startsWith('FIELD_ARGUMENT_')) {
    // Without the argument, the result may differ from before, or the request may be invalid now.
    const isForAll = /_(ADDED|DEFAULT_CHANGED)$/.test(type) || isRequired(after, head, member, argument)
    return isForAll ? [`${head}.${member}`, path] : [path]
  }
  if (type.startsWith('INPUT_FIELD_')) {
    const isForAll = type === 'INPUT_FIELD_DEFAULT_VALUE_CHANGED' || isRequired(after, head, member)
    return isForAll ? [head, path] : [path]
  }
  // A query may receive any value; a document that writes values uses only those.
  if (type.startsWith('ENUM_VALUE_')) return [head, path]
  if (type.startsWith('FIELD_')) return [path]
  // Selections on the interface are affected when a type joins or leaves it.
  if (type.startsWith('OBJECT_TYPE_INTERFACE_')) return [change.interface ?? head]
  if (type.startsWith('TYPE_') || type.startsWith('UNION_MEMBER_')) return [head]
  const root = /^SCHEMA_(QUERY|MUTATION|SUBSCRIPTION)_TYPE_CHANGED$/.exec(type)?.[1]
  return root === undefined ? undefined : [root.toLowerCase()]
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
