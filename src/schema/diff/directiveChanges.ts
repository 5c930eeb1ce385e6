import {
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isScalarType,
  type GraphQLArgument,
  type GraphQLInputField,
  type GraphQLNamedType,
  type GraphQLSchema,
} from 'graphql'
import type { ChangeClass, SchemaChange } from './schemaChange.ts'

/**
 * Changes of `@oneOf`, `@specifiedBy`, and `@deprecated` on arguments and input fields. GraphQL Inspector finds these
 * in SDL only, and a schema from introspection has no SDL.
 */
export function directiveChanges(before: GraphQLSchema, after: GraphQLSchema): SchemaChange[] {
  return Object.values(before.getTypeMap()).flatMap((old): SchemaChange[] => {
    const type = after.getType(old.name)
    return type && !old.name.startsWith('__') ? ofType(old, type) : []
  })
}

function ofType(old: GraphQLNamedType, type: GraphQLNamedType): SchemaChange[] {
  const { name } = type
  if (isScalarType(old) && isScalarType(type)) return ofScalar(name, old.specifiedByURL, type.specifiedByURL)
  if (isInputObjectType(old) && isInputObjectType(type)) {
    const fields = Object.values(type.getFields()).flatMap((field) =>
      deprecation('INPUT_FIELD', `${name}.${field.name}`, old.getFields()[field.name], field),
    )
    if (old.isOneOf === type.isOneOf) return fields
    const one = type.isOneOf
      ? change('TYPE_ONE_OF_ADDED', 'breaking', name, `Input object '${name}' now takes exactly one of its fields`)
      : change('TYPE_ONE_OF_REMOVED', 'safe', name, `Input object '${name}' now takes more than one of its fields`)
    return [one, ...fields]
  }
  if (!(isObjectType(old) || isInterfaceType(old)) || !(isObjectType(type) || isInterfaceType(type))) return []
  return Object.values(type.getFields()).flatMap((field) =>
    field.args.flatMap((argument) => {
      const known = old.getFields()[field.name]?.args.find((each) => each.name === argument.name)
      return deprecation('FIELD_ARGUMENT', `${name}.${field.name}.${argument.name}`, known, argument)
    }),
  )
}

/** Adding a specification changes no values; changing or removing it may. */
function ofScalar(name: string, old: string | null | undefined, url: string | null | undefined): SchemaChange[] {
  if ((old ?? undefined) === (url ?? undefined)) return []
  if (old == null) return [change('TYPE_SPECIFIED_BY_ADDED', 'safe', name, `Scalar '${name}' now has a specification`)]
  const reason = 'The format of its values may have changed.'
  return url == null
    ? [change('TYPE_SPECIFIED_BY_REMOVED', 'dangerous', name, `Scalar '${name}' has no specification any more`, reason)]
    : [change('TYPE_SPECIFIED_BY_CHANGED', 'dangerous', name, `Scalar '${name}' has another specification`, reason)]
}

type Given = GraphQLArgument | GraphQLInputField

function deprecation(kind: 'INPUT_FIELD' | 'FIELD_ARGUMENT', path: string, old: Given | undefined, now: Given) {
  const [was, is] = [old?.deprecationReason ?? undefined, now.deprecationReason ?? undefined]
  if (!old || was === is) return []
  const what = kind === 'INPUT_FIELD' ? `Input field '${path}'` : `Argument '${path}'`
  if (is === undefined) return [change(`${kind}_DEPRECATION_REMOVED`, 'safe', path, `${what} is no longer deprecated`)]
  if (was === undefined) return [change(`${kind}_DEPRECATION_ADDED`, 'safe', path, `${what} is deprecated`)]
  return [change(`${kind}_DEPRECATION_REASON_CHANGED`, 'safe', path, `${what} is deprecated for another reason`)]
}

const change = (type: string, level: ChangeClass, path: string, message: string, reason?: string): SchemaChange => ({
  type,
  class: level,
  message,
  path,
  reason,
  interface: undefined,
})
