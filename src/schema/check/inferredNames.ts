import {
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isRequiredInputField,
  Kind,
  TypeInfo,
  visit,
  visitWithTypeInfo,
  type ASTNode,
  type GraphQLInputType,
  type GraphQLSchema,
  type TypeNode,
} from 'graphql'
import type { Definition } from '../documents/definitions.ts'
import type { Mark } from '../sdl/inferredMarks.ts'

/** A place where a document depends on a type name that nobody has read in a source. */
export interface InferredName {
  /** What is guessed, and what to write instead. */
  readonly message: string
  readonly at: ASTNode
}

/**
 * Finds where a definition names a type whose name is inferred, or gives a variable to an argument whose type is. The API
 * refuses the whole operation if the guess is wrong.
 */
export function inferredNames(
  { node: definition, fragments }: Definition,
  schema: GraphQLSchema,
  marks: readonly Mark[],
): InferredName[] {
  const marked = (...kinds: readonly Mark['inferred'][]) =>
    new Set(marks.filter(({ inferred }) => kinds.includes(inferred)).map(({ coordinate }) => coordinate))
  const names = marked('type name')
  const [whereTypes, argumentTypes] = [marked('where type'), marked('argument types')]
  if (names.size + whereTypes.size + argumentTypes.size === 0) return []

  const found: InferredName[] = []
  const named = new Map<string, TypeNode>()
  const reported = new Set<string>()
  const noteCondition = ({ name }: { readonly name: { readonly value: string } }, at: ASTNode) => {
    if (names.has(name.value)) found.push({ message: `${guessed(name.value)} ${withoutCondition(name.value)}`, at })
  }
  for (const { type, variable } of definition.kind === Kind.OPERATION_DEFINITION
    ? (definition.variableDefinitions ?? [])
    : []) {
    named.set(variable.name.value, type)
  }
  if (definition.kind === Kind.FRAGMENT_DEFINITION) noteCondition(definition.typeCondition, definition.typeCondition)

  // An operation's fragments are looked at for its variables alone: what else they name is theirs.
  for (const each of [definition, ...(named.size > 0 ? fragments.map(({ node }) => node) : [])]) {
    const info = new TypeInfo(schema)
    visit(
      each,
      visitWithTypeInfo(info, {
        VariableDefinition: () => false,
        InlineFragment: ({ typeCondition }) => {
          if (each === definition && typeCondition) noteCondition(typeCondition, typeCondition)
        },
        Variable: ({ name: { value: name } }, _key, parent) => {
          const at = named.get(name)
          const type = info.getInputType()
          if (!at || !type || reported.has(name)) return
          const typeName = nameOf(at)
          const [owner, field, argument] = [info.getParentType(), info.getFieldDef(), info.getArgument()]
          const place = `${owner?.name ?? ''}.${field?.name ?? ''}`
          const isWhole = isNode(parent) && parent.kind === Kind.ARGUMENT
          const isPlaceGuessed =
            isWhole &&
            isInputObjectType(getNamedType(type)) &&
            (argumentTypes.has(place) || (argument?.name === 'where' && whereTypes.has(place)))
          if (!names.has(typeName) && !isPlaceGuessed) return
          reported.add(name)
          const guess = names.has(typeName)
            ? guessed(typeName)
            : `The type of ${place}(${argument?.name ?? ''}:) is a guess, and Labelbox refuses a variable of another type.`
          const key = isNode(parent) && (parent.kind === Kind.ARGUMENT || parent.kind === Kind.OBJECT_FIELD)
          const start = key ? `${parent.name.value}: ` : ''
          found.push({ message: `${guess} ${inPlace(name, type)} ${start}${sample(type)}`, at })
        },
      }),
    )
  }
  // Variables that nothing uses, or in a place that the schema doesn't know.
  for (const [name, at] of named) {
    if (names.has(nameOf(at)) && !reported.has(name)) found.push({ message: guessed(nameOf(at)), at })
  }
  return found
}

const guessed = (type: string): string =>
  `${type} is a guessed name, and Labelbox refuses an operation with an unknown type name.`

const withoutCondition = (type: string): string => `Select the fields in place, without a fragment on ${type}.`

const inPlace = (variable: string, type: GraphQLInputType): string =>
  isInputObjectType(getNamedType(type))
    ? `Write the value in place of $${variable}, with a variable for each part:`
    : `Write the value itself in place of $${variable}:`

/** A value to write, as an example: the required parts of an input object, or else its first simple one. */
function sample(given: GraphQLInputType): string {
  const type = getNullableType(given)
  if (isListType(type)) return `[${sample(type.ofType)}]`
  if (isEnumType(type)) return type.getValues()[0]?.name ?? '...'
  if (!isInputObjectType(type)) return '...'
  const fields = Object.values(type.getFields())
  const required = fields.filter(isRequiredInputField)
  const shown = required.length > 0 ? required : fields.filter((field) => isLeafType(field.type)).slice(0, 1)
  const parts = shown.map(({ name, type: inner }) => {
    const isSimple = isLeafType(getNamedType(inner)) && !isEnumType(getNamedType(inner))
    return `${name}: ${isSimple ? `$${name}` : '...'}`
  })
  return `{ ${parts.join(', ') || '...'} }`
}

const nameOf = (type: TypeNode): string => (type.kind === Kind.NAMED_TYPE ? type.name.value : nameOf(type.type))

const isNode = (value: unknown): value is ASTNode => typeof value === 'object' && value !== null && 'kind' in value
