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
  const operations = definitions.filter((node) => node.kind === Kind.OPERATION_DEFINITION)
  /** By key, the places in results that have it: `users.createdAt in Users`. */
  const placesOf = (isWanted: (type: string) => boolean): ReadonlyMap<string, readonly string[]> => {
    const found = new Map<string, string[]>()
    for (const operation of operations) {
      for (const path of leafPaths(schema, [operation, ...fragments], isWanted)) {
        const key = path.slice(path.lastIndexOf('.') + 1)
        found.set(key, [...(found.get(key) ?? []), `${path} in ${operation.name?.value ?? ''}`])
      }
    }
    return found
  }
  const dates = placesOf((type) => type === 'DateTime')
  const others = placesOf((type) => type !== 'DateTime')
  const mixed = [...dates.keys()].flatMap((key) => {
    const places = others.get(key)
    return places ? [mixedText(key, dates.get(key) ?? [], places)] : []
  })
  if (mixed.length > 0) throw new Error(mixed.join('\n'))
  return [...dates.keys()].sort()
}

const mixedText = (key: string, dates: readonly string[], others: readonly string[]): string =>
  `${key} is a DateTime at ${few(dates)}, and something else at ${few(others)}. The client knows dates by their key. Give the field an alias where it is not a DateTime, such as ${key}Text: ${key}.`

const few = (places: readonly string[]): string =>
  places.length > 3 ? `${places.slice(0, 3).join(', ')} and ${places.length - 3} more` : places.join(', ')
