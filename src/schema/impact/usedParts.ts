import {
  getNamedType,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  typeFromAST,
  TypeInfo,
  visit,
  visitWithTypeInfo,
  type ASTNode,
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLSchema,
} from 'graphql'
import type { Definition } from '../documents/definitions.ts'

/** A use of a part of a schema in a document. */
export interface UsedPart {
  /**
   * `Type`, `Type.field`, `Type.field.argument`, `Input.field`, `Enum.VALUE`, `@directive`, or an operation kind:
   * `query`.
   */
  readonly at: string
  /**
   * How the part is used: read from responses, written in the document, or passed in a variable, which may contain
   * every part of its type.
   */
  readonly by: 'selection' | 'literal' | 'variable'
  readonly node: ASTNode
}

/**
 * The parts of a schema that a definition uses, without those of the fragments that it spreads. Unknown names are
 * ignored.
 */
export function usedParts({ node: definition }: Definition, schema: GraphQLSchema): UsedPart[] {
  const uses: UsedPart[] = []
  const use = (at: string | undefined, by: UsedPart['by'], node: ASTNode) => {
    if (at !== undefined) uses.push({ at, by, node })
  }
  const info = new TypeInfo(schema)
  visit(
    definition,
    visitWithTypeInfo(info, {
      OperationDefinition: (node) => {
        use(node.operation, 'selection', node)
        use(info.getType()?.toString(), 'selection', node)
      },
      FragmentDefinition: (node) => {
        use(node.typeCondition.name.value, 'selection', node)
      },
      InlineFragment: (node) => {
        use(node.typeCondition?.name.value, 'selection', node)
      },
      Field: (node) => {
        const [parent, field] = [info.getParentType(), info.getFieldDef()]
        if (!parent || !field) return
        for (const type of withImplementations(parent, schema)) use(`${type.name}.${field.name}`, 'selection', node)
        use(getNamedType(field.type).name, 'selection', node)
      },
      Argument: (node) => {
        const [argument, directive] = [info.getArgument(), info.getDirective()]
        if (!argument) return
        const [parent, field] = [info.getParentType(), info.getFieldDef()]
        if (directive) use(`@${directive.name}.${argument.name}`, 'literal', node)
        else if (parent && field) {
          for (const type of withImplementations(parent, schema)) {
            use(`${type.name}.${field.name}.${argument.name}`, 'literal', node)
          }
        }
      },
      Directive: (node) => {
        use(`@${node.name.value}`, 'literal', node)
      },
      ObjectValue: (node) => {
        use(namedTypeOf(info.getInputType())?.name, 'literal', node)
      },
      ObjectField: (node) => {
        const parent = namedTypeOf(info.getParentInputType())
        if (isInputObjectType(parent) && parent.getFields()[node.name.value]) {
          use(`${parent.name}.${node.name.value}`, 'literal', node)
        }
      },
      EnumValue: (node) => {
        const type = namedTypeOf(info.getInputType())
        if (isEnumType(type)) use(`${type.name}.${node.value}`, 'literal', node)
      },
      VariableDefinition: (node) => {
        const type = typeFromAST(schema, node.type as never) as GraphQLInputType | undefined
        if (type) for (const at of partsOfInput(getNamedType(type))) use(at, 'variable', node)
      },
    }),
  )
  return uses
}

const namedTypeOf = (type: GraphQLInputType | null | undefined) => (type ? getNamedType(type) : undefined)

/** A selection on an abstract type may be resolved by any of its types. */
function withImplementations(type: GraphQLNamedType, schema: GraphQLSchema): readonly GraphQLNamedType[] {
  if (!isCompositeType(type) || !isAbstractType(type)) return [type]
  const { interfaces } = isInterfaceType(type) ? schema.getImplementations(type) : { interfaces: [] }
  return [type, ...schema.getPossibleTypes(type), ...interfaces]
}

/** An input type, its fields, and the parts of their types. */
function partsOfInput(type: GraphQLNamedType, found = new Set<string>()): ReadonlySet<string> {
  if (found.has(type.name)) return found
  found.add(type.name)
  if (!isInputObjectType(type)) return found
  for (const field of Object.values(type.getFields())) {
    found.add(`${type.name}.${field.name}`)
    partsOfInput(getNamedType(field.type), found)
  }
  return found
}
