import {
  Kind,
  OperationTypeNode,
  parse,
  visit,
  type DefinitionNode,
  type DocumentNode,
  type EnumValueDefinitionNode,
  type FieldDefinitionNode,
  type InputValueDefinitionNode,
  type NamedTypeNode,
  type NameNode,
  type ObjectTypeDefinitionNode,
  type SchemaDefinitionNode,
  type StringValueNode,
} from 'graphql'
import { allErrors, lenientSchema } from '../sdl/schemaErrors.ts'
import { experimentalMark, isExperimental } from '../sdl/experimentalParts.ts'
import { sortedSdl } from '../sdl/schemaInScope.ts'

type Member = FieldDefinitionNode | InputValueDefinitionNode | EnumValueDefinitionNode

/** The mark, as a sentence before what the endpoint itself says. */
const mark = `${experimentalMark}.`

/** The two endpoints contradict each other, so no schema can contain both. */
export class ContradictionError extends Error {}

/**
 * Merges the schemas of both endpoints. Parts that only the experimental endpoint has say so in their description. Root
 * types keep the names of the public endpoint.
 *
 * @throws ContradictionError if a name means different things and the result would be invalid.
 */
export function mergeExperimental(publicSdl: string, experimentalSdl: string): string {
  // Without locations, because known errors are compared by message.
  const publicSchema = withRootsNamed(parse(publicSdl, { noLocation: true }), new Map())
  const experimental = withRootsNamed(parse(experimentalSdl, { noLocation: true }), rootsOf(publicSchema))
  // If a public type lacks fields that the merged interface requires, the public interface wins.
  const documents = [true, false].map((withInterfaces) => merged(publicSchema, experimental, withInterfaces))
  const known = new Set([publicSchema, experimental].flatMap(allErrors))
  const newErrors = (document: DocumentNode) => allErrors(document).filter((each) => !known.has(each))
  const document = documents.find((each) => newErrors(each).length === 0)
  if (!document) throw new ContradictionError(documents.flatMap(newErrors).at(-1))
  return sortedSdl(lenientSchema(document))
}

function merged(own: DocumentNode, others: DocumentNode, withInterfaces: boolean): DocumentNode {
  const left = new Map(others.definitions.map((node) => [keyOf(node), node]))
  const definitions = own.definitions.map((node) => {
    const other = left.get(keyOf(node))
    left.delete(keyOf(node))
    return other ? withMembersOf(node, other, withInterfaces) : node
  })
  return { kind: Kind.DOCUMENT, definitions: [...definitions, ...left.values()] }
}

function keyOf(node: DefinitionNode): string {
  if (node.kind === Kind.DIRECTIVE_DEFINITION) return `@${node.name.value}`
  return 'name' in node ? node.name.value : node.kind
}

/** Names of the root types by kind of operation. */
function rootsOf(document: DocumentNode): ReadonlyMap<OperationTypeNode, string> {
  const schema = lenientSchema(document)
  return new Map(
    Object.values(OperationTypeNode).flatMap((operation) => {
      const type = schema.getRootType(operation)
      return type ? [[operation, type.name] as const] : []
    }),
  )
}

/** Adds an explicit schema definition and renames root types. */
function withRootsNamed(document: DocumentNode, names: ReadonlyMap<OperationTypeNode, string>): DocumentNode {
  const own = rootsOf(document)
  const renamed = new Map([...own].map(([operation, name]) => [name, names.get(operation) ?? name]))
  const type = (value: string) => ({ kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value } }) as const
  const schema: SchemaDefinitionNode = {
    kind: Kind.SCHEMA_DEFINITION,
    ...document.definitions.find((node) => node.kind === Kind.SCHEMA_DEFINITION),
    operationTypes: [...own].map(([operation, name]) => ({
      kind: Kind.OPERATION_TYPE_DEFINITION,
      operation,
      type: type(name),
    })),
  }
  const definitions = document.definitions.filter(({ kind }) => kind !== Kind.SCHEMA_DEFINITION)
  const rename = <N extends NamedTypeNode | ObjectTypeDefinitionNode>(node: N): N => {
    return { ...node, name: { ...node.name, value: renamed.get(node.name.value) ?? node.name.value } }
  }
  return visit(
    { ...document, definitions: [schema, ...definitions] },
    { NamedType: rename, ObjectTypeDefinition: { leave: rename } },
  )
}

