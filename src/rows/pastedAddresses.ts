import { trimmed } from '../core/invisible.ts'

/** An address in a text, or what stands in its place. */
export interface PastedAddress {
  /** The address as it was written, without a name; or text in which no address was found. */
  readonly email: string
  readonly line: number
}

/**
 * Finds the addresses in a text as people paste them: one per line, or several with commas, semicolons, tabs or spaces
 * between them, each with a name or without: `Ada Lovelace <ada@example.com>`, `"Lovelace, Ada" <ada@example.com>`.
 *
 * It does not check the addresses, and it returns text without an address as well, so that the mistake shows. Only cells
 * of a spreadsheet, which tabs separate, are skipped where the line has an address.
 */
export function pastedAddresses(text: string): readonly PastedAddress[] {
  return text
    .split(/\r\n|[\n\r\u2028\u2029]/)
    .flatMap((line, index) => addressesIn(line).map((email) => ({ email, line: index + 1 })))
}

/** Whether a text is a table with a header that names a column of addresses. */
export function isAddressTable(text: string): boolean {
  const header = text.split(/[\n\r]/).find((line) => trimmed(line) !== '') ?? ''
  const names = header.split(/[,;\t]/).map((cell) => trimmed(cell.replaceAll('"', '')).toLowerCase())
  return names.includes('email') && !header.includes('@')
}

/** Quoted names, addresses in brackets, delimiters, and what is between them. Its time grows with the length alone. */
const token = /"[^"]*"|<[^<>]*>|[,;\t]|[^,;\t"<]+|["<]/g

function addressesIn(line: string): readonly string[] {
  // Joined at the end: `push(...)` has a limit, and a line may have any number of addresses.
  const found: (readonly string[])[] = []
  let piece = ''
  /** Pieces before a comma without an address: parts of a name, if an address in brackets follows. */
  let parts: string[] = []
  const end = (delimiter: string): void => {
    const text = trimmed(piece)
    piece = ''
    if (text === '') return
    if (delimiter === ',' && !text.includes('@')) {
      parts.push(text)
      return
    }
    if (bracketedIn(text) === undefined) found.push(parts)
    found.push(addressesOf(text))
    parts = []
  }
  for (const [part] of line.matchAll(token)) {
    if (/^[,;\t]$/.test(part)) end(part)
    else piece += part
  }
  end('')
  const all = [...found, parts].flat()
  const isRow = line.includes('\t') && all.some((each) => each.includes('@'))
  return isRow ? all.filter((each) => each.includes('@')) : all
}

const bracketedIn = (piece: string): string | undefined =>
  [...piece.matchAll(/<([^<>]*)>/g)].map(([, inside = '']) => trimmed(inside)).find((inside) => inside.includes('@'))

/** The addresses of a piece: that in brackets, or those between spaces. */
function addressesOf(piece: string): readonly string[] {
  const inBrackets = bracketedIn(piece)
  if (inBrackets !== undefined) return [inBrackets]
  const words = piece.split(/\s+/).map((word) => word.replaceAll(/^["']|["']$/g, ''))
  const addresses = words.filter((word) => word.includes('@'))
  // `Ada Lovelace ada@example.com` names one person. In other texts with spaces, the spaces may be a mistake.
  return addresses.length === words.length || addresses.length === 1 ? addresses : [piece]
}
