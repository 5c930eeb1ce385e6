import { getNamedType, isObjectType, Kind, visit, type ASTNode, type DocumentNode, type GraphQLSchema } from 'graphql'
import type { Definition } from '../documents/definitions.ts'
import { usedParts } from '../impact/usedParts.ts'
import { targetsOf } from '../probe/probe.ts'
import type { Mark } from '../sdl/inferredMarks.ts'

/** Returns the operations that fail if an inferred fact is wrong, by their names. */
export type DependentOperations = (mark: Mark) => readonly string[]

/**
 * An operation depends on a field or member that it uses. It depends on the name of a type only where its text has that
 * name: in the type of a variable, or in the condition of a fragment. It depends on the type of `first` if it passes a
 * variable there, unless a client writes the page size as a number instead.
 */
export function dependentOperations(definitions: readonly Definition[], schema: GraphQLSchema): DependentOperations {
  const operations = targetsOf(definitions).map(({ definition, document }) => ({
    name: definition.name,
    ...partsIn(document, schema),
    typeNames: typeNamesIn(document),
  }))
  return (mark) => {
    const names = namesOf(mark, schema)
    return operations
      .filter(({ parts, variables, typeNames }) => {
        if (mark.inferred === 'type of first') return variables.has(`${mark.coordinate}.first`)
        return names === undefined ? parts.has(mark.coordinate) : names.some((name) => typeNames.has(name))
      })
      .map(({ name }) => name)
  }
}

/** The parts of the schema that a document uses, and the arguments to which it passes a variable. */
function partsIn(document: DocumentNode, schema: GraphQLSchema) {
  const used = document.definitions.flatMap((node) => usedParts({ node } as Definition, schema))
  return {
    parts: new Set(used.map(({ at }) => at)),
    variables: new Set(used.filter(({ node }) => takesVariable(node)).map(({ at }) => at)),
  }
}

const takesVariable = (node: ASTNode): boolean => node.kind === Kind.ARGUMENT && node.value.kind === Kind.VARIABLE

/** The type names that a mark is about. Undefined if it is about something else. */
function namesOf({ inferred, coordinate }: Mark, schema: GraphQLSchema): readonly string[] | undefined {
  if (inferred === 'type name') return [coordinate]
  if (inferred !== 'where type' && inferred !== 'argument types') return undefined
  const [owner = '', name = ''] = coordinate.split('.')
  const type = schema.getType(owner)
  const field = isObjectType(type) ? type.getFields()[name] : undefined
  return (field?.args ?? [])
    .filter((argument) => inferred === 'argument types' || argument.name === 'where')
    .map((argument) => getNamedType(argument.type).name)
}

function typeNamesIn(document: DocumentNode): ReadonlySet<string> {
  const names = new Set<string>()
  visit(document, { NamedType: ({ name }) => void names.add(name.value) })
  return names
}
