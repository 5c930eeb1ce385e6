import { algorithms, requireSecrets, sign, toBytes, type Algorithm } from './hmac.ts'

/** How a delivery of one's own is made. */
export interface SignOptions {
  readonly secret: string
  /** Goes into `X-Labelbox-Event`. Default `LABEL_CREATED`. */
  readonly event?: string | undefined
  /** Goes into `X-Labelbox-Id`. Default: a random one. */
  readonly id?: string | undefined
  /** The signatures to give it. Default: both, `['sha256', 'sha1']`. */
  readonly algorithms?: readonly Algorithm[] | undefined
}

/** What `new Request(url, delivery)` and `fetch(url, delivery)` take. */
export interface SignedPayload {
  readonly method: 'POST'
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/**
 * Makes a delivery like Labelbox's, for tests of the program that receives them.
 *
 * @param payload - Text as it is; anything else becomes JSON.
 * @throws TypeError for an empty secret, or a payload that JSON can't hold; never with the secret in it.
 * @example
 * const delivery = await signPayload({ id: 'label-1', project: { id: 'project-1' } }, { secret: 'for tests' })
 * const response = await handler(new Request('https://example.com/webhooks', delivery))
 */
export async function signPayload(payload: unknown, options: SignOptions): Promise<SignedPayload> {
  const { event = 'LABEL_CREATED', id = crypto.randomUUID(), algorithms: chosen = ['sha256', 'sha1'] } = options
  const [secret] = requireSecrets(options.secret) as readonly [string]
  const body: unknown = typeof payload === 'string' ? payload : JSON.stringify(payload)
  if (typeof body !== 'string') throw new TypeError('The payload must be text, or something that JSON can hold.')
  const bytes = toBytes(body)
  const signatures = chosen.map(
    async (algorithm) => [algorithms[algorithm].header, await sign(secret, algorithm, bytes)] as const,
  )
  return {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-labelbox-event': event,
      'x-labelbox-id': id,
      ...Object.fromEntries(await Promise.all(signatures)),
    },
    body,
  }
}
