import type { CodegenPlugin } from '@graphql-codegen/plugin-helpers'
import { isEnumType, isInputObjectType, isObjectType, type GraphQLArgument, type GraphQLSchema } from 'graphql'
import { isOfferedFilter } from '../schema/sdl/offeredFilters.ts'

/**
 * The filters and orders of the organization's lists: for each list, the filter fields with their GraphQL type, and the
 * order keys. The facade's types and the function that writes filters into documents share this constant.
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
 * Filters and orders of the organization's lists. Values are the GraphQL types of the filter variables.
 * The grammar is that of the official SDK (Labelbox API, "Filter and sort grammar"), without filters of the
 * experimental endpoint.
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
    .filter(isOfferedFilter)
    .map((field) => `      ${field.name}: '${String(field.type)}',`)
    .join('\n')
}

function keys(argument: GraphQLArgument): string {
  if (!isEnumType(argument.type)) throw new Error(`${argument.name} is not an enum.`)
  return argument.type
    .getValues()
    .map((value) => `'${value.name}'`)
    .join(', ')
}
