import { LabelboxError } from '../../core/errors.ts'

/** Refuses what is no duration. Node fires a timer at once where milliseconds pass 2^31 - 1. */
export function requireDuration(ms: unknown, option: string): void {
  // From JavaScript it may come as text, which adds up to something else.
  if (typeof ms === 'number' && ms > 0 && (ms <= 0x7fffffff || ms === Infinity)) return
  throw new LabelboxError({
    code: 'INVALID_INPUT',
    message: `${option} must be a number of milliseconds from 1 to 2147483647, or Infinity.`,
  })
}
