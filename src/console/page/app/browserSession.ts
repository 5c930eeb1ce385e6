import type { ConsolePlace } from '../../server/consolePlace.ts'

/** Whether this browser may use the console. */
export type Session =
  | { readonly state: 'signed-in'; readonly place: ConsolePlace }
  /** The address had a token that was used before, or is wrong. */
  | { readonly state: 'refused' }
  | { readonly state: 'signed-out' }
  | { readonly state: 'unreachable' }

/**
 * Exchanges the token in the address for a session, and takes it out of the address; without a token, asks for the session
 * that there is.
 */
export async function openSession(): Promise<Session> {
  const token = new URLSearchParams(location.hash.slice(1)).get('token')
  if (token !== null) history.replaceState(null, '', location.pathname + location.search)
  try {
    const place = token === null ? await placeIn(await fetch('/console/session')) : await exchange(token)
    if (place !== null) return { state: 'signed-in', place }
    return { state: token === null ? 'signed-out' : 'refused' }
  } catch {
    return { state: 'unreachable' }
  }
}

async function exchange(token: string): Promise<ConsolePlace | null> {
  const response = await fetch('/console/session', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token }),
  })
  return response.ok ? placeIn(response) : null
}

/** The place that the console works on; null for a browser that it does not know. */
const placeIn = async (response: Response): Promise<ConsolePlace | null> =>
  ((await response.json()) as { readonly place: ConsolePlace | null }).place
