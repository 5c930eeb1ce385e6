import type { CodegenPlugin } from '@graphql-codegen/plugin-helpers'
import { isInputObjectType, type GraphQLObjectType, type GraphQLSchema } from 'graphql'
import { isExperimental } from '../schema/sdl/experimentalParts.ts'

/** The names that decide where a document is sent. */
export const experimentalFieldsPlugin: CodegenPlugin = {
  plugin: (schema) => `/** Root fields that only the experimental endpoint (\`/_gql\`) has. */
export const experimentalFields: Readonly<Record<'query' | 'mutation', readonly string[]>> = {
  query: [${list(experimentalFields(schema.getQueryType()))}],
  mutation: [${list(experimentalFields(schema.getMutationType()))}],
}

/** Members of inputs that only that endpoint has, by names that no other member has. */
export const experimentalMembers: readonly string[] = [${list(experimentalMembers(schema))}]
`,
}

/** Apart from the fields, so that a program that sends queries alone loads no table of mutations. */
export const experimentalQueriesPlugin: CodegenPlugin = {
  plugin: (schema) => {
    const names = [...experimentalFields(schema.getQueryType()), ...experimentalMembers(schema)]
    return `/** Matches the text of each query that has to be looked at to know its endpoint. */
export const experimentalQueries: RegExp | undefined = ${names.length === 0 ? 'undefined' : `/\\b(?:${names.join('|')})\\b/`}
`
  },
}

const experimentalFields = (root: GraphQLObjectType | null | undefined): string[] =>
  Object.values(root?.getFields() ?? {})
    .filter((field) => isExperimental(field.description))
    .map((field) => field.name)
    .sort()

function experimentalMembers(schema: GraphQLSchema): string[] {
  const members = Object.values(schema.getTypeMap())
    .filter(isInputObjectType)
    .flatMap((type) => Object.values(type.getFields()))
  const published = new Set(members.flatMap(({ name, description }) => (isExperimental(description) ? [] : [name])))
  const names = members.map(({ name }) => name).filter((name) => !published.has(name))
  return [...new Set(names)].sort()
}

const list = (names: readonly string[]): string => names.map((name) => `'${name}'`).join(', ')
