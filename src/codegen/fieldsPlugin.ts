import type { CodegenPlugin, Types } from '@graphql-codegen/plugin-helpers'
import { concatAST, Kind, type GraphQLSchema } from 'graphql'
import { leafPaths } from './leafPaths.ts'

/** What the client has to know of the schema at run time: which result keys hold dates. */
export const fieldsPlugin: CodegenPlugin = {
  plugin: (schema, documents) => `/** Every result key that holds a date. */
export const dateTimeKeys: readonly string[] = [${list(dateTimeKeys(schema, documents))}]
`,
}

const list = (names: readonly string[]): string => names.map((name) => `'${name}'`).join(', ')

/** The facade converts dates by key alone, which requires a key to be a date everywhere or nowhere. */
function dateTimeKeys(schema: GraphQLSchema, documents: readonly Types.DocumentFile[]): string[] {
  const { definitions } = concatAST(documents.flatMap(({ document }) => document ?? []))
  const fragments = definitions.filter(({ kind }) => kind === Kind.FRAGMENT_DEFINITION)
  const keysOf = (isWanted: (type: string) => boolean): Set<string> =>
    new Set(
      definitions
        .filter(({ kind }) => kind === Kind.OPERATION_DEFINITION)
        .flatMap((operation) => leafPaths(schema, [operation, ...fragments], isWanted))
        .map((path) => path.slice(path.lastIndexOf('.') + 1)),
    )
  const dates = keysOf((type) => type === 'DateTime')
  const others = keysOf((type) => type !== 'DateTime')
  const mixed = [...dates].filter((key) => others.has(key))
  if (mixed.length > 0) throw new Error(`These keys are dates in one place and not in another: ${mixed.join(', ')}`)
  return [...dates].sort()
}
