import {
  getNamedType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
  isRequiredArgument,
  isRequiredInputField,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLInputType,
  type GraphQLSchema,
} from 'graphql'
import type { Path } from '../probe/response.ts'
import { isExperimental } from '../sdl/experimentalParts.ts'

/** A name that does not exist: the error about it names the type that was searched. */
export const absentName = 'labelboxOrgProbe'

/**
 * Another name that does not exist. Every mutation selects it too, so it is rejected before it runs, even if neither
 * lock holds.
 */
export const guardName = 'labelboxOrgGuard'

/** A document that leads to a part of the schema and selects something there. It contains no type names. */
export interface Question {
  readonly path: Path
  readonly kind: 'query' | 'mutation'
  readonly text: string
}

/** One field on the path from the root, and its owner. */
interface Step {
  readonly field: GraphQLField<unknown, unknown>
  readonly owner: string
}

interface Route {
  readonly kind: 'query' | 'mutation'
  readonly steps: readonly Step[]
  readonly path: Path
}

/** Builds a document for any part of a schema, on the shortest path, through the public endpoint where possible. */
export class QuestionBuilder {
  readonly #types = new Map<string, Route>()
  readonly #inputs = new Map<
    string,
    { readonly way: Route; readonly field: Step; readonly members: readonly string[] }
  >()

  readonly #leaves = new Map<string, { readonly way: Route; readonly step: Step }>()

  readonly #schema: GraphQLSchema

