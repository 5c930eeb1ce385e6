import { createReadStream } from 'node:fs'
import { invalidFile } from './invalidFile.ts'

/** The text of a file, a line or a part of one at a time. What is no text is refused, with the line that it stands on. */
export async function* textOf(path: string): AsyncGenerator<string, void, undefined> {
  // It takes a mark of the byte order at the beginning away.
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let line = 1
  let isFirst = true
  for await (const piece of createReadStream(path)) {
    const bytes = piece as Buffer
    if (isFirst && isUtf16(bytes)) throw invalidFile(1, 'the file is in UTF-16. Save it as UTF-8.')
    isFirst = false
    for (let start = 0; start < bytes.length;) {
      const newline = bytes.indexOf(0x0a, start)
      const end = newline < 0 ? bytes.length : newline + 1
      yield decode(decoder, bytes.subarray(start, end), line)
      if (newline >= 0) line += 1
      start = end
    }
  }
  yield decode(decoder, undefined, line)
}

function decode(decoder: TextDecoder, bytes: Buffer | undefined, line: number): string {
  try {
    return decoder.decode(bytes, { stream: bytes !== undefined })
  } catch {
    throw invalidFile(line, 'the file is not in UTF-8. Save it as UTF-8.')
  }
}

const isUtf16 = ([first, second]: Buffer): boolean =>
  (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff) || first === 0 || second === 0
