import { version } from '../../core/version.ts'

const headers = {
  Accept: 'application/json',
  'Content-Type': 'application/json',
  'X-User-Agent': `labelbox-org ${version}`,
}

/** The headers of a request: the transport's own, the key's, and those of the user. */
export const headersWith = (
  authorization: string | undefined,
  added: Readonly<Record<string, string>> = {},
): Readonly<Record<string, string>> =>
  authorization === undefined ? { ...added, ...headers } : { ...added, Authorization: authorization, ...headers }