/** For conflicting members the public endpoint wins, because most operations go there. */
function withMembersOf(node: DefinitionNode, other: DefinitionNode, withInterfaces: boolean): DefinitionNode {
  if (node.kind === Kind.SCHEMA_DEFINITION && other.kind === node.kind) {
    return { ...node, operationTypes: union(node.operationTypes, other.operationTypes, ({ operation }) => operation) }
  }
  if (node.kind === Kind.OBJECT_TYPE_DEFINITION && other.kind === node.kind) {
    const interfaces = withInterfaces ? union(node.interfaces, other.interfaces) : (node.interfaces ?? [])
    return { ...node, interfaces, fields: fieldsOf(node.fields, other.fields) }
  }
  if (node.kind === Kind.INTERFACE_TYPE_DEFINITION && other.kind === node.kind && withInterfaces) {
    const interfaces = union(node.interfaces, other.interfaces)
    return { ...node, interfaces, fields: fieldsOf(node.fields, other.fields) }
  }
  if (node.kind === Kind.UNION_TYPE_DEFINITION && other.kind === node.kind) {
    return { ...node, types: union(node.types, other.types) }
  }
  if (node.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION && other.kind === node.kind) {
    return { ...node, fields: givenOf(node.fields, other.fields) }
  }
  if (node.kind === Kind.ENUM_TYPE_DEFINITION && other.kind === node.kind) {
    return { ...node, values: union(node.values, other.values?.map(marked)) }
  }
  if (node.kind === Kind.DIRECTIVE_DEFINITION && other.kind === node.kind) {
    const locations = union(node.locations, other.locations, ({ value }) => value)
    return { ...node, locations, arguments: givenOf(node.arguments, other.arguments) }
  }
  return node
}

interface Named {
  readonly name: NameNode
}

function union<M>(own: readonly M[] | undefined, others: readonly M[] | undefined, nameOf: (member: M) => string): M[]
function union<M extends Named>(own?: readonly M[], others?: readonly M[]): M[]
function union<M>(
  own: readonly M[] = [],
  others: readonly M[] = [],
  nameOf = (member: M) => (member as Named).name.value,
): M[] {
  const known = new Set(own.map(nameOf))
  return [...own, ...others.filter((member) => !known.has(nameOf(member)))]
}

function fieldsOf(
  own: readonly FieldDefinitionNode[] = [],
  others: readonly FieldDefinitionNode[] = [],
): readonly FieldDefinitionNode[] {
  const known = new Map(others.map((field) => [field.name.value, field]))
  const fields = own.map((field) => {
    const other = known.get(field.name.value)
    return other ? { ...field, arguments: givenOf(field.arguments, other.arguments) } : field
  })
  return union(fields, others.map(marked))
}

/** Experimental arguments become optional: the public endpoint does not know them. */
function givenOf(own?: readonly InputValueDefinitionNode[], others?: readonly InputValueDefinitionNode[]) {
  const optional = others?.map((given) =>
    given.type.kind === Kind.NON_NULL_TYPE && !given.defaultValue ? { ...given, type: given.type.type } : given,
  )
  return union(own, optional?.map(marked))
}

function marked<M extends Member>(member: M): M {
  const said = member.description?.value ?? ''
  if (isExperimental(said)) return member
  const description: StringValueNode = { kind: Kind.STRING, value: `${mark} ${said}`.trim() }
  return { ...member, description }
}
