import {
  GraphQLError,
  Lexer,
  NoSchemaIntrospectionCustomRule,
  Source,
  TokenKind,
  parse,
  specifiedRules,
  validate,
  type DocumentNode,
  type GraphQLSchema,
  type ValidationRule,
} from 'graphql'
import { maxDepth } from '../http/boundedJson.ts'
import { complexityRule } from './complexity.ts'

const maxTokens = 3_000
const maxLength = 200_000
const maxErrors = 20
/** Maximum characters of all cached documents. A parsed document takes about 100 times its text in memory. */
const maxCachedLength = 100_000

/** A document after parsing and validation. */
export interface CheckedDocument {
  /** Undefined when the text can't be parsed. */
  readonly document: DocumentNode | undefined
  /** Why the document is refused. Empty for a valid one. */
  readonly errors: readonly GraphQLError[]
}

/** Parses and validates documents for one schema, and caches the latest: a client sends the same few texts repeatedly. */
export class DocumentCache {
  readonly #schema: GraphQLSchema
  readonly #rules: readonly ValidationRule[]
  readonly #cached = new Map<string, CheckedDocument>()
  #length = 0

  constructor(schema: GraphQLSchema, introspection: boolean) {
    this.#schema = schema
    this.#rules = [...specifiedRules, complexityRule, ...(introspection ? [] : [NoSchemaIntrospectionCustomRule])]
  }

  read(query: string): CheckedDocument {
    const cached = this.#cached.get(query)
    if (cached) return cached
    const checked = this.#check(query)
    this.#add(query, checked)
    return checked
  }

  #check(query: string): CheckedDocument {
    let document
    try {
      requireBounded(query)
      document = parse(query)
    } catch (error) {
      return { document: undefined, errors: [withCode(error, 'GRAPHQL_PARSE_FAILED')] }
    }
    const errors = validate(this.#schema, document, this.#rules, { maxErrors })
    return { document, errors: errors.map((error) => withCode(error, 'GRAPHQL_VALIDATION_FAILED')) }
  }

  #add(query: string, checked: CheckedDocument): void {
    if (query.length > maxCachedLength) return
    for (const [oldest] of this.#cached) {
      if (this.#length + query.length <= maxCachedLength) break
      this.#cached.delete(oldest)
      this.#length -= oldest.length
    }
    this.#cached.set(query, checked)
    this.#length += query.length
  }
}

const caches = new WeakMap<GraphQLSchema, Map<boolean, DocumentCache>>()

/** The documents of a schema, which sandboxes may share. */
export function documentsOf(schema: GraphQLSchema, introspection: boolean): DocumentCache {
  const ofSchema = caches.get(schema) ?? new Map<boolean, DocumentCache>()
  const documents = ofSchema.get(introspection) ?? new DocumentCache(schema, introspection)
  caches.set(schema, ofSchema.set(introspection, documents))
  return documents
}

/** Checks length, tokens and nesting before parsing, because the parser and the validation rules recurse. */
function requireBounded(query: string): void {
  if (query.length > maxLength) throw new GraphQLError(`Syntax Error: Longer than ${maxLength} characters.`)
  const lexer = new Lexer(new Source(query))
  let depth = 0
  for (let count = 0; ; count += 1) {
    const { kind } = lexer.advance()
    if (kind === TokenKind.EOF) return
    if (count === maxTokens) throw new GraphQLError(`Syntax Error: More than ${maxTokens} tokens.`)
    if (openers.has(kind)) depth += 1
    else if (closers.has(kind)) depth -= 1
    if (depth > maxDepth) throw new GraphQLError(`Syntax Error: Nested deeper than ${maxDepth} levels.`)
  }
}

const openers: ReadonlySet<string> = new Set([TokenKind.BRACE_L, TokenKind.BRACKET_L, TokenKind.PAREN_L])
const closers: ReadonlySet<string> = new Set([TokenKind.BRACE_R, TokenKind.BRACKET_R, TokenKind.PAREN_R])

function withCode(error: unknown, code: string): GraphQLError {
  if (!(error instanceof GraphQLError)) throw error
  const { nodes = null, source, positions } = error
  return new GraphQLError(error.message, {
    nodes,
    source: source ?? null,
    positions: positions ?? null,
    extensions: { code },
  })
}
