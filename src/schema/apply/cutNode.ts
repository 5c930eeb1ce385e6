import { Kind, TokenKind, type ASTNode, type Token } from 'graphql'

/**
 * Removes a node from the text that it was parsed from and leaves the rest unchanged. A node with lines of its own is
 * removed with those lines and a trailing comment, any other with the space or comma before it. The last item of a list
 * in parentheses takes the parentheses with it.
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
  const startsLine = /^[ \t]*$/.test(text.slice(lineStart, loc.start))
  if (rest && startsLine) {
    const end = loc.end + rest[0].length
    return isDefinition(node) ? withoutDefinition(text, lineStart, end) : text.slice(0, lineStart) + text.slice(end)
  }
  const leading = loc.start - startOfGap(text, loc.start)
  const trailing = /^[ \t,]+/.exec(text.slice(loc.end))?.[0] ?? ''
  // The first item takes the space or comma after it.
  const isFirst = leading === 0 || startsLine || (isOpening(before) && trailing.includes(','))
  return isFirst ? joined(text, loc.start, loc.end + trailing.length) : joined(text, loc.start - leading, loc.end)
}

/** Adds a space if names, numbers or variables would merge. */
function joined(text: string, start: number, end: number): string {
  const [head, tail] = [text.slice(0, start), text.slice(end)]
  return /[_0-9A-Za-z]$/.test(head) && /^[_0-9A-Za-z$]/.test(tail) ? `${head} ${tail}` : head + tail
}

const isOpening = (token: Token | null): boolean =>
  token?.kind === TokenKind.BRACE_L || token?.kind === TokenKind.PAREN_L

const isDefinition = ({ kind }: ASTNode): boolean =>
  kind === Kind.FRAGMENT_DEFINITION || kind === Kind.OPERATION_DEFINITION

/** A definition is removed with the comment above it and one empty line. */
function withoutDefinition(text: string, start: number, end: number): string {
  const head = text.slice(0, startOfComment(text, start))
  const tail = text.slice(end)
  return head === '' ? tail.replace(/^(\r?\n)+/, '') : head + tail.replace(/^\r?\n/, '')
}

/** Start of the spaces and commas before an offset. */
function startOfGap(text: string, end: number): number {
  let start = end
  while (start > 0 && ' \t,'.includes(text.charAt(start - 1))) start -= 1
  return start
}

/** Start of the comment lines directly above an offset. */
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
