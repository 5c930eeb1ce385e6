import { isEnumType, isInputObjectType, type GraphQLSchema } from 'graphql'

/** What the types of changes call a part: `FIELD`, `FIELD_ARGUMENT`, `INPUT_FIELD`, `ENUM_VALUE` or `TYPE`. */
export function kindOf(path: string, schema: GraphQLSchema): string {
  const [owner = '', member, argument] = path.split('.')
  if (member === undefined) return 'TYPE'
  const type = schema.getType(owner)
  if (isInputObjectType(type)) return 'INPUT_FIELD'
  if (isEnumType(type)) return 'ENUM_VALUE'
  return argument === undefined ? 'FIELD' : 'FIELD_ARGUMENT'
}
