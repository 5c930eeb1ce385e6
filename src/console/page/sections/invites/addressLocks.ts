import { LabelboxError } from '../../../../core/errors.ts'
import { normalizeEmail } from '../../../../organization/email.ts'

/** The name under which `labelbox-org/react` takes turns for an address among the windows of a browser. */
const lockName = (email: string): string => `labelbox-org.invite ${normalizeEmail(email)}`

const patienceMs = 60_000

/**
 * Runs an action while no other window of this browser invites one of the addresses.
 *
 * @throws LabelboxError `TIMEOUT` if another window does not finish. The action has not run then.
 */
export async function withAddresses<T>(emails: readonly string[], action: () => Promise<T>): Promise<T> {
  // In one order, so that two windows never wait for each other.
  const names = [...new Set(emails.map(lockName))].sort()
  let release: () => void = () => undefined
  const held = new Promise<void>((resolve) => {
    release = resolve
  })
  const signal = AbortSignal.timeout(patienceMs)
  try {
    for (const name of names) await take(name, signal, held)
    return await action()
  } finally {
    release()
  }
}

/** Takes a lock, and holds it until a promise settles. */
const take = (name: string, signal: AbortSignal, until: Promise<void>): Promise<void> =>
  new Promise((resolve, reject) => {
    navigator.locks
      .request(name, { signal }, () => {
        resolve()
        return until
      })
      .catch((cause: unknown) =>
        reject(
          new LabelboxError({
            code: 'TIMEOUT',
            operationName: 'InviteUser',
            retryable: true,
            cause,
            message: 'InviteUser was not sent: another window is still inviting that address. Try again.',
          }),
        ),
      )
  })
