import { version } from '../version.ts'

const headers = {
  Accept: 'application/json',
  'Content-Type': 'application/json',
  'X-User-Agent': `labelbox-org ${version}`,
}

/** The headers of a request, its key among them. */
export const headersWith = (authorization: string | undefined): Readonly<Record<string, string>> =>
  authorization === undefined ? { ...headers } : { Authorization: authorization, ...headers }
