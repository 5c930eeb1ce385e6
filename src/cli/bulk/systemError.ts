/** Whether an error is one of the operating system, about a file mostly. */
export const isSystemError = (error: unknown): error is NodeJS.ErrnoException =>
  error instanceof Error && typeof (error as NodeJS.ErrnoException).syscall === 'string'

/** The reason in the system's words, without the path: `permission denied (EACCES)`. */
export function systemReason({ code, message }: NodeJS.ErrnoException): string {
  const [, words] = /^\w+: ([^,]+)/.exec(message) ?? []
  return words === undefined ? (code ?? 'system error') : `${words} (${code ?? ''})`
}
