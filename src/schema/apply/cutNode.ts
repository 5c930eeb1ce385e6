import { Kind, TokenKind, type ASTNode, type Token } from 'graphql'

/**
 * Cuts a node out of the text that it was parsed from, and leaves the rest as it is written: with its line where it has
 * one to itself, a comment at its end included; else with the space or comma before it. The last one of a list in
 * brackets takes the brackets along.
 */
export function cutNode(text: string, node: ASTNode): string {
  const { loc } = node
  if (!loc) return text
  const [before, after] = [previous(loc.startToken), next(loc.endToken)]
  if (before?.kind === TokenKind.PAREN_L && after?.kind === TokenKind.PAREN_R) {
    return joined(text, before.start, after.end)
  }
  const lineStart = text.lastIndexOf('\n', loc.start - 1) + 1
  const rest = /^[ \t,]*(#.*)?(\r?\n|$)/.exec(text.slice(loc.end))
  if (rest && /^[ \t]*$/.test(text.slice(lineStart, loc.start))) {
    const end = loc.end + rest[0].length
    return isDefinition(node) ? withoutDefinition(text, lineStart, end) : text.slice(0, lineStart) + text.slice(end)
  }
  const leading = loc.start - startOfGap(text, loc.start)
  const trailing = /^[ \t,]+/.exec(text.slice(loc.end))?.[0] ?? ''
  // Of the first one it is the comma behind it that goes.
  const isFirst = leading === 0 || (isOpening(before) && trailing.includes(','))
  return isFirst ? joined(text, loc.start, loc.end + trailing.length) : joined(text, loc.start - leading, loc.end)
}

/** Names, numbers and variables that come to stand side by side stay apart. */
function joined(text: string, start: number, end: number): string {
  const [head, tail] = [text.slice(0, start), text.slice(end)]
  return /[_0-9A-Za-z]$/.test(head) && /^[_0-9A-Za-z$]/.test(tail) ? `${head} ${tail}` : head + tail
}

const isOpening = (token: Token | null): boolean =>
  token?.kind === TokenKind.BRACE_L || token?.kind === TokenKind.PAREN_L

const isDefinition = ({ kind }: ASTNode): boolean =>
  kind === Kind.FRAGMENT_DEFINITION || kind === Kind.OPERATION_DEFINITION

/** A definition goes with the comment above it and an empty line. */
function withoutDefinition(text: string, start: number, end: number): string {
  const head = text.slice(0, startOfComment(text, start))
  const tail = text.slice(end)
  return head === '' ? tail.replace(/^(\r?\n)+/, '') : head + tail.replace(/^\r?\n/, '')
}

/** Where the spaces and commas before an offset begin. */
function startOfGap(text: string, end: number): number {
  let start = end
  while (start > 0 && ' \t,'.includes(text.charAt(start - 1))) start -= 1
  return start
}

/** Where the lines above an offset begin that hold nothing but a comment. */
function startOfComment(text: string, end: number): number {
  let start = end
  while (start > 0) {
    const line = start === 1 ? 0 : text.lastIndexOf('\n', start - 2) + 1
    if (!/^[ \t]*#/.test(text.slice(line, start))) break
    start = line
  }
  return start
}

const previous = (token: Token): Token | null =>
  token.prev?.kind === TokenKind.COMMENT ? previous(token.prev) : token.prev
const next = (token: Token): Token | null => (token.next?.kind === TokenKind.COMMENT ? next(token.next) : token.next)
