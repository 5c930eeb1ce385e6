import {
  doTypesOverlap,
  getNamedType,
  isAbstractType,
  isCompositeType,
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

/** A part of a document that a new schema has no longer, and that can go without anybody having to guess. */
export interface RemovablePart {
  readonly node: ASTNode
  /** What is gone: `User.intercomHash`. */
  readonly what: string
}

/** What decides about documents. */
export interface Schemas {
  readonly before: GraphQLSchema
  readonly after: GraphQLSchema
  /** The fragments that have been cut out. */
  readonly cutFragments: ReadonlySet<string>
  /** Whether nothing would be empty without the fragment that is somebody's to decide about. */
  readonly mayCut: (fragment: string) => boolean
}

/**
 * The first part of a document that can go. What never was, what an operation consists of, and arguments that decide
 * about a change or had to be given, stay: somebody must know what comes in their place.
 */
export function firstRemovable(
  document: DocumentNode,
  schemas: Schemas,
  spreadsOnly = false,
): RemovablePart | undefined {
  const { before, after, cutFragments, mayCut } = schemas
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
          if (!isRoot(after, parent)) take(removable(node, ancestors, after), `${parent.name}.${node.name.value}`)
        }
        if (node.kind === Kind.INLINE_FRAGMENT || node.kind === Kind.FRAGMENT_DEFINITION) {
          const name = node.typeCondition?.name.value
          if (name === undefined || !before.getType(name)) return
          const type = after.getType(name)
          // Of a definition there is no parent; where it is spread is seen there.
          const around = node.kind === Kind.INLINE_FRAGMENT ? parent : undefined
          const isApart = around && isCompositeType(type) && !doTypesOverlap(after, around, type)
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
          if (argument && !isRequiredArgument(argument) && !isMutation) take(node, `${parent.name}.${field}(${name})`)
        }
        if (node.kind === Kind.OBJECT_FIELD) {
          const input = info.getParentInputType()
          const type = input && getNamedType(input)
          const name = node.name.value
          if (!isInputObjectType(type) || type.getFields()[name]) return
          const old = before.getType(type.name)
          const field = isInputObjectType(old) ? old.getFields()[name] : undefined
          if (field && !isRequiredInputField(field) && !isMutation) take(node, `${type.name}.${name}`)
        }
      },
    }),
  )
  return found[0]
}

/** Where a fragment is spread, what would have to go with it: nothing where it can't, and another fragment that is all it. */
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

/** What has to go with a selection: all around it that would be empty. Nothing where that is what is asked for at all. */
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

/** What is given there decides about a change, be it in the operation itself or in a fragment of its root. */
function mayBeMutation(type: GraphQLNamedType, { before, after }: Schemas): boolean {
  const [old, root] = [before.getMutationType(), after.getMutationType()]
  if (type.name === old?.name || type === root) return true
  return root != null && isCompositeType(type) && isAbstractType(type) && after.isSubType(type, root)
}

const isRoot = (schema: GraphQLSchema, type: GraphQLNamedType): boolean =>
  [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()].some((root) => root === type)
