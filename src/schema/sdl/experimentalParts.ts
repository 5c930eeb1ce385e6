import { isEnumType, isInputObjectType, isInterfaceType, isObjectType, type GraphQLSchema } from 'graphql'

/** How the description of a part starts that only the experimental endpoint has. Codegen and the sandbox read it too. */
export const experimentalMark = 'Experimental endpoint (/_gql)'

/** Whether a description says that only the experimental endpoint has the part. */
export const isExperimental = (description: string | null | undefined): boolean =>
  description?.startsWith(experimentalMark) ?? false

/** All members and arguments of a schema, and whether only the experimental endpoint has them. */
export function partsByEndpoint(schema: GraphQLSchema): ReadonlyMap<string, boolean> {
  const parts = new Map<string, boolean>()
  for (const type of Object.values(schema.getTypeMap())) {
    if (type.name.startsWith('__')) continue
    const note = (path: string, { description }: { readonly description?: string | null | undefined }) =>
      parts.set(`${type.name}.${path}`, isExperimental(description))
    if (isEnumType(type)) for (const value of type.getValues()) note(value.name, value)
    if (isInputObjectType(type)) for (const field of Object.values(type.getFields())) note(field.name, field)
    if (!isObjectType(type) && !isInterfaceType(type)) continue
    for (const field of Object.values(type.getFields())) {
      note(field.name, field)
      for (const argument of field.args) note(`${field.name}.${argument.name}`, argument)
    }
  }
  return parts
}

/** The members and arguments that only the experimental endpoint has. */
export const experimentalParts = (schema: GraphQLSchema): ReadonlySet<string> =>
  new Set([...partsByEndpoint(schema)].flatMap(([path, isOnlyThere]) => (isOnlyThere ? [path] : [])))
