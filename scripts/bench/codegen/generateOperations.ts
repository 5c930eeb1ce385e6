import {
  getNamedType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  isRequiredArgument,
  type GraphQLField,
  type GraphQLSchema,
} from 'graphql'
import { mulberry32 } from '../numbers.ts'

type Field = GraphQLField<unknown, unknown>

/**
 * Generates typical operations, one per file: a root field, a few of its fields and of theirs, and required arguments
 * as variables. The same seed gives the same operations.
 */
export function generateOperations(schema: GraphQLSchema, count: number, seed = 1): Readonly<Record<string, string>> {
  const random = mulberry32(seed)
  const pick = <T>(items: readonly T[]): T | undefined => items[Math.floor(random() * items.length)]
  const [queries, mutations] = [schema.getQueryType(), schema.getMutationType()].map((type) =>
    Object.values(type?.getFields() ?? {}).filter((field) => fieldsOf(field).length > 0),
  )

  const operation = (at: number): string => {
    // Alternates, because some schemas have far more mutations.
    const kind = at % 2 === 0 ? 'query' : 'mutation'
    const root = pick((kind === 'query' ? queries : mutations) ?? [])
    if (!root) throw new Error('The schema has no root field to select.')
    const variables: string[] = []
    const write = (field: Field, depth: number, indent: string): string => {
      const given = field.args.filter(isRequiredArgument).map(({ name, type }) => {
        variables.push(`$v${variables.length}: ${type.toString()}`)
        return `${name}: $v${variables.length - 1}`
      })
      const head = `${indent}${field.name}${given.length > 0 ? `(${given.join(', ')})` : ''}`
      if (!isCompositeType(getNamedType(field.type))) return head
      const fields = fieldsOf(field)
      const leaves = fields.filter(
        (each) => !isCompositeType(getNamedType(each.type)) && !each.args.some(isRequiredArgument),
      )
      const objects = fields.filter((each) => fieldsOf(each).length > 0)
      const chosen = new Set(Array.from({ length: 5 }, () => pick(leaves)).filter((each) => each !== undefined))
      if (depth < 4) for (let i = 0; i < 2; i++) chosen.add(pick(objects) ?? root)
      chosen.delete(root)
      const lines = [...chosen].map((each) => write(each, depth + 1, `${indent}  `))
      return `${head} {\n${[`${indent}  __typename`, ...lines].join('\n')}\n${indent}}`
    }
    const body = write(root, 1, '  ')
    return `${kind} Operation${at}${variables.length > 0 ? `(${variables.join(', ')})` : ''} {\n${body}\n}\n`
  }
  return Object.fromEntries(
    Array.from({ length: count }, (_, at) => [`operation${String(at).padStart(4, '0')}.graphql`, operation(at)]),
  )
}

function fieldsOf(field: Field): Field[] {
  const type = getNamedType(field.type)
  return isObjectType(type) || isInterfaceType(type) ? Object.values(type.getFields()) : []
}
