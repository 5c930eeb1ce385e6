import {
  getNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isScalarType,
  type GraphQLArgument,
  type GraphQLSchema,
} from 'graphql'
import type { Definition } from '../documents/definitions.ts'

/**
 * Finds definitions that may use one of the parts by searching their text for names, which is fast. The result may
 * include definitions that use none of the parts, but it misses none that does.
 *
 * @param parts - Named as in {@link UsedPart}.
 */
export function definitionsMentioning(
  definitions: readonly Definition[],
  parts: Iterable<string>,
  schemas: readonly GraphQLSchema[],
): readonly Definition[] {
  const names = new Set<string>()
  const holders = holdersOf(schemas)
  for (const part of parts) {
    const own = namesOf(part, schemas, holders)
    if (own === undefined) return definitions
    for (const name of own) names.add(name)
  }
  return definitions.filter(({ node: { loc } }) => {
    if (!loc) return true
    const words = loc.source.body.slice(loc.start, loc.end).match(/[_A-Za-z][_0-9A-Za-z]*/g) ?? []
    return words.some((word) => names.has(word))
  })
}

/**
 * Names that lead to a type: `members` are fields and arguments of the type, `inputs` the input types that contain it.
 */
interface Holders {
  readonly members: ReadonlyMap<string, ReadonlySet<string>>
  readonly inputs: ReadonlyMap<string, ReadonlySet<string>>
}

/** The names in a document that may use a part. Undefined if every document may use it. */
function namesOf(part: string, schemas: readonly GraphQLSchema[], { members, inputs }: Holders): string[] | undefined {
  const [head = '', ...path] = part.split('.')
  if (head.startsWith('@')) return [head.slice(1)]
  const last = path.at(-1)
  if (last === undefined && isRoot(head, schemas)) return undefined
  const types = schemas.map((schema) => schema.getType(head))
  // A variable may contain every part of its type, whatever the document names.
  const isInput = types.some((type) => isInputObjectType(type) || isEnumType(type) || isScalarType(type))
  const around = isInput ? [head, ...containers(head, inputs)] : []
  return last === undefined ? [head, ...around, ...(members.get(head) ?? [])] : [last, ...around]
}

const isRoot = (name: string, schemas: readonly GraphQLSchema[]): boolean =>
  ['query', 'mutation', 'subscription'].includes(name) ||
  schemas.some((schema) =>
    [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()].some((type) => type?.name === name),
  )

function containers(name: string, inputs: Holders['inputs'], found = new Set<string>()): ReadonlySet<string> {
  for (const input of inputs.get(name) ?? []) {
    if (found.has(input)) continue
    found.add(input)
    containers(input, inputs, found)
  }
  return found
}

function holdersOf(schemas: readonly GraphQLSchema[]): Holders {
  const [members, inputs] = [new Map<string, Set<string>>(), new Map<string, Set<string>>()]
  const note = (map: Map<string, Set<string>>, type: string, holder: string) => {
    const known = map.get(type)
    if (known) known.add(holder)
    else map.set(type, new Set([holder]))
  }
  const noteArguments = (args: readonly GraphQLArgument[]) => {
    for (const { name, type } of args) note(members, getNamedType(type).name, name)
  }
  for (const schema of schemas) {
    for (const type of Object.values(schema.getTypeMap())) {
      if (isInputObjectType(type)) {
        for (const field of Object.values(type.getFields())) {
          note(members, getNamedType(field.type).name, field.name)
          note(inputs, getNamedType(field.type).name, type.name)
        }
      } else if (isObjectType(type) || isInterfaceType(type)) {
        for (const field of Object.values(type.getFields())) {
          note(members, getNamedType(field.type).name, field.name)
          noteArguments(field.args)
        }
      }
    }
    for (const { args } of schema.getDirectives()) noteArguments(args)
  }
  return { members, inputs }
}
