import { LabelboxError } from '../core/errors.ts'

/** A file that can't be read on, from some line on. */
export const invalidFile = (line: number, reason: string): LabelboxError =>
  new LabelboxError({
    code: 'INVALID_ROWS',
    message: `The rows can't be read: on line ${line}, ${reason}`,
    extras: { rows: [{ row: 0, line, reason }] },
  })
