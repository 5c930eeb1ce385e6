import {
  buildASTSchema,
  Kind,
  lexicographicSortSchema,
  parse,
  printSchema,
  type DefinitionNode,
  type EnumValueDefinitionNode,
  type FieldDefinitionNode,
  type InputValueDefinitionNode,
  type StringValueNode,
} from 'graphql'

type Member = FieldDefinitionNode | InputValueDefinitionNode | EnumValueDefinitionNode

/** How the description of what only the experimental endpoint knows begins; codegen reads it. */
const mark = 'Experimental endpoint (/_gql).'

/** One schema of the two endpoints: the public one, and what the experimental one has besides, which then says so. */
export function mergeExperimental(publicSdl: string, experimentalSdl: string): string {
  const experimental = new Map(parse(experimentalSdl).definitions.map((node) => [name(node), node]))
  const definitions = parse(publicSdl).definitions.map((node) => {
    const other = experimental.get(name(node))
    experimental.delete(name(node))
    return other ? withMembersOf(node, other) : node
  })
  const document = { kind: Kind.DOCUMENT, definitions: [...definitions, ...experimental.values()] } as const
  return `${printSchema(lexicographicSortSchema(buildASTSchema(document)))}\n`
}

const name = (node: DefinitionNode): string => ('name' in node ? node.name.value : node.kind)

/** Where the two differ about the same member, the public endpoint is right: most operations go there. */
function withMembersOf(node: DefinitionNode, other: DefinitionNode): DefinitionNode {
  if (node.kind === Kind.OBJECT_TYPE_DEFINITION && other.kind === node.kind) {
    return { ...node, fields: union(node.fields, other.fields) }
  }
  if (node.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION && other.kind === node.kind) {
    return { ...node, fields: union(node.fields, other.fields) }
  }
  if (node.kind === Kind.ENUM_TYPE_DEFINITION && other.kind === node.kind) {
    return { ...node, values: union(node.values, other.values) }
  }
  return node
}

function union<M extends Member>(own: readonly M[] = [], others: readonly M[] = []): M[] {
  const known = new Set(own.map((member) => member.name.value))
  return [...own, ...others.filter((member) => !known.has(member.name.value)).map(marked)]
}

function marked<M extends Member>(member: M): M {
  const said = member.description?.value ?? ''
  if (said.startsWith(mark)) return member
  const description: StringValueNode = { kind: Kind.STRING, value: `${mark} ${said}`.trim() }
  return { ...member, description }
}
