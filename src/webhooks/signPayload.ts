import { algorithms, requireSecrets, sign, toBytes } from './signature.ts'

/** Options of {@link signPayload}. */
export interface SignOptions {
  /** The secret to sign with. */
  readonly secret: string
  /** The name of the event, for `X-Labelbox-Event`. Default: `LABEL_CREATED`. */
  readonly event?: string | undefined
  /** The id of the delivery, for `X-Labelbox-Id`. Default: a random UUID. */
  readonly id?: string | undefined
  /** The signatures to add. Default: `['sha256', 'sha1']`. */
  readonly algorithms?: readonly ('sha256' | 'sha1')[] | undefined
}

/** A signed delivery, as the second argument of `new Request()` and `fetch()`. */
export interface SignedPayload {
  readonly method: 'POST'
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/**
 * Creates a delivery like those of Labelbox, to test a program that receives webhooks.
 *
 * @param payload - A string is sent unchanged; any other value is converted to JSON.
 * @throws TypeError for an empty secret or a payload that can't be converted to JSON. The message never contains the
 * secret.
 * @example
 * const delivery = await signPayload({ id: 'label-1', project: { id: 'project-1' } }, { secret: 'for tests' })
 * const response = await handler(new Request('https://example.com/webhooks', delivery))
 */
export async function signPayload(payload: unknown, options: SignOptions): Promise<SignedPayload> {
  const { event = 'LABEL_CREATED', id = crypto.randomUUID(), algorithms: chosen = ['sha256', 'sha1'] } = options
  const [secret] = requireSecrets(options.secret) as readonly [string]
  const body: unknown = typeof payload === 'string' ? payload : JSON.stringify(payload)
  if (typeof body !== 'string')
    throw new TypeError('The payload must be a string or a value that can be converted to JSON.')
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
