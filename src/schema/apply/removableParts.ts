import {
  doTypesOverlap,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isRequiredArgument,
  isRequiredInputField,
  Kind,
  TypeInfo,
  visit,
  visitWithTypeInfo,
  type ASTNode,
  type DocumentNode,
  type GraphQLNamedType,
  type GraphQLSchema,
} from 'graphql'

/** A part of a document that the new schema does not have and that can be removed without guessing. */
export interface RemovablePart {
  readonly node: ASTNode
  /** What the schema has lost: `User.intercomHash`. */
  readonly what: string
}

export interface Schemas {
  readonly before: GraphQLSchema
  readonly after: GraphQLSchema
  /** Names of fragments that have been removed. */
  readonly cutFragments: ReadonlySet<string>
  /** Whether no selection that a person has to decide about would be empty without the fragment. */
  readonly mayCut: (fragment: string) => boolean
  /** Whether a part is gone that may have another name. */
  readonly isUnclear: (coordinate: string) => boolean
}

/**
 * Finds the first part of a document that can be removed. It keeps names that the old schema did not have either, root
 * fields, required arguments, arguments of mutations, and what may have another name: a person has to decide what replaces
 * them.
 */
export function firstRemovable(
  document: DocumentNode,
  schemas: Schemas,
  spreadsOnly = false,
): RemovablePart | undefined {
  const { before, after, cutFragments, mayCut, isUnclear } = schemas
  const info = new TypeInfo(after)
  const found: RemovablePart[] = []
  let inMutation = false
  const take = (node: ASTNode | undefined, what: string) => {
    if (node && (node.kind !== Kind.FRAGMENT_DEFINITION || mayCut(node.name.value))) found.push({ node, what })
  }
  visit(
    document,
    visitWithTypeInfo(info, {
      enter: (node, _key, _parent, _path, ancestors) => {
        if (found.length > 0) return
        const parent = info.getParentType()
        if (node.kind === Kind.FRAGMENT_SPREAD && cutFragments.has(node.name.value)) {
          take(removable(node, ancestors, after), `fragment ${node.name.value}`)
        }
        if (spreadsOnly) return
        if (node.kind === Kind.OPERATION_DEFINITION) inMutation = node.operation === 'mutation'
        if (node.kind === Kind.FRAGMENT_DEFINITION) inMutation = false
        const isMutation = inMutation || (parent !== null && parent !== undefined && mayBeMutation(parent, schemas))
        if (
          node.kind === Kind.FIELD &&
          parent &&
          !info.getFieldDef() &&
          fieldOf(before, parent.name, node.name.value)
        ) {
          const at = `${parent.name}.${node.name.value}`
          if (!isUnclear(at) && !isUnclear(parent.name) && !isRoot(after, parent))
            take(removable(node, ancestors, after), at)
        }
        if (node.kind === Kind.INLINE_FRAGMENT || node.kind === Kind.FRAGMENT_DEFINITION) {
          const name = node.typeCondition?.name.value
          if (name === undefined || !before.getType(name)) return
          const type = after.getType(name)
          // A fragment definition has no parent type; its spreads are checked where they are.
          const around = node.kind === Kind.INLINE_FRAGMENT ? parent : undefined
          const isApart = around && isCompositeType(type) && !doTypesOverlap(after, around, type)
          if (isUnclear(name)) return
          if (!type || isApart) take(removable(node, ancestors, after), isApart ? `${name} in ${around.name}` : name)
        }
        if (
          node.kind === Kind.ARGUMENT &&
          parent &&
          info.getFieldDef() &&
          !info.getArgument() &&
          !info.getDirective()
        ) {
          const [field, name] = [info.getFieldDef()?.name ?? '', node.name.value]
          const argument = fieldOf(before, parent.name, field)?.args.find((each) => each.name === name)
          if (!argument || isUnclear(`${parent.name}.${field}.${name}`)) return
          if (!isRequiredArgument(argument) && !isMutation) take(node, `${parent.name}.${field}(${name})`)
        }
        if (node.kind === Kind.NAMED_TYPE) isUnclear(node.name.value)
        if (node.kind === Kind.ENUM) {
          const input = info.getInputType()
          const type = input && getNamedType(input)
          if (isEnumType(type) && !type.getValue(node.value)) isUnclear(`${type.name}.${node.value}`)
        }
        if (node.kind === Kind.OBJECT_FIELD) {
          const input = info.getParentInputType()
          const type = input && getNamedType(input)
          const name = node.name.value
          if (!isInputObjectType(type) || type.getFields()[name]) return
          const old = before.getType(type.name)
          const field = isInputObjectType(old) ? old.getFields()[name] : undefined
          if (!field || isUnclear(`${type.name}.${name}`)) return
          if (!isRequiredInputField(field) && !isMutation) take(node, `${type.name}.${name}`)
        }
      },
    }),
  )
  return found[0]
}

/**
 * For each spread of a fragment, the node that has to be removed with it: undefined if it cannot be removed, a fragment
 * definition if the spread is all of it.
 */
export function removalsForSpreads(
  document: DocumentNode,
  fragment: string,
  after: GraphQLSchema,
): (ASTNode | undefined)[] {
  const found: (ASTNode | undefined)[] = []
  visit(document, {
    FragmentSpread: (node, _key, _parent, _path, ancestors) => {
      if (node.name.value === fragment) found.push(removable(node, ancestors, after))
    },
  })
  return found
}

/** The node to remove so that no empty selection remains. Undefined if that would be the whole operation. */
function removable(
  node: ASTNode,
  ancestors: readonly (ASTNode | readonly ASTNode[])[],
  after: GraphQLSchema,
): ASTNode | undefined {
  let removed = node
  for (const ancestor of [...ancestors].reverse()) {
    if (Array.isArray(ancestor)) continue
    const around = ancestor as ASTNode
    if (around.kind === Kind.SELECTION_SET) {
      if (around.selections.length > 1) return removed
    } else if (around.kind === Kind.FIELD || around.kind === Kind.INLINE_FRAGMENT) removed = around
    else if (around.kind === Kind.FRAGMENT_DEFINITION) {
      const type = after.getType(around.typeCondition.name.value)
      return type && isRoot(after, type) ? undefined : around
    } else return removed.kind === Kind.FRAGMENT_DEFINITION ? removed : undefined
  }
  return removed
}

function fieldOf(schema: GraphQLSchema, typeName: string, fieldName: string) {
  const type = schema.getType(typeName)
  return isObjectType(type) || isInterfaceType(type) ? type.getFields()[fieldName] : undefined
}

/** Whether arguments of a field of this type belong to a mutation, in an operation or a fragment. */
function mayBeMutation(type: GraphQLNamedType, { before, after }: Schemas): boolean {
  const [old, root] = [before.getMutationType(), after.getMutationType()]
  if (type.name === old?.name || type === root) return true
  return root != null && isCompositeType(type) && isAbstractType(type) && after.isSubType(type, root)
}

const isRoot = (schema: GraphQLSchema, type: GraphQLNamedType): boolean =>
  [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()].some((root) => root === type)
