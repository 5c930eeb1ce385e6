import type { CodegenPlugin } from '@graphql-codegen/plugin-helpers'
import {
  getNamedType,
  isEnumType,
  isInputObjectType,
  isListType,
  isObjectType,
  type GraphQLArgument,
  type GraphQLInputField,
  type GraphQLSchema,
} from 'graphql'
import { isOfferedFilter } from '../schema/sdl/offeredFilters.ts'
import { tsdoc } from './tsdoc.ts'

/**
 * The filters and orders of the organization's lists: for each list, the filter fields with their GraphQL type, and the
 * order keys. The facade's types and the function that writes filters into documents share this constant.
 */
export const filtersPlugin: CodegenPlugin = {
  plugin: (schema) => {
    const lists = Object.values(organization(schema).getFields()).flatMap((field) => {
      const where = field.args.find((argument) => argument.name === 'where')
      const orderBy = field.args.find((argument) => argument.name === 'orderBy')
      const record = getNamedType(field.type).name
      return where && orderBy ? [{ list: field.name, record, filters: filtersOf(where), keys: keysOf(orderBy) }] : []
    })
    const relations = lists.map(({ list, filters, keys }) => {
      const where = filters.map((field) => `      ${field.name}: '${String(field.type)}',`)
      return `  ${list}: {\n    where: {\n${where.join('\n')}\n    },\n    orderBy: [${keys.join(', ')}],\n  },`
    })
    const types = lists.map(
      ({ list, record, filters, keys }) => `/** A filter for the list of ${list}. Its members are combined by AND. */
export interface ${record}Where {
${filters
  .filter(({ name }) => !isSet(list, name))
  .map(member)
  .join('\n')}
}

/** A sort key for the list of ${list}. */
export type ${record}Order =
${keys.map((key) => `  | ${key}`).join('\n')}
`,
    )
    return `/**
 * Filters and orders of the organization's lists. Values are the GraphQL types of the filter variables.
 * The grammar is that of the official SDK (Labelbox API, "Filter and sort grammar"), without filters of the
 * experimental endpoint.
 */
export const relations = {
${relations.join('\n')}
} as const

${types.join('\n')}
/** The filter and the sort key of each list. */
export interface Lists {
${lists.map(({ list, record }) => `  readonly ${list}: { readonly where: ${record}Where; readonly orderBy: ${record}Order }`).join('\n')}
}
`
  },
}

function organization(schema: GraphQLSchema) {
  const type = schema.getType('Organization')
  if (!isObjectType(type)) throw new Error('The schema has no object type Organization.')
  return type
}

/** Whether the document of the list sets a filter itself: removed projects are never listed. */
const isSet = (list: string, filter: string): boolean => list === 'projects' && filter === 'deleted'

/** A filter as a member of the type, with the schema's sentence. */
function member({ name, type, description }: GraphQLInputField): string {
  const scalar = getNamedType(type).name
  const value = isListType(type)
    ? 'readonly string[]'
    : scalar === 'DateTime'
      ? 'Date | string'
      : scalar === 'Boolean'
        ? 'boolean'
        : 'string'
  const comment = description ? `  ${tsdoc(description)}\n` : ''
  return `${comment}  readonly ${name}?: ${value} | undefined`
}

function filtersOf(argument: GraphQLArgument): readonly GraphQLInputField[] {
  if (!isInputObjectType(argument.type)) throw new Error(`${argument.name} is not an input object.`)
  return Object.values(argument.type.getFields()).filter(isOfferedFilter)
}

function keysOf(argument: GraphQLArgument): readonly string[] {
  if (!isEnumType(argument.type)) throw new Error(`${argument.name} is not an enum.`)
  return argument.type.getValues().map((value) => `'${value.name}'`)
}
