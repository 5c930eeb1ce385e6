import {
  getNamedType,
  isInputObjectType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  isRequiredArgument,
  isRequiredInputField,
  isUnionType,
  type GraphQLInputObjectType,
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLObjectType,
} from 'graphql'
import type { MethodPlan } from './methodPlan.ts'

/** An operation, with its variables and the fragments that it spreads. */
export interface WrittenOperation {
  readonly text: string
  readonly variables: readonly { readonly name: string; readonly type: string; readonly isRequired: boolean }[]
  readonly fragments: readonly string[]
}

/**
 * Writes the operation of a method. Input objects are written inline, because no operation may name an inferred type;
 * records have their fragment, or all their fields.
 *
 * @param fragments - Names of the fragments by the type that they are on.
 * @param inferred - Types whose name is inferred.
 */
export function operationText(
  { kind, field, operation }: MethodPlan,
  fragments: ReadonlyMap<string, string>,
  inferred: ReadonlySet<string>,
): WrittenOperation {
  const given = new Variables(inferred)
  const args = field.args.flatMap((argument) => {
    const isOptionalFilter = kind === 'query' && isInputObjectType(argument.type) && !isRequiredArgument(argument)
    if (isOptionalFilter) given.omitted.push(argument.name)
    return isOptionalFilter
      ? []
      : [`${argument.name}: ${given.valueOf(argument.name, argument.type, isRequiredArgument(argument))}`]
  })
  const spread = new Set<string>()
  const selection = selectionLines(getNamedType(field.type), fragments, spread, true, [])
  const declared = given.all.map(({ name, type }) => `$${name}: ${type}`)
  const lines = [
    `# ${field.description?.replaceAll(/\s+/g, ' ').trim() || 'TODO: what it does.'}`,
    '# Source: TODO: where it was read, such as released SDK code or its tests, and the odd things it does.',
    ...(given.omitted.length > 0 ? [`# TODO: arguments that are left out: ${given.omitted.join(', ')}.`] : []),
    ...given.remarks.map((remark) => `# TODO: ${remark}`),
    `${kind} ${operation}${declared.length > 0 ? `(${declared.join(', ')})` : ''} {`,
    `${field.name}${args.length > 0 ? `(${args.join(', ')})` : ''}${selection.length > 0 ? ' {' : ''}`,
    ...selection,
    ...(selection.length > 0 ? ['}'] : []),
    '}',
  ]
  return { text: `${lines.join('\n')}\n`, variables: given.all, fragments: [...spread] }
}

/** Writes a fragment with all fields of a record. */
export const fragmentText = (type: GraphQLObjectType): string =>
  `fragment ${type.name} on ${type.name} {\n${selectionLines(type, new Map(), new Set(), true, []).join('\n')}\n}\n`

class Variables {
  readonly all: { readonly name: string; readonly type: string; readonly isRequired: boolean }[] = []
  /** Arguments and input fields that the operation does not have. */
  readonly omitted: string[] = []
  readonly remarks: string[] = []
  readonly #inferred: ReadonlySet<string>

  constructor(inferred: ReadonlySet<string>) {
    this.#inferred = inferred
  }

  /** A value with variables: an inline object for an input object, `$name` for anything else. */
  valueOf(path: string, type: GraphQLInputType, isRequired: boolean, above: readonly GraphQLNamedType[] = []): string {
    const nullable = isNonNullType(type) ? type.ofType : type
    if (isInputObjectType(nullable) && !above.includes(nullable)) return this.#object(path, nullable, isRequired, above)
    const last = path.split('.').at(-1) ?? path
    const name = this.all.some((each) => each.name === last)
      ? path.replaceAll(/\.(\w)/g, (_, letter: string) => letter.toUpperCase())
      : last
    const named = getNamedType(type).name
    if (this.#inferred.has(named))
      this.remarks.push(`the name ${named} is inferred, so no variable may have this type.`)
    this.all.push({ name, isRequired, type: `${String(nullable)}${isRequired ? '!' : ''}` })
    return `$${name}`
  }

  #object(path: string, type: GraphQLInputObjectType, isRequired: boolean, above: readonly GraphQLNamedType[]): string {
    const fields = Object.values(type.getFields())
    const required = fields.filter(isRequiredInputField)
    const id = fields.filter(({ name }) => name === 'id')
    const leaves = fields.filter((each) => !isInputObjectType(getNamedType(each.type)) && !isListType(each.type))
    const chosen = required.length > 0 ? required : id.length > 0 ? id : leaves
    this.omitted.push(...fields.filter((each) => !chosen.includes(each)).map(({ name }) => `${path}.${name}`))
    const members = chosen.map((each) => {
      const isNeeded = isRequired && (isRequiredInputField(each) || id.includes(each))
      return `${each.name}: ${this.valueOf(`${path}.${each.name}`, each.type, isNeeded, [...above, type])}`
    })
    return `{ ${members.join(', ')} }`
  }
}

/** The fields of a type. A record inside a record is named by its id and name. */
function selectionLines(
  type: GraphQLNamedType,
  fragments: ReadonlyMap<string, string>,
  spread: Set<string>,
  isWhole: boolean,
  above: readonly GraphQLNamedType[],
): string[] {
  if (isUnionType(type)) return ['__typename']
  if (!isObjectType(type) && !isInterfaceType(type)) return []
  const fragment = fragments.get(type.name)
  if (fragment !== undefined && isWhole) {
    spread.add(fragment)
    return [`...${fragment}`]
  }
  const fields = Object.values(type.getFields())
    .filter(({ args }) => !args.some(isRequiredArgument))
    .sort((a, b) => Number(b.name === 'id') - Number(a.name === 'id'))
  const isRecord = fields.some(({ name }) => name === 'id')
  return fields.flatMap((field): string[] => {
    const named = getNamedType(field.type)
    if (!isWhole && isRecord && !['id', 'name', 'email'].includes(field.name)) return []
    if (!(isObjectType(named) || isInterfaceType(named) || isUnionType(named))) return [field.name]
    if (above.includes(named) || named === type) return []
    const inside = selectionLines(named, fragments, spread, isWhole && !isRecord, [...above, type])
    return inside.length === 0 ? [] : [`${field.name} {`, ...inside, '}']
  })
}
