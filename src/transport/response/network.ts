/** What a failed connection proves: whether the request may have reached the server, and whether a retry may help. */
export interface NetworkVerdict {
  readonly mayHaveRun: boolean
  readonly retryable: boolean
}

/**
 * Codes of failures before there was a connection: nothing was sent. Node, undici and Bun have codes; a browser has
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

/** undici's code for a request to connections that were closed before. */
const closedCode = 'UND_ERR_CLOSED'

/** OpenSSL's codes for a refused certificate. The connection ends before the request. */
const certificateCodes =
  /^(?:CERT_|CRL_|DEPTH_ZERO_|ERR_TLS_CERT_|ERROR_IN_CERT_|ERROR_IN_CRL_|HOSTNAME_MISMATCH$|INVALID_CA$|INVALID_PURPOSE$|PATH_LENGTH_EXCEEDED$|SELF_SIGNED_|UNABLE_TO_)/

/**
 * OpenSSL's reasons for a failed handshake: versions, ciphers, names, or a server without TLS. Other reasons, such as a
 * bad record or an internal error, also end connections that have carried the request, and prove nothing. Neither does a
 * wrong version number that somebody on the way wrote into an open connection; so none of these is retried.
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

/** Node's message if the server hangs up during the handshake. Its code, ECONNRESET, proves nothing. */
const beforeSecure = 'Client network socket disconnected before secure TLS connection was established'

/** Deno's message for a failure before there was a connection; it has no codes. */
const denoConnect = /^error sending request for url \([^ ]*\): client error \(Connect\)/

/**
 * Reads an error that `fetch` threw; one that can't be read proves nothing. Deno's message counts only for a request with
 * a stream: Deno retries the others by itself, and may fail to connect at the second try.
 */
export function judgeNetwork(thrown: unknown, isStream = false): NetworkVerdict {
  try {
    if (hopeless.some((holds) => every(thrown, holds))) return { mayHaveRun: false, retryable: false }
    const isUnsent = every(
      thrown,
      (error) => isUnconnected(error) || isProxyResponse(error) || (isStream && isUnconnectedDeno(error)),
    )
    return { mayHaveRun: !isUnsent, retryable: true }
  } catch {
    return { mayHaveRun: true, retryable: true }
  }
}

/** Whether no server could be reached: nothing listens at the address, or it has none. */
export function isUnreachable(thrown: unknown): boolean {
  try {
    return every(thrown, hasNoConnection)
  } catch {
    return false
  }
}

/** Whether the error comes from connections that were closed before the request. */
export function isOfClosed(thrown: unknown): boolean {
  try {
    return every(thrown, ({ code }) => code === closedCode)
  } catch {
    return false
  }
}

interface SystemError {
  readonly code?: unknown
  readonly syscall?: unknown
  readonly message?: unknown
  readonly cause?: unknown
  readonly errors?: unknown
}

/** Some codes, such as EHOSTUNREACH, also come from an open connection: the system call tells which it was. */
const hasNoConnection = ({ code, syscall }: SystemError): boolean =>
  unsentCodes.includes(code as string) || syscall === 'connect' || syscall === 'getaddrinfo'

const isUnconnected = (error: SystemError): boolean => hasNoConnection(error) || error.message === beforeSecure

const isUnconnectedDeno = ({ message }: SystemError): boolean =>
  typeof message === 'string' && denoConnect.test(message)

/** undici's message, under UND_ERR_ABORTED, if a proxy does not open a connection to the server. */
const proxyResponse = /^Proxy response \((\d{3})\) !== 200 when HTTP Tunneling$/

const statusOfProxy = ({ message }: SystemError): number =>
  typeof message === 'string' ? Number(proxyResponse.exec(message)?.[1] ?? 0) : 0

const isProxyResponse = (error: SystemError): boolean => statusOfProxy(error) > 0

/** It wants other credentials, forbids the server, or is a page to sign in to the network. */
const isRefusedByProxy = (error: SystemError): boolean => {
  const status = statusOfProxy(error)
  return status > 0 && status < 500 && status !== 429
}

/** undici's codes for a request that it refuses, such as for a header, and for connections that were closed before. */
const refusedCodes = ['UND_ERR_INVALID_ARG', 'UND_ERR_NOT_SUPPORTED', closedCode]

const isRefused = ({ code }: SystemError): boolean => refusedCodes.includes(code as string)

const isCertificate = ({ code }: SystemError): boolean => typeof code === 'string' && certificateCodes.test(code)

const isHandshake = (error: SystemError): boolean => handshakeReasons.test(reasonOf(error))

/** Nothing was sent, and a retry would fail as well. */
const hopeless = [isCertificate, isHandshake, isRefusedByProxy, isRefused]

/** OpenSSL's reason, which Node puts into the code; with EPROTO it is in the message. */
function reasonOf({ code, message }: SystemError): string {
  if (typeof code !== 'string') return ''
  if (code.startsWith('ERR_SSL_')) return code.slice('ERR_SSL_'.length)
  if (code !== 'EPROTO' || typeof message !== 'string') return ''
  const [, reason = ''] = /:SSL routines:\w*:([\w ]{1,80}):/.exec(message.slice(0, 1000)) ?? []
  return reason.toUpperCase().replaceAll(' ', '_')
}

/** Whether it holds of an error or of one below it; if several addresses were tried, of each of their errors. */
function every(error: unknown, holds: (error: SystemError) => boolean, depth = 0): boolean {
  if (typeof error !== 'object' || error === null || depth > 8) return false
  const { errors, cause } = error as SystemError
  if (Array.isArray(errors) && errors.length > 0) return errors.every((entry) => every(entry, holds, depth + 1))
  return holds(error) || every(cause, holds, depth + 1)
}
