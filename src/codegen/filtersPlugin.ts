import type { CodegenPlugin } from '@graphql-codegen/plugin-helpers'
import {
  getNamedType,
  isEnumType,
  isInputObjectType,
  isObjectType,
  type GraphQLArgument,
  type GraphQLInputType,
  type GraphQLSchema,
} from 'graphql'

/**
 * What the relations of an organization can be filtered and ordered by, read out of the schema: for each relation the
 * filter's fields with the type that their variable is declared with, and the keys of the order. One constant serves
 * the types of the facade and the function that writes the filter into a document.
 */
export const filtersPlugin: CodegenPlugin = {
  plugin: (schema) => {
    const relations = Object.values(organization(schema).getFields()).flatMap((field) => {
      const where = field.args.find((argument) => argument.name === 'where')
      const orderBy = field.args.find((argument) => argument.name === 'orderBy')
      return where && orderBy
        ? [`  ${field.name}: {\n    where: {\n${whereFields(where)}\n    },\n    orderBy: [${keys(orderBy)}],\n  },`]
        : []
    })
    return `/**
 * Filters and orders of the organization's relations. Values are the GraphQL types of the filter's variables.
 * The grammar is the official SDK's (Labelbox API, "Filter and sort grammar"); what only the experimental endpoint
 * understands is left out.
 */
export const relations = {
${relations.join('\n')}
} as const
`
  },
}

function organization(schema: GraphQLSchema) {
  const type = schema.getType('Organization')
  if (!isObjectType(type)) throw new Error('The schema has no object type Organization.')
  return type
}

function whereFields(argument: GraphQLArgument): string {
  if (!isInputObjectType(argument.type)) throw new Error(`${argument.name} is not an input object.`)
  return Object.values(argument.type.getFields())
    .filter((field) => isOffered(field.type) && !isExperimental(field.description))
    .map((field) => `      ${field.name}: '${String(field.type)}',`)
    .join('\n')
}

/** The facade filters by text, times and flags. Filters on numbers and enums are left to documents of one's own. */
const isOffered = (type: GraphQLInputType): boolean =>
  ['ID', 'String', 'Boolean', 'DateTime'].includes(getNamedType(type).name)

function keys(argument: GraphQLArgument): string {
  if (!isEnumType(argument.type)) throw new Error(`${argument.name} is not an enum.`)
  return argument.type
    .getValues()
    .map((value) => `'${value.name}'`)
    .join(', ')
}

/** The snapshot says in its descriptions what lives on the experimental endpoint. */
export const isExperimental = (description: string | null | undefined): boolean =>
  description?.startsWith('Experimental endpoint (/_gql)') ?? false
