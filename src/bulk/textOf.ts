import { createReadStream } from 'node:fs'
import { invalidFile } from './invalidFile.ts'

/**
 * The text of a file, a line or a part of one at a time, each line with its end: LF, CR LF or CR. UTF-8 is read, and
 * UTF-16 as spreadsheets and PowerShell write it. Anything else is refused, with the line that it stands on.
 */
export async function* textOf(path: string): AsyncGenerator<string, void, undefined> {
  let decoder: TextDecoder | undefined
  let line = 1
  // A CR may be half of a line end whose LF comes with the next piece.
  let rest = ''
  for await (const piece of createReadStream(path) as AsyncIterable<Buffer>) {
    decoder ??= new TextDecoder(encodingOf(piece))
    const text = rest + decoder.decode(piece, { stream: true })
    const end = text.endsWith('\r') ? text.length - 1 : text.length
    rest = text.slice(end)
    for (const part of linesOf(text.slice(0, end))) {
      requireWhole(part, line)
      yield part
      if (isEnded(part)) line += 1
    }
  }
  const last = rest + (decoder?.decode() ?? '')
  requireWhole(last, line)
  yield last
}

const isEnded = (part: string): boolean => part.endsWith('\n') || part.endsWith('\r')

function* linesOf(text: string): Generator<string, void, undefined> {
  let start = 0
  for (const { 0: lineEnd, index } of text.matchAll(/\r\n|\n|\r/g)) {
    const end = index + lineEnd.length
    yield text.slice(start, end)
    start = end
  }
  if (start < text.length) yield text.slice(start)
}

/** The decoder writes U+FFFD for bytes that are no character; a file that has it has lost characters before. */
function requireWhole(text: string, line: number): void {
  if (!text.includes('\ufffd')) return
  throw invalidFile(
    line,
    'the file is not in UTF-8, or characters in it are lost. Save it as UTF-8: in Excel as “CSV UTF-8”, in PowerShell with -Encoding UTF8.',
  )
}

/** By the byte order mark, or by the zero bytes beside ASCII. */
function encodingOf([first, second, third, fourth]: Buffer): string {
  const isZip = first === 0x50 && second === 0x4b && third === 3 && fourth === 4
  const isOldExcel = first === 0xd0 && second === 0xcf && third === 0x11 && fourth === 0xe0
  if (isZip || isOldExcel) throw invalidFile(1, 'the file is a spreadsheet. Save it as CSV: in Excel as “CSV UTF-8”.')
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  if (first === 0xfe && second === 0xff) return 'utf-16be'
  if (first !== 0 && second === 0) return 'utf-16le'
  return first === 0 && second !== 0 ? 'utf-16be' : 'utf-8'
}
