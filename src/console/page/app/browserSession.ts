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
    const known = await placeIn(await fetch('/console/session'))
    if (known !== null) return { state: 'signed-in', place: known }
    if (token === null) return { state: 'signed-out' }
    const response = await fetch('/console/session', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token }),
    })
    const place = response.ok ? await placeIn(response) : null
    return place === null ? { state: 'refused' } : { state: 'signed-in', place }
  } catch {
    return { state: 'unreachable' }
  }
}

/** The place that the console works on; null for a browser that it does not know. */
const placeIn = async (response: Response): Promise<ConsolePlace | null> =>
  ((await response.json()) as { readonly place: ConsolePlace | null }).place
