import type { CodegenPlugin } from '@graphql-codegen/plugin-helpers'
import { getNamedType, isObjectType, type GraphQLSchema } from 'graphql'
import { isExperimental } from './filters.ts'

/** The two things about fields that the runtime must know: which of them hold dates, and which roots are experimental. */
export const fieldsPlugin: CodegenPlugin = {
  plugin: (schema) => `/** Every field of type \`DateTime\`, so that answers can be given as \`Date\`. */
export const dateTimeFields: readonly string[] = [${list(dateTimeFields(schema))}]

/** Root fields that only the experimental endpoint (\`/_gql\`) answers. */
export const experimentalFields: readonly string[] = [${list(experimentalFields(schema))}]
`,
}

const list = (names: readonly string[]): string => names.map((name) => `'${name}'`).join(', ')

/** Field names are enough, as long as no name is a date in one type and something else in another. */
function dateTimeFields(schema: GraphQLSchema): string[] {
  const types = new Map<string, Set<boolean>>()
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue
    for (const field of Object.values(type.getFields())) {
      types.set(field.name, (types.get(field.name) ?? new Set()).add(getNamedType(field.type).name === 'DateTime'))
    }
  }
  const dates = [...types].filter(([, kinds]) => kinds.has(true))
  const mixed = dates.filter(([, kinds]) => kinds.size > 1).map(([name]) => name)
  if (mixed.length > 0) throw new Error(`DateTime in one type and not in another: ${mixed.join(', ')}`)
  return dates.map(([name]) => name).sort()
}

function experimentalFields(schema: GraphQLSchema): string[] {
  return [schema.getQueryType(), schema.getMutationType()]
    .flatMap((root) => Object.values(root?.getFields() ?? {}))
    .filter((field) => isExperimental(field.description))
    .map((field) => field.name)
    .sort()
}
