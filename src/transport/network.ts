/** What a failed connection says: whether the request can have reached the server, and whether trying again may help. */
export interface NetworkVerdict {
  readonly mayHaveRun: boolean
  readonly retryable: boolean
}

/**
 * Codes of failures before there was a connection: nothing was sent. Node, undici and Bun give codes; a browser gives
 * none, so there every failure may have happened on the way back.
 */
const unsentCodes = [
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'UND_ERR_CONNECT_TIMEOUT',
  'ConnectionRefused',
  'FailedToOpenSocket',
]

/** A certificate that is not accepted ends the connection before the request, and will be no better next time. */
const certificateCodes = /^(CERT_|DEPTH_ZERO_|ERR_TLS_CERT_|SELF_SIGNED_|UNABLE_TO_)/

/** Reads what `fetch` threw; of what can't be read nothing is known. */
export function judgeNetwork(thrown: unknown): NetworkVerdict {
  try {
    if (every(thrown, ({ code }) => typeof code === 'string' && certificateCodes.test(code))) {
      return { mayHaveRun: false, retryable: false }
    }
    return { mayHaveRun: !every(thrown, isUnsent), retryable: true }
  } catch {
    return { mayHaveRun: true, retryable: true }
  }
}

interface SystemError {
  readonly code?: unknown
  readonly syscall?: unknown
  readonly cause?: unknown
  readonly errors?: unknown
}

/** Some codes, EHOSTUNREACH for one, also come from a connection that stood: there the system call tells. */
const isUnsent = ({ code, syscall }: SystemError): boolean =>
  unsentCodes.includes(code as string) || syscall === 'connect' || syscall === 'getaddrinfo'

/** Whether it holds of an error or of what lies under it; where several addresses were tried, of each of them. */
function every(error: unknown, holds: (error: SystemError) => boolean, depth = 0): boolean {
  if (typeof error !== 'object' || error === null || depth > 8) return false
  const { errors, cause } = error as SystemError
  if (Array.isArray(errors) && errors.length > 0) return errors.every((entry) => every(entry, holds, depth + 1))
  return holds(error) || every(cause, holds, depth + 1)
}
