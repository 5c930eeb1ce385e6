import {
  getNamedType,
  isInterfaceType,
  isObjectType,
  isRequiredArgument,
  Kind,
  TypeInfo,
  visit,
  visitWithTypeInfo,
  type ASTNode,
  type GraphQLNamedType,
  type GraphQLSchema,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql'
import type { Definition } from '../documents/definitions.ts'

/** A selection without the id of its type. */
export interface SelectionWithoutId {
  readonly type: string
  /** The field whose result it is, such as `Query.user`. */
  readonly field: string
  readonly at: ASTNode
}

/** Finds selections that omit the id of a type. Caches identify records by it, and later calls need it. */
export function selectionsWithoutId(definition: Definition, schema: GraphQLSchema): SelectionWithoutId[] {
  const found: SelectionWithoutId[] = []
  const info = new TypeInfo(schema)
  const fragments = new Map(definition.fragments.map(({ name, node }) => [name, node]))
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()]
  const hasId = (type: GraphQLNamedType | null | undefined): type is GraphQLNamedType => {
    if ((!isObjectType(type) && !isInterfaceType(type)) || roots.some((root) => root === type)) return false
    const id = type.getFields()['id']
    return id !== undefined && !id.args.some(isRequiredArgument)
  }
  const selectsId = (set: SelectionSetNode, type: GraphQLNamedType, seen: readonly string[] = []): boolean =>
    set.selections.some((selection) => {
      if (isConditional(selection)) return false
      if (selection.kind === Kind.FIELD)
        return selection.name.value === 'id' && (selection.alias?.value ?? 'id') === 'id'
      const [body, name] =
        selection.kind === Kind.INLINE_FRAGMENT
          ? [selection, '']
          : [fragments.get(selection.name.value), selection.name.value]
      if (!body || (name !== '' && seen.includes(name))) return false
      return applies(body.kind === Kind.OPERATION_DEFINITION ? undefined : body.typeCondition?.name.value, type)
        ? selectsId(body.selectionSet, type, [...seen, name])
        : false
    })
  /** Whether a type condition holds for every object of a type. */
  const applies = (condition: string | undefined, type: GraphQLNamedType): boolean => {
    // An unknown type is a finding of its own.
    if (condition === undefined || condition === type.name || !schema.getType(condition)) return true
    const interfaces = isObjectType(type) || isInterfaceType(type) ? type.getInterfaces() : []
    return interfaces.some(({ name }) => name === condition)
  }
  const require = (type: GraphQLNamedType | undefined, set: SelectionSetNode | undefined, at: ASTNode): void => {
    if (!set || !hasId(type) || selectsId(set, type)) return
    found.push({ type: type.name, field: `${info.getParentType()?.name ?? ''}.${info.getFieldDef()?.name ?? ''}`, at })
  }
  visit(
    definition.node,
    visitWithTypeInfo(info, {
      Field: (node) => {
        const type = info.getType()
        require(type ? getNamedType(type) : undefined, node.selectionSet, node)
      },
      // For abstract types without an id, each possible type is checked separately.
      InlineFragment: (node) => {
        if (hasId(info.getParentType())) return
        require(schema.getType(node.typeCondition?.name.value ?? ''), node.selectionSet, node)
      },
      FragmentSpread: (node) => {
        const fragment = fragments.get(node.name.value)
        if (fragment?.kind !== Kind.FRAGMENT_DEFINITION || hasId(info.getParentType())) return
        require(schema.getType(fragment.typeCondition.name.value), fragment.selectionSet, node)
      },
    }),
  )
  return found
}

const isConditional = ({ directives = [] }: SelectionNode): boolean =>
  directives.some(({ name }) => name.value === 'include' || name.value === 'skip')
