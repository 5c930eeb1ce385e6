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

/** OpenSSL's codes for a certificate that is not accepted. The connection ends before the request. */
const certificateCodes =
  /^(?:CERT_|CRL_|DEPTH_ZERO_|ERR_TLS_CERT_|ERROR_IN_CERT_|ERROR_IN_CRL_|HOSTNAME_MISMATCH$|INVALID_CA$|INVALID_PURPOSE$|PATH_LENGTH_EXCEEDED$|SELF_SIGNED_|UNABLE_TO_)/

/**
 * OpenSSL's reasons for a handshake in which the sides do not find together: versions, ciphers, names, or a server that
 * does not speak TLS. Others, a bad record or an internal error for example, also end a connection that has carried the
 * request: they prove nothing. So would a wrong version number, if somebody on the way wrote it into an open connection;
 * that is one more reason not to retry after these.
 */
const handshakeReasons = new RegExp(
  `^(?:${[
    'WRONG_(?:SSL_)?VERSION(?:_NUMBER)?',
    'VERSION_TOO_(?:LOW|HIGH)',
    'UN(?:KNOWN|SUPPORTED)_(?:PROTOCOL|SSL_VERSION)',
    'HTTP_REQUEST|HTTPS_PROXY_REQUEST',
    'NO_(?:CIPHERS|PROTOCOLS)_AVAILABLE|NO_CIPHER_MATCH|NO_SHARED_(?:CIPHER|GROUPS?)|NO_APPLICATION_PROTOCOL',
    'CERTIFICATE_VERIFY_FAILED|(?:DH|EE|CA)_KEY_TOO_SMALL|CA_MD_TOO_WEAK|WRONG_SIGNATURE_TYPE',
    'UNSAFE_LEGACY_RENEGOTIATION_DISABLED|INAPPROPRIATE_FALLBACK',
    '(?:SSLV3|TLSV1|TLSV13)_(?:ALERT_)?(?:HANDSHAKE_FAILURE|PROTOCOL_VERSION|INSUFFICIENT_SECURITY|INAPPROPRIATE_FALLBACK|UNRECOGNIZED_NAME|NO_APPLICATION_PROTOCOL|MISSING_EXTENSION|UNSUPPORTED_EXTENSION)',
  ].join('|')})$`,
)

/** Node's words, under ECONNRESET, where the server hangs up in the handshake. A reset there says no more than any other. */
const beforeSecure = 'Client network socket disconnected before secure TLS connection was established'

/** Deno's words for a failure before there was a connection: it gives no codes. */
const denoConnect = /^error sending request for url \([^ ]*\): client error \(Connect\)/

/**
 * Reads what `fetch` threw; of what can't be read nothing is known. Deno's words count only where the request was a
 * stream, as Deno sends others again by itself, and may fail to connect the second time.
 */
export function judgeNetwork(thrown: unknown, isStream = false): NetworkVerdict {
  try {
    // Neither will be better next time.
    if (every(thrown, isCertificate) || every(thrown, isHandshake)) return { mayHaveRun: false, retryable: false }
    const isUnsent = every(thrown, (error) => isUnconnected(error) || (isStream && isUnconnectedDeno(error)))
    return { mayHaveRun: !isUnsent, retryable: true }
  } catch {
    return { mayHaveRun: true, retryable: true }
  }
}

interface SystemError {
  readonly code?: unknown
  readonly syscall?: unknown
  readonly message?: unknown
  readonly cause?: unknown
  readonly errors?: unknown
}

/** Some codes, EHOSTUNREACH for one, also come from a connection that stood: there the system call tells. */
const isUnconnected = ({ code, syscall, message }: SystemError): boolean =>
  unsentCodes.includes(code as string) ||
  syscall === 'connect' ||
  syscall === 'getaddrinfo' ||
  (code === 'ECONNRESET' && message === beforeSecure)

const isUnconnectedDeno = ({ message }: SystemError): boolean =>
  typeof message === 'string' && denoConnect.test(message)

const isCertificate = ({ code }: SystemError): boolean => typeof code === 'string' && certificateCodes.test(code)

const isHandshake = (error: SystemError): boolean => handshakeReasons.test(reasonOf(error))

/** OpenSSL's reason, as Node writes it into the code; under EPROTO it stands in the message. */
function reasonOf({ code, message }: SystemError): string {
  if (typeof code !== 'string') return ''
  if (code.startsWith('ERR_SSL_')) return code.slice('ERR_SSL_'.length)
  if (code !== 'EPROTO' || typeof message !== 'string') return ''
  const [, reason = ''] = /:SSL routines:\w*:([\w ]{1,80}):/.exec(message.slice(0, 1000)) ?? []
  return reason.toUpperCase().replaceAll(' ', '_')
}

/** Whether it holds of an error or of what lies under it; where several addresses were tried, of each of them. */
function every(error: unknown, holds: (error: SystemError) => boolean, depth = 0): boolean {
  if (typeof error !== 'object' || error === null || depth > 8) return false
  const { errors, cause } = error as SystemError
  if (Array.isArray(errors) && errors.length > 0) return errors.every((entry) => every(entry, holds, depth + 1))
  return holds(error) || every(cause, holds, depth + 1)
}
