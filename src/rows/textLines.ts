import { LabelboxError } from '../core/errors.ts'

/** The error for a file that can't be read beyond a line. */
export const invalidLine = (line: number, reason: string): LabelboxError =>
  new LabelboxError({
    code: 'INVALID_ROWS',
    message: `The rows can't be read: on line ${line}, ${reason}`,
    extras: { rows: [{ row: 0, line, reason }] },
  })

/**
 * Decodes the bytes of a file in UTF-8, or in UTF-16 as spreadsheets and PowerShell write it. Each piece is a line with its
 * end (LF, CR LF or CR) or a part of a line.
 *
 * @throws LabelboxError `INVALID_ROWS` for another encoding.
 */
export async function* decodeLines(
  bytes: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): AsyncGenerator<string, void, undefined> {
  let decoder: TextDecoder | undefined
  let line = 1
  // The LF of a CR LF may be in the next chunk.
  let rest = ''
  for await (const chunk of bytes) {
    decoder ??= new TextDecoder(encodingOf(chunk))
    const text = rest + decoder.decode(chunk, { stream: true })
    const end = text.endsWith('\r') ? text.length - 1 : text.length
    rest = text.slice(end)
    for (const piece of splitLines(text.slice(0, end))) {
      requireDecoded(piece, line)
      yield piece
      if (/[\r\n]$/.test(piece)) line += 1
    }
  }
  const last = rest + (decoder?.decode() ?? '')
  requireDecoded(last, line)
  yield last
}

function* splitLines(text: string): Generator<string, void, undefined> {
  let start = 0
  for (const { 0: lineEnd, index } of text.matchAll(/\r\n|\n|\r/g)) {
    const end = index + lineEnd.length
    yield text.slice(start, end)
    start = end
  }
  if (start < text.length) yield text.slice(start)
}

/** The decoder writes U+FFFD for invalid bytes. A file that contains it was damaged by an earlier conversion. */
function requireDecoded(text: string, line: number): void {
  if (!text.includes('\ufffd')) return
  throw invalidLine(
    line,
    'the file is not in UTF-8, or characters in it are lost. Save it as UTF-8: in Excel as “CSV UTF-8”, in PowerShell with -Encoding UTF8.',
  )
}

/** Recognizes UTF-16 by its byte order mark, or by the zero bytes that ASCII has in it. */
function encodingOf([first, second, third, fourth]: Uint8Array): string {
  const isZip = first === 0x50 && second === 0x4b && third === 3 && fourth === 4
  const isOldExcel = first === 0xd0 && second === 0xcf && third === 0x11 && fourth === 0xe0
  if (isZip || isOldExcel) throw invalidLine(1, 'the file is a spreadsheet. Save it as CSV: in Excel as “CSV UTF-8”.')
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  if (first === 0xfe && second === 0xff) return 'utf-16be'
  if (first !== 0 && second === 0) return 'utf-16le'
  return first === 0 && second !== 0 ? 'utf-16be' : 'utf-8'
}
