import {
  GraphQLError,
  Lexer,
  Source,
  TokenKind,
  parse,
  specifiedRules,
  validate,
  type DocumentNode,
  type GraphQLSchema,
  type ValidationRule,
} from 'graphql'
import { complexityRule } from './complexity.ts'
import { maxDepth } from '../http/boundedJson.ts'

const maxTokens = 3_000
const maxLength = 200_000
const maxErrors = 20
/** Documents up to this length are kept, and as many of them as have this length together: a parsed one takes 100 times its text. */
const keptLength = 100_000

/** A document as the server has read it. */
export interface ReadDocument {
  /** Undefined for a text that can't be parsed. */
  readonly document: DocumentNode | undefined
  /** Why it is refused; empty for a valid one. */
  readonly errors: readonly GraphQLError[]
}

/** Parses and validates documents for one schema, and keeps the latest ones: a client sends the same few texts over and over. */
export class Documents {
  readonly #schema: GraphQLSchema
  readonly #rules: readonly ValidationRule[]
  readonly #kept = new Map<string, ReadDocument>()
  #length = 0

  constructor(schema: GraphQLSchema, rules: readonly ValidationRule[] = []) {
    this.#schema = schema
    this.#rules = [...specifiedRules, complexityRule, ...rules]
  }

  read(query: string): ReadDocument {
    const known = this.#kept.get(query)
    if (known) return known
    const read = this.#read(query)
    this.#keep(query, read)
    return read
  }

  #read(query: string): ReadDocument {
    let document
    try {
      requireBounded(query)
      document = parse(query)
    } catch (error) {
      return { document: undefined, errors: [coded(error, 'GRAPHQL_PARSE_FAILED')] }
    }
    const errors = validate(this.#schema, document, this.#rules, { maxErrors })
    return { document, errors: errors.map((error) => coded(error, 'GRAPHQL_VALIDATION_FAILED')) }
  }

  #keep(query: string, read: ReadDocument): void {
    if (query.length > keptLength) return
    for (const [oldest] of this.#kept) {
      if (this.#length + query.length <= keptLength) break
      this.#kept.delete(oldest)
      this.#length -= oldest.length
    }
    this.#kept.set(query, read)
    this.#length += query.length
  }
}

/** A document is refused by its length, its tokens and its brackets before it is parsed: the parser and the rules recurse. */
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

function coded(error: unknown, code: string): GraphQLError {
  if (!(error instanceof GraphQLError)) throw error
  const { nodes = null, source, positions } = error
  return new GraphQLError(error.message, {
    nodes,
    source: source ?? null,
    positions: positions ?? null,
    extensions: { code },
  })
}