  constructor(schema: GraphQLSchema) {
    this.#schema = schema
    const open: [string, Route][] = []
    for (const kind of ['query', 'mutation'] as const) {
      const root = kind === 'query' ? schema.getQueryType() : schema.getMutationType()
      if (root) open.push([root.name, { kind, steps: [], path: 'public' }])
    }
    const later: [string, Route][] = []
    const next = () => open.shift() ?? later.shift()
    for (let entry = next(); entry; entry = next()) {
      const [name, way] = entry
      if (this.#types.has(name)) continue
      this.#types.set(name, way)
      const type = schema.getType(name)
      if (!isObjectType(type)) continue
      for (const field of Object.values(type.getFields())) {
        const step = { field, owner: name }
        const path = isExperimental(field.description) ? 'experimental' : way.path
        for (const argument of field.args) this.#addInput({ ...way, path }, step, [argument.name], argument.type)
        const inner = getNamedType(field.type)
        if (!isCompositeType(inner)) {
          if (!this.#leaves.has(inner.name)) this.#leaves.set(inner.name, { way: { ...way, path }, step })
          continue
        }
        const beyond: [string, Route] = [inner.name, { kind: way.kind, steps: [...way.steps, step], path }]
        if (path === 'public') open.push(beyond)
        else later.push(beyond)
      }
    }
  }

  #addInput(way: Route, field: Step, members: readonly string[], type: GraphQLInputType): void {
    const inner = getNamedType(type)
    if (!(isInputObjectType(inner) || isEnumType(inner)) || this.#inputs.has(inner.name)) return
    this.#inputs.set(inner.name, { way, field, members })
    if (isEnumType(inner)) return
    for (const member of Object.values(inner.getFields())) {
      const path = isExperimental(member.description) ? 'experimental' : way.path
      this.#addInput({ ...way, path }, field, [...members, member.name], member.type)
    }
  }

  /** Selects an absent name in an output type, or passes it in an input. */
  toName(type: string): Question | undefined {
    const way = this.#types.get(type)
    if (way) return questionAt(way, absentName)
    const input = this.#inputs.get(type)
    if (input) return this.#toInput(input, isEnumType(this.#schema.getType(type)) ? absentName : `{ ${absentName}: 1 }`)
    const leaf = this.#leaves.get(type)
    return leaf && questionAt(leaf.way, `${fieldCall(leaf.step)} { ${absentName} }`)
  }

  /** Selects an absent name in the result of a field. */
  toResult(owner: string, field: GraphQLField<unknown, unknown>): Question | undefined {
    const way = this.#types.get(owner)
    const path = way && (isExperimental(field.description) ? 'experimental' : way.path)
    return way && path && questionAt({ ...way, path }, `${fieldCall({ field, owner })} { ${absentName} }`)
  }

  /** Passes an absent name in an argument. */
  toArgument(owner: string, field: GraphQLField<unknown, unknown>, argument: string): Question | undefined {
    const way = this.#types.get(owner)
    const path = way && (isExperimental(field.description) ? 'experimental' : way.path)
    return (
      way &&
      path &&
      this.#toInput({ way: { ...way, path }, field: { field, owner }, members: [argument] }, `{ ${absentName}: 1 }`)
    )
  }

  /** Passes a value for a member of an input. Default: a valid one. */
  toMember(type: string, { name, type: its }: GraphQLInputField, value = literal(its)): Question | undefined {
    const input = this.#inputs.get(type)
    return input && this.#toInput(input, `{ ${name}: ${value} }`)
  }

  /** Passes `first` a variable of a type that no page size has. */
  toFirst(owner: string, field: GraphQLField<unknown, unknown>): Question | undefined {
    const way = this.#types.get(owner)
    const path = way && (isExperimental(field.description) ? 'experimental' : way.path)
    if (!way || !path) return undefined
    const { kind, text } = questionAt({ ...way, path }, fieldText({ field, owner }, { first: '$first' }))
    return { kind, path, text: text.replace('LabelboxOrgVerify', 'LabelboxOrgVerify($first: String)') }
  }

  /** Selects a field. */
  toField(owner: string, field: GraphQLField<unknown, unknown>): Question | undefined {
    const way = this.#types.get(owner)
    const path = way && (isExperimental(field.description) ? 'experimental' : way.path)
    return way && path && questionAt({ ...way, path }, fieldText({ field, owner }))
  }

  #toInput(
    { way, field, members }: { readonly way: Route; readonly field: Step; readonly members: readonly string[] },
    value: string,
  ): Question {
    const [argument = '', ...inner] = members
    const nested = inner.reduceRight((text, member) => `{ ${member}: ${text} }`, value)
    return questionAt(way, fieldText(field, { [argument]: nested }))
  }
}

const questionAt = ({ kind, steps, path }: Route, innermost: string): Question => ({
  path,
  kind,
  text: `${kind} LabelboxOrgVerify { ${steps.reduceRight((text, step) => `${fieldCall(step)} { ${text} }`, innermost)}${kind === 'mutation' ? ` ${guardName}` : ''} }`,
})

/** A field with its required arguments and a selection. */
const fieldText = (step: Step, given: Readonly<Record<string, string>> = {}): string =>
  `${fieldCall(step, given)}${isCompositeType(getNamedType(step.field.type)) ? ' { __typename }' : ''}`

function fieldCall({ field }: Step, given: Readonly<Record<string, string>> = {}): string {
  const needed = field.args
    .filter((argument) => isRequiredArgument(argument) && given[argument.name] === undefined)
    .map((argument) => [argument.name, literal(argument.type)] as const)
  const all = [...Object.entries(given), ...needed].map(([name, value]) => `${name}: ${value}`)
  return all.length === 0 ? field.name : `${field.name}(${all.join(', ')})`
}

/** A valid, meaningless value. */
function literal(type: GraphQLInputType): string {
  if (isNonNullType(type)) return literal(type.ofType)
  if (isListType(type)) return '[]'
  if (isEnumType(type)) return type.getValues()[0]?.name ?? 'NONE'
  if (isInputObjectType(type)) {
    const needed = Object.values(type.getFields()).filter(isRequiredInputField)
    return `{ ${needed.map(({ name, type: inner }) => `${name}: ${literal(inner)}`).join(', ')} }`
  }
  return literals[type.name] ?? '"0"'
}

const literals: Readonly<Record<string, string>> = {
  Boolean: 'true',
  Int: '1',
  Float: '1',
  PageSize: '1',
  DateTime: '"2020-01-01T00:00:00Z"',
}
