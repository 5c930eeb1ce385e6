import { isInputObjectType, type GraphQLSchema, type OperationTypeNode } from 'graphql'
import type { Problem } from '../documents/brokenDocuments.ts'
import { placeOf, type Definition } from '../documents/definitions.ts'
import { experimentalParts } from '../sdl/experimentalParts.ts'
import { hasPart } from '../sdl/typeMembers.ts'
import { usedParts, type UsedPart } from './usedParts.ts'

/**
 * Finds, for each operation that released clients send to the public endpoint, the parts that only the experimental
 * endpoint has now. A client sends an operation to the experimental endpoint if one of its root fields was there, or a member
 * of an input that it passes.
 */
export function movedParts(
  definitions: readonly Definition[],
  before: GraphQLSchema,
  after: GraphQLSchema,
): ReadonlyMap<Definition, readonly Problem[]> {
  const [old, now] = [experimentalParts(before), experimentalParts(after)]
  if ([...now].every((at) => old.has(at))) return new Map()
  // A variable may have any member of its type, but never one that was not there.
  const hasMoved = ({ at, by }: UsedPart): boolean =>
    now.has(at) && !old.has(at) && (by !== 'variable' || hasPart(before, at))
  // A document may be newer than the old schema.
  const isSentThere = ({ at, by }: UsedPart, root: string): boolean => {
    const [type = '', , ...below] = at.split('.')
    const decides = type === root ? below.length === 0 : by !== 'variable' && isInputObjectType(after.getType(type))
    return decides && (hasPart(before, at) ? old : now).has(at)
  }
  const found = new Map<Definition, readonly Problem[]>()
  for (const definition of definitions) {
    if (definition.kind === 'fragment') continue
    const all = [definition, ...definition.fragments]
    const usedIn = (schema: GraphQLSchema) => all.flatMap((each) => usedParts(each, schema))
    const root = after.getRootType(definition.kind as OperationTypeNode)?.name ?? ''
    if (definition.kind !== 'subscription' && usedIn(after).some((part) => isSentThere(part, root))) continue
    const problems = usedIn(after).filter(hasMoved).map(toProblem)
    if (problems.length > 0) found.set(definition, problems)
  }
  return found
}

const toProblem = ({ at, node }: UsedPart): Problem => ({
  message: `'${at}' is only at '/_gql' now, and released versions send this operation to '/graphql'.`,
  place: placeOf(node),
})
