/** An error of the system, about a file mostly. */
export const isSystemError = (error: unknown): error is NodeJS.ErrnoException =>
  error instanceof Error && typeof (error as NodeJS.ErrnoException).syscall === 'string'

/** What the system says, without the path: `permission denied (EACCES)`. */
export function systemReason({ code, message }: NodeJS.ErrnoException): string {
  const [, words] = /^\w+: ([^,]+)/.exec(message) ?? []
  return words === undefined ? (code ?? 'an error of the system') : `${words} (${code ?? ''})`
}
