import {
  getNamedType,
  isAbstractType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  isUnionType,
  TypeInfo,
  visit,
  visitWithTypeInfo,
  type DocumentNode,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
} from 'graphql'

/** The part of a schema in scope: types with the fields that are kept. */
export type Scope = ReadonlyMap<GraphQLCompositeType, ReadonlySet<string>>

type TypeWithFields = Exclude<GraphQLCompositeType, { getTypes: unknown }>
type Field = GraphQLField<unknown, unknown>

/**
 * Finds the part of a schema that documents use: the root fields that they name, and every type that they read, with
 * all fields that stay in scope. Possible types of interfaces and unions are included, so a document that is valid
 * against the schema is valid against the part too.
 *
 * Documents may be invalid. Names that the schema does not have are ignored.
 */
export function scopeOf(schema: GraphQLSchema, documents: readonly DocumentNode[]): Scope {
  const asked = namedParts(schema, documents)
  const builder = new ScopeBuilder(schema, asked)
  for (const type of asked.types) builder.add(type, 'whole')
  // Parts are only added, so the result does not depend on the order of types.
  for (let size = -1; size < builder.size;) {
    size = builder.size
    builder.addRequired()
    if (size === builder.size) builder.fillEmpty()
  }
  return new Map(builder.types().map((type) => [type, new Set(builder.fieldsOf(type).map(({ name }) => name))]))
}

interface NamedParts {
  readonly types: ReadonlySet<GraphQLCompositeType>
  /** Field names by root type. */
  readonly roots: ReadonlyMap<GraphQLNamedType, Set<string>>
}

function namedParts(schema: GraphQLSchema, documents: readonly DocumentNode[]): NamedParts {
  const roots = new Map(
    [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()].flatMap((type) =>
      type ? [[type as GraphQLNamedType, new Set<string>()] as const] : [],
    ),
  )
  const types = new Set<GraphQLCompositeType>()
  const add = (type: GraphQLNamedType | undefined | null) => {
    if (isCompositeType(type) && !type.name.startsWith('__')) types.add(type)
  }
  const addNamed = (name: string | undefined) => add(name === undefined ? undefined : schema.getType(name))
  for (const document of documents) {
    const info = new TypeInfo(schema)
    visit(
      document,
      visitWithTypeInfo(info, {
        Field: () => {
          const [parent, field] = [info.getParentType(), info.getFieldDef()]
          if (!parent || !field) return
          if (!field.name.startsWith('__')) roots.get(parent)?.add(field.name)
          add(parent)
          add(getNamedType(field.type))
        },
        InlineFragment: ({ typeCondition }) => addNamed(typeCondition?.name.value),
        FragmentDefinition: ({ typeCondition }) => addNamed(typeCondition.name.value),
      }),
    )
  }
  return { types, roots }
}

/** `whole`: documents read the type. `possible`: it is only a possible type of an interface or union. */
type Extent = 'whole' | 'possible'

class ScopeBuilder {
  readonly #schema: GraphQLSchema
  readonly #named: NamedParts
  readonly #extents = new Map<GraphQLCompositeType, Extent>()
  /** One field for each root type that has none in scope but is the type of a field. */
  readonly #extraRootFields = new Map<GraphQLNamedType, string>()
  /** Increases with each addition. */
  size = 0

  constructor(schema: GraphQLSchema, asked: NamedParts) {
    this.#schema = schema
    this.#named = asked
  }

  add(type: GraphQLCompositeType, extent: Extent): void {
    const known = this.#extents.get(type)
    if (known === 'whole' || known === extent) return
    this.#extents.set(type, extent)
    this.size += 1
  }

  types(): GraphQLCompositeType[] {
    return [...this.#extents.keys()]
  }

  fieldsOf(type: GraphQLCompositeType): Field[] {
    if (isUnionType(type)) return []
    const fields = Object.values(type.getFields())
    const asked = this.#named.roots.get(type)
    if (asked) {
      const demanded = this.#interfaceFieldsOf(type)
      const opened = this.#extraRootFields.get(type)
      return fields.filter(({ name }) => asked.has(name) || demanded.has(name) || name === opened)
    }
    const inside = fields.filter((field) => this.#has(getNamedType(field.type)))
    if (this.#extents.get(type) === 'whole') return inside
    const demanded = this.#interfaceFieldsOf(type)
    if (demanded.size > 0) return fields.filter(({ name }) => demanded.has(name))
    return inside.filter((field) => !isCompositeType(getNamedType(field.type)))
  }

  /** Adds possible types of abstract types, and the types of fields that interfaces require. */
  addRequired(): void {
    for (const type of this.types()) {
      if (isAbstractType(type)) {
        for (const possible of this.#schema.getPossibleTypes(type)) this.add(possible, 'possible')
      }
      if (isUnionType(type)) continue
      const demanded = this.#interfaceFieldsOf(type)
      for (const field of Object.values(type.getFields())) {
        if (demanded.has(field.name)) this.#addResultType(field)
      }
    }
  }

  /**
   * A type needs at least one field, so a type that would lose all fields keeps all of them. A root type keeps a single
   * field, because all of them would add too much, or none if no field returns it.
   */
  fillEmpty(): void {
    const empty = this.types().filter(
      (type): type is TypeWithFields => !isUnionType(type) && this.fieldsOf(type).length === 0,
    )
    const referred = this.#resultTypes()
    for (const type of empty) {
      if (this.#named.roots.has(type)) {
        if (referred.has(type)) this.#addOneField(type)
        continue
      }
      this.add(type, 'whole')
      for (const field of Object.values(type.getFields())) this.#addResultType(field)
    }
  }

  /** Types of fields and union members in scope. */
  #resultTypes(): ReadonlySet<GraphQLNamedType> {
    return new Set(
      this.types().flatMap((type): readonly GraphQLNamedType[] =>
        isUnionType(type) ? type.getTypes() : this.fieldsOf(type).map((field) => getNamedType(field.type)),
      ),
    )
  }

  /** Adds the first field by name, preferably a leaf. */
  #addOneField(type: TypeWithFields): void {
    const fields = Object.values(type.getFields()).sort((a, b) => (a.name < b.name ? -1 : 1))
    const field = fields.find((each) => !isCompositeType(getNamedType(each.type))) ?? fields[0]
    if (!field) return
    this.#extraRootFields.set(type, field.name)
    this.size += 1
    this.#addResultType(field)
  }

  #addResultType(field: Field): void {
    const answer = getNamedType(field.type)
    if (isCompositeType(answer)) this.add(answer, isObjectType(answer) ? 'possible' : 'whole')
  }

  #has(type: GraphQLNamedType): boolean {
    return !isCompositeType(type) || this.#extents.has(type)
  }

  #interfaceFieldsOf(type: TypeWithFields): ReadonlySet<string> {
    const interfaces = type.getInterfaces().filter((each) => isInterfaceType(each) && this.#extents.has(each))
    return new Set(interfaces.flatMap((each) => this.fieldsOf(each).map(({ name }) => name)))
  }
}
