import type { CodegenPlugin } from '@graphql-codegen/plugin-helpers'
import type { GraphQLObjectType } from 'graphql'
import { isExperimental } from '../schema/sdl/experimentalParts.ts'

/** The root fields that decide where a document is sent. */
export const experimentalFieldsPlugin: CodegenPlugin = {
  plugin: (schema) => `/** Root fields that only the experimental endpoint (\`/_gql\`) has. */
export const experimentalFields: Readonly<Record<'query' | 'mutation', readonly string[]>> = {
  query: [${list(experimentalFields(schema.getQueryType()))}],
  mutation: [${list(experimentalFields(schema.getMutationType()))}],
}
`,
}

/** Apart from the fields, so that a program that sends queries alone loads no table of mutations. */
export const experimentalQueriesPlugin: CodegenPlugin = {
  plugin: (schema) => `/** Whether a query has to be looked at to know its endpoint. */
export const hasExperimentalQueries: boolean = ${String(experimentalFields(schema.getQueryType()).length > 0)}
`,
}

const experimentalFields = (root: GraphQLObjectType | null | undefined): string[] =>
  Object.values(root?.getFields() ?? {})
    .filter((field) => isExperimental(field.description))
    .map((field) => field.name)
    .sort()

const list = (names: readonly string[]): string => names.map((name) => `'${name}'`).join(', ')
