import { isEnumType, isInputObjectType, isInterfaceType, isObjectType, type GraphQLSchema } from 'graphql'

/** How the description of a part starts that only the experimental endpoint has. Codegen and the sandbox read it too. */
export const experimentalMark = 'Experimental endpoint (/_gql)'

/** Whether a description says that only the experimental endpoint has the part. */
export const isExperimental = (description: string | null | undefined): boolean =>
  description?.startsWith(experimentalMark) ?? false

const found = new WeakMap<GraphQLSchema, ReadonlySet<string>>()

/** The members and arguments that only the experimental endpoint has. Found once for a schema, as several steps ask. */
export function experimentalParts(schema: GraphQLSchema): ReadonlySet<string> {
  const parts = found.get(schema) ?? findExperimentalParts(schema)
  found.set(schema, parts)
  return parts
}

function findExperimentalParts(schema: GraphQLSchema): ReadonlySet<string> {
  const parts = new Set<string>()
  for (const type of Object.values(schema.getTypeMap())) {
    const note = ({ name, description }: Part, around?: Part) => {
      // A large schema has very many parts, and hardly any is marked.
      if (isExperimental(description)) parts.add([type.name, ...(around ? [around.name] : []), name].join('.'))
    }
    if (type.name.startsWith('__')) continue
    if (isEnumType(type)) for (const value of type.getValues()) note(value)
    if (isInputObjectType(type)) for (const field of Object.values(type.getFields())) note(field)
    if (!isObjectType(type) && !isInterfaceType(type)) continue
    for (const field of Object.values(type.getFields())) {
      note(field)
      for (const argument of field.args) note(argument, field)
    }
  }
  return parts
}

interface Part {
  readonly name: string
  readonly description?: string | null | undefined
}
