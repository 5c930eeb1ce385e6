import {
  buildSchema,
  executeSync,
  getNamedType,
  getNullableType,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isListType,
  isNonNullType,
  isObjectType,
  isUnionType,
  parse,
  validate,
  type GraphQLCompositeType,
  type GraphQLOutputType,
  type GraphQLSchema,
} from 'graphql'

/** A schema, a valid operation and a response to it. */
export interface RandomOperation {
  readonly sdl: string
  readonly operation: string
  readonly data: unknown
}

const text = '2026-07-28T09:30:00.000Z'
const names = ['createdAt', 'updatedAt', 'name', 'at', 'dates', 'id']
const aliases = [...names, '__proto__', 'constructor', 'toString', 'size']
const objects = ['A', 'B', 'C']

/**
 * A random schema with objects, an interface and a union, with dates and other text under the same names, in lists and lists of
 * lists; and a random operation with aliases and nested fragments on each of these types.
 */
export function randomOperation(random: () => number): RandomOperation {
  const chance = (probability: number): boolean => random() < probability
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T
  const some = <T>(items: readonly T[]): readonly T[] => items.filter(() => chance(0.5))

  const typeOf = (named: string): string => {
    let type = chance(0.4) ? `${named}!` : named
    while (chance(0.3)) type = `[${type}]${chance(0.4) ? '!' : ''}`
    return type
  }
  const fields = (of: readonly string[], types: readonly string[]): readonly string[] =>
    of.map((name) => `${name}: ${typeOf(pick(types))}`)
  const leaves = ['DateTime', 'DateTime', 'String', 'Color', 'Int']
  const composites = [...objects, 'Node', 'Any']
  const shared = fields(['shared', ...some(names)], leaves)
  const sharedNames = shared.map((field) => field.split(':')[0])
  const sdl = `
    scalar DateTime
    enum Color { RED }
    interface Node { ${shared.join(' ')} }
    union Any = ${objects.join(' | ')}
    ${objects
      .map((name) => {
        const own = names.filter((each) => !sharedNames.includes(each))
        return `type ${name} implements Node { ${[...shared, ...fields(own, leaves), ...fields(['one', 'two'], composites)].join(' ')} }`
      })
      .join('\n')}
    type Query { ${[...fields(names, leaves), ...fields(['one', 'two', 'three'], composites)].join(' ')} }`
  const schema = buildSchema(sdl)

  const fragments: string[] = []
  const selection = (type: GraphQLCompositeType, depth: number, isInFragment = false): string => {
    const own = isUnionType(type) ? [] : some(Object.values(type.getFields()))
    const parts = own.flatMap((field) => {
      const named = getNamedType(field.type)
      if (isCompositeType(named) && depth === 0) return []
      const alias = chance(0.4) ? `${pick(aliases)}: ` : ''
      return `${alias}${field.name}${isCompositeType(named) ? selection(named, depth - 1) : ''}`
    })
    if (chance(0.3)) parts.push(chance(0.5) ? '__typename' : `${pick(aliases)}: __typename`)
    while (depth > 0 && chance(0.5)) {
      const on = pick([type, ...schema.getPossibleTypes(isAbstractType(type) ? type : nodeOf(schema))])
      const body = selection(on, depth - 1, true)
      // typescript-operations types a union as an empty record if only a fragment of a fragment has its `__typename`.
      if (isInFragment && body === ' { __typename }') continue
      if (chance(0.5)) parts.push(`... on ${on.name}${body}`)
      else {
        const name = `F${String(fragments.length)}`
        fragments.push(`fragment ${name} on ${on.name}${body}`)
        parts.push(`...${name}`)
      }
    }
    return ` { ${parts.length === 0 ? '__typename' : parts.join(' ')} }`
  }

  for (;;) {
    fragments.length = 0
    const operation = `query Find${selection(schema.getQueryType() as GraphQLCompositeType, 3)}\n${fragments.join('\n')}`
    const document = parse(operation)
    // Most are invalid because one response key names two fields.
    if (validate(schema, document).length > 0) continue
    const { data } = executeSync({
      schema,
      document,
      fieldResolver: (_source, _args, _context, { returnType }) => valueOf(schema, returnType, chance, pick),
      typeResolver: (value) => (value as { readonly type: string }).type,
    })
    return { sdl, operation, data: JSON.parse(JSON.stringify(data)) as unknown }
  }
}

const nodeOf = (schema: GraphQLSchema) => schema.getType('Any') as never

function valueOf(
  schema: GraphQLSchema,
  type: GraphQLOutputType,
  chance: (probability: number) => boolean,
  pick: <T>(items: readonly T[]) => T,
): unknown {
  if (!isNonNullType(type) && chance(0.1)) return null
  const nullable = getNullableType(type)
  if (isListType(nullable)) {
    const of = nullable.ofType
    return Array.from({ length: 1 + Number(chance(0.3)) }, () => valueOf(schema, of, chance, pick))
  }
  if (isAbstractType(nullable)) return { type: pick(schema.getPossibleTypes(nullable)).name }
  if (isObjectType(nullable)) return {}
  if (isEnumType(nullable)) return 'RED'
  return getNamedType(nullable).name === 'Int' ? 1 : text
}
