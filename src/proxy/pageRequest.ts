import { relations } from '../../generated/filters.ts'
import { isLabelboxError } from '../core/errors.ts'
import { isRecord } from '../core/guards.ts'
import { refine, type Relation } from '../lists/refine.ts'
import { prepare, type Prepared } from '../transport/document.ts'
import { variableNames } from '../transport/request/secrets.ts'
import { distrust } from './replies.ts'
import { idForm, type Document, type FindDocument } from './documentsById.ts'

/** An operation that a page asks for. */
export interface PageRequest {
  readonly prepared: Prepared
  readonly document: Document
  readonly variables: Readonly<Record<string, unknown>>
  readonly refinements: readonly PageRefinement[]
}

/** A filter and an order that a page adds to a document, see `refine`. */
export interface PageRefinement {
  readonly relation: string
  readonly where: Readonly<Record<string, unknown>>
  readonly orderBy: string | undefined
}

const members: readonly string[] = ['documentId', 'operationName', 'variables', 'refine']

/**
 * Reads the body of a page's request: which document, and with which values. No text of the page becomes part of what is
 * sent but values of variables.
 *
 * @throws LabelboxError `NOT_TRUSTED`.
 */
export function readPageRequest(text: string, find: FindDocument): PageRequest {
  const body = parse(text)
  if (Array.isArray(body)) throw distrust('The proxy takes one operation at a time, and no batches.')
  if (!isRecord(body)) throw distrust('The body must be a JSON object.')
  if ('query' in body) throw distrust('The proxy takes the id of a trusted document, and no text.')
  requireKnown(Object.keys(body), members, 'The body')
  const { documentId, operationName = null, variables = null, refine: refinements = [] } = body
  const base = typeof documentId === 'string' && idForm.test(documentId) ? find(documentId) : undefined
  if (base === undefined) throw distrust(unknownDocument)
  const refined = withRefinements(base, toRefinements(refinements))
  const prepared = prepare(refined.document)
  if (operationName !== null && operationName !== prepared.operationName) {
    throw distrust('The document with this id has another operationName.')
  }
  if (variables !== null && !isRecord(variables)) throw distrust('variables must be an object.')
  const given = variables ?? {}
  const added = Object.keys(refined.variables)
  const declared = variableNames(prepared.document).filter((name) => !added.includes(name))
  requireKnown(Object.keys(given), declared, 'variables')
  return {
    document: refined.document,
    prepared,
    variables: { ...given, ...refined.variables },
    refinements: refined.refinements,
  }
}

const unknownDocument =
  'The proxy does not know this document. Pass your own to `documents` of labelboxProxy, and use one version of labelbox-org in the page and on the server.'

/** Levels of a body. Inputs of the API have 6. */
const maxDepth = 16

/** Keys by which a careless copy of an object changes its prototype. No input of the API has them. */
const prototypeKeys: readonly string[] = ['__proto__', 'constructor', 'prototype']

function parse(text: string): unknown {
  let body: unknown
  try {
    body = JSON.parse(text)
  } catch {
    // The platform's message quotes the body.
    throw distrust('The body is not JSON.')
  }
  requirePlain(body, maxDepth)
  return body
}

function requirePlain(value: unknown, levels: number): void {
  if (typeof value !== 'object' || value === null) return
  if (levels === 0) throw distrust(`The body has more than ${maxDepth} levels.`)
  if (!Array.isArray(value) && Object.keys(value).some((key) => prototypeKeys.includes(key))) {
    throw distrust('The body has a member with a name such as __proto__.')
  }
  for (const member of Object.values(value)) requirePlain(member, levels - 1)
}

function requireKnown(names: readonly string[], known: readonly string[], what: string): void {
  if (names.every((name) => known.includes(name))) return
  throw distrust(`${what} may have these members only: ${known.join(', ') || 'none'}.`)
}

/** A document can be refined again; more than this is not a program's. */
const maxRefinements = 4

function toRefinements(given: unknown): readonly PageRefinement[] {
  if (!Array.isArray(given) || given.length > maxRefinements) {
    throw distrust(`refine must be a list of at most ${maxRefinements} filters.`)
  }
  return given.map((entry: unknown) => {
    if (!isRecord(entry)) throw distrust('A filter must be an object.')
    requireKnown(Object.keys(entry), ['relation', 'where', 'orderBy'], 'A filter')
    const { relation, where = {}, orderBy } = entry
    if (typeof relation !== 'string' || !Object.hasOwn(relations, relation)) {
      throw distrust(`relation must be one of ${Object.keys(relations).join(', ')}.`)
    }
    if (!isRecord(where)) throw distrust('where must be an object.')
    if (orderBy !== undefined && typeof orderBy !== 'string') throw distrust('orderBy must be a text.')
    return { relation, where, orderBy }
  })
}

interface Refined {
  readonly document: Document
  readonly variables: Readonly<Record<string, unknown>>
  readonly refinements: readonly PageRefinement[]
}

/** Writes the filters and the order into the document. `refine` checks each name and value against the schema. */
function withRefinements(base: Document, refinements: readonly PageRefinement[]): Refined {
  let document = base
  let variables = {}
  for (const { relation, where, orderBy } of refinements) {
    try {
      const refined = refine(document, relation as Relation, { where, orderBy: orderBy as never })
      document = refined.document
      variables = { ...variables, ...refined.variables }
    } catch (thrown) {
      throw isLabelboxError(thrown, 'INVALID_INPUT') ? distrust(thrown.message) : thrown
    }
  }
  return { document, variables, refinements }
}
