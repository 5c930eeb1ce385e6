import { parse, visit, type DocumentNode } from 'graphql'

/**
 * A part of introspection that only some server versions know, by its coordinate: `__Type.isOneOf`,
 * `__Field.args(includeDeprecated:)`.
 */
export type Detail = string

const inputDeprecation = 'deprecated arguments and input fields'
const answerDeprecation = 'deprecated fields and enum values'

/** Each detail with a description of what the schema lacks without it; undefined if SDL cannot express it. */
const details: ReadonlyMap<Detail, string | undefined> = new Map([
  ['__Schema.description', 'the description of the schema'],
  // A draft that few servers implement; SDL has no syntax for it.
  ['__Schema.directives(includeDeprecated:)', undefined],
  ['__Directive.isRepeatable', 'which directives are repeatable'],
  ['__Directive.args(includeDeprecated:)', inputDeprecation],
  ['__Type.specifiedByURL', undefined],
  ['__Type.specifiedByUrl', undefined],
  ['__Type.isOneOf', 'which input types are @oneOf'],
  ['__Type.fields(includeDeprecated:)', answerDeprecation],
  ['__Type.inputFields(includeDeprecated:)', inputDeprecation],
  ['__Type.enumValues(includeDeprecated:)', answerDeprecation],
  ['__Field.args(includeDeprecated:)', inputDeprecation],
  ['__Field.isDeprecated', answerDeprecation],
  ['__Field.deprecationReason', answerDeprecation],
  ['__InputValue.isDeprecated', inputDeprecation],
  ['__InputValue.deprecationReason', inputDeprecation],
  ['__EnumValue.isDeprecated', answerDeprecation],
  ['__EnumValue.deprecationReason', answerDeprecation],
])

/** Older servers use one name, newer ones the other. */
const specification: readonly Detail[] = ['__Type.specifiedByURL', '__Type.specifiedByUrl']

export const allDetails: readonly Detail[] = [...details.keys()]

/** Part of the specification since its first edition. */
export const firstDetails: ReadonlySet<Detail> = new Set(
  allDetails.filter((detail) => details.get(detail) === answerDeprecation),
)

/** Describes what the schema lacks if a server knows only these details. */
export function missingWithout(known: ReadonlySet<Detail>): string[] {
  const missing = allDetails.filter((detail) => !known.has(detail)).flatMap((detail) => details.get(detail) ?? [])
  const isSpecified = specification.some((detail) => known.has(detail))
  return [...new Set([...missing, ...(isSpecified ? [] : ['what scalars are specified by'])])]
}

/** All details. Each introspection type has one fragment, so the fragment tells the coordinate of a field. */
const everything = parse(`
query IntrospectionQuery {
  __schema { ...Schema }
}
fragment Schema on __Schema {
  description
  queryType { name }
  mutationType { name }
  subscriptionType { name }
  types { ...FullType }
  directives(includeDeprecated: true) { ...Directive }
}
fragment Directive on __Directive {
  name
  description
  isRepeatable
  locations
  args(includeDeprecated: true) { ...InputValue }
}
fragment FullType on __Type {
  kind
  name
  description
  specifiedByURL
  specifiedByUrl
  isOneOf
  fields(includeDeprecated: true) { ...Field }
  inputFields(includeDeprecated: true) { ...InputValue }
  interfaces { ...TypeRef }
  enumValues(includeDeprecated: true) { ...EnumValue }
  possibleTypes { ...TypeRef }
}
fragment Field on __Field {
  name
  description
  args(includeDeprecated: true) { ...InputValue }
  type { ...TypeRef }
  isDeprecated
  deprecationReason
}
fragment InputValue on __InputValue {
  name
  description
  type { ...TypeRef }
  defaultValue
  isDeprecated
  deprecationReason
}
fragment EnumValue on __EnumValue {
  name
  description
  isDeprecated
  deprecationReason
}
fragment TypeRef on __Type {
  ${nested(9)}
}`)

function nested(levels: number): string {
  return levels === 0 ? 'kind name' : `kind name ofType { ${nested(levels - 1)} }`
}

/** The introspection query with only the known details. */
export function introspectionQuery(known: ReadonlySet<Detail>): DocumentNode {
  const isAskedFor = (coordinate: string) => !details.has(coordinate) || known.has(coordinate)
  let type = ''
  return visit(everything, {
    FragmentDefinition: ({ typeCondition }) => {
      type = typeCondition.name.value
    },
    Field: (node) => {
      const coordinate = `${type}.${node.name.value}`
      if (!isAskedFor(coordinate)) return null
      const given = node.arguments?.filter(({ name }) => isAskedFor(`${coordinate}(${name.value}:)`)) ?? []
      return { ...node, arguments: given }
    },
  })
}

/** Asks which details a server knows. `__schema` and `fields` appear once, because servers reject more as an attack. */
export const detailsQuery = parse(`
query IntrospectionDetails {
  __schema { types { name fields { name args { name } } } }
}`)

/** Reads the known details from the response; undefined if the server hides its introspection types. */
export function detailsIn(answer: unknown): ReadonlySet<Detail> | undefined {
  const { types = [] } = ((answer as Answer | null)?.__schema ?? {}) as { types?: readonly AnsweredType[] }
  const told = types.filter(({ name }) => typesWithDetails.has(name))
  if (told.length < typesWithDetails.size || told.some(({ fields }) => !fields?.length)) return undefined
  return new Set(
    told.flatMap(({ name: type, fields }) =>
      (fields ?? []).flatMap(({ name, args }) => [
        `${type}.${name}`,
        ...(args ?? []).map((argument) => `${type}.${name}(${argument.name}:)`),
      ]),
    ),
  )
}

interface Answer {
  readonly __schema?: unknown
}

interface AnsweredType {
  readonly name: string
  readonly fields?:
    readonly { readonly name: string; readonly args?: readonly { readonly name: string }[] | null }[] | null
}

const typesWithDetails = new Set(allDetails.map((detail) => detail.split('.')[0] ?? ''))

/** A small query that a server rejects if it does not know the detail. */
export function trialOf(detail: Detail): DocumentNode {
  const [type = '', member = ''] = detail.split('.')
  const selection = member.endsWith(':)') ? `${member.slice(0, -1)} true) { name }` : member
  return parse(`query IntrospectionTrial { __schema { ${(around[type] ?? '%').replace('%', selection)} } }`)
}

/** Path to each introspection type in a query; `%` is the tested selection. */
const around: Readonly<Record<string, string>> = {
  __Schema: '%',
  __Type: 'queryType { % }',
  __Field: 'queryType { fields { % } }',
  __InputValue: 'queryType { fields { args { % } } }',
  __EnumValue: 'types { enumValues { % } }',
  __Directive: 'directives { % }',
}
