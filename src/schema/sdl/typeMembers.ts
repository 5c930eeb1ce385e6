import {
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  type GraphQLArgument,
  type GraphQLNamedType,
  type GraphQLSchema,
} from 'graphql'

/** A field, an enum value, or an argument of a schema. */
export interface Member {
  /** As in SDL; empty for an enum value. */
  readonly type: string
  readonly description: string
  readonly arguments: ReadonlyMap<string, Member>
}

/** The members of a type by name. Unions and scalars have none. */
export function membersOf(type: GraphQLNamedType): ReadonlyMap<string, Member> {
  if (isEnumType(type)) {
    return new Map(type.getValues().map(({ name, description }) => [name, member('', description)]))
  }
  if (isInputObjectType(type)) return inputs(Object.values(type.getFields()))
  if (!isObjectType(type) && !isInterfaceType(type)) return new Map()
  return new Map(
    Object.values(type.getFields()).map((field) => {
      return [field.name, member(String(field.type), field.description, inputs(field.args))]
    }),
  )
}

type Input = Pick<GraphQLArgument, 'name' | 'type' | 'description'>

const inputs = (all: readonly Input[]): ReadonlyMap<string, Member> =>
  new Map(all.map(({ name, type, description }) => [name, member(String(type), description)]))

const member = (
  type: string,
  description: string | null | undefined,
  args: Member['arguments'] = new Map(),
): Member => ({
  type,
  description: description ?? '',
  arguments: args,
})

/** Whether a schema has what a coordinate names: a type, a member or an argument of it, a directive or its argument. */
export function hasPart(schema: GraphQLSchema, at: string): boolean {
  const [head = '', member, argument] = at.split('.')
  if (head.startsWith('@')) {
    const args = schema.getDirective(head.slice(1))?.args
    return args !== undefined && (member === undefined || args.some(({ name }) => name === member))
  }
  const type = schema.getType(head)
  if (!type || member === undefined) return type !== undefined
  const found = membersOf(type).get(member)
  return argument === undefined ? found !== undefined : (found?.arguments.has(argument) ?? false)
}
