import type { GraphQLObjectType, GraphQLSchema } from 'graphql'

/** A field of a root type: what an operation can ask the API for. */
export interface RootField {
  readonly kind: 'query' | 'mutation' | 'subscription'
  readonly name: string
  /** Such as `projects(first: PageSize, skip: Int): [Project]`. */
  readonly signature: string
}

/** A root type of a schema, with the kind of operation that asks for its fields. */
export const rootTypes = (schema: GraphQLSchema): readonly (readonly [RootField['kind'], GraphQLObjectType])[] =>
  (
    [
      ['query', schema.getQueryType()],
      ['mutation', schema.getMutationType()],
      ['subscription', schema.getSubscriptionType()],
    ] as const
  ).flatMap(([kind, type]) => (type ? [[kind, type] as const] : []))

/** The fields of the root types, sorted. */
export const rootFieldsOf = (schema: GraphQLSchema): readonly RootField[] =>
  rootTypes(schema).flatMap(([kind, type]) =>
    Object.values(type.getFields())
      .map(({ name, args, type: result }) => {
        const given = args.map((argument) => `${argument.name}: ${String(argument.type)}`).sort()
        return { kind, name, signature: `${name}${given.length > 0 ? `(${given.join(', ')})` : ''}: ${String(result)}` }
      })
      .sort((a, b) => (a.name < b.name ? -1 : 1)),
  )

/** The name under which fields of several schemas are compared. */
export const rootFieldKey = ({ kind, name }: Pick<RootField, 'kind' | 'name'>): string => `${kind} ${name}`

const title = '# Root fields out of scope, as the API had them when a snapshot first found them:'

/** The root fields that a snapshot records at its end, because they are not in its schema. */
export function recordedRootFields(sdl: string): readonly RootField[] {
  const lines = (sdl.split(`\n${title}\n`)[1] ?? '').split('\n')
  return lines.flatMap((line): RootField[] => {
    const [, kind, signature = ''] = /^# (query|mutation|subscription) (\w.*)$/.exec(line) ?? []
    return kind === undefined
      ? []
      : [{ kind: kind as RootField['kind'], name: /^\w+/.exec(signature)?.[0] ?? '', signature }]
  })
}

/** A snapshot without the record at its end. */
export const withoutRecord = (sdl: string): string => sdl.split(`\n${title}\n`)[0] ?? ''

/** A snapshot with a record of root fields at its end; without a record if there are none. */
export const withRecord = (sdl: string, fields: readonly RootField[]): string =>
  fields.length === 0
    ? sdl
    : `${sdl}\n${title}\n${fields.map(({ kind, signature }) => `# ${kind} ${signature}\n`).join('')}`
