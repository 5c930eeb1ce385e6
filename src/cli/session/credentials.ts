import { redactUrl } from '../../transport/observe/redactUrl.ts'
import type { GlobalOptions } from '../input/globalOptions.ts'
import { askSecret, isInteractive } from '../input/prompts.ts'
import type { Invocation } from '../invocation.ts'
import type { Io } from '../io.ts'
import { CommandError } from '../output/commandError.ts'
import { readProfile, type Profile } from './profiles.ts'

/** The endpoint, and the API key for it. */
export interface Credentials {
  /** `undefined` for Labelbox itself. */
  readonly endpoint: string | undefined
  readonly apiKey: string
}

/** Finds endpoint and API key, and asks for the key where there is none. */
export async function findCredentials(invocation: Invocation, options: GlobalOptions): Promise<Credentials> {
  const { endpoint, apiKey } = await findOptionalCredentials(invocation, options)
  return { endpoint, apiKey: apiKey ?? (await askKey(invocation.io, endpoint)) }
}

/**
 * Finds endpoint and API key where a key is not always needed. Options win over a profile or the variables. A profile is
 * a pair of endpoint and key, and so are the variables: a key is never sent to the endpoint of the other pair.
 */
export async function findOptionalCredentials(
  { io, warn }: Invocation,
  { apiKey, endpoint, profile: name }: GlobalOptions,
): Promise<Partial<Credentials> & Pick<Credentials, 'endpoint'>> {
  if (apiKey !== undefined) {
    warn(
      'The shell history and the list of processes show an API key on the command line. Use LABELBOX_API_KEY, a profile or the prompt instead.',
    )
  }
  const { LABELBOX_ENDPOINT, LABELBOX_API_KEY } = io.env
  const pair = (await chosenProfile(io, name)) ?? { endpoint: LABELBOX_ENDPOINT, apiKey: LABELBOX_API_KEY }
  const key = (apiKey ?? pair.apiKey) || undefined
  return { endpoint: (endpoint ?? pair.endpoint) || undefined, ...(key !== undefined && { apiKey: key }) }
}

/** The profile of `--profile`, or of LABELBOX_PROFILE where LABELBOX_API_KEY is not set. */
async function chosenProfile(io: Io, name: string | undefined): Promise<Profile | undefined> {
  if (name !== undefined) return readProfile(name, io)
  const { LABELBOX_API_KEY: key, LABELBOX_PROFILE: profile } = io.env
  return key || !profile ? undefined : readProfile(profile, io)
}

async function askKey(io: Io, endpoint: string | undefined): Promise<string> {
  if (isInteractive(io)) return askSecret(io, `API key for ${endpoint === undefined ? 'Labelbox' : shownUrl(endpoint)}`)
  throw new CommandError(
    'NO_API_KEY',
    'There is no API key. Set LABELBOX_API_KEY, or name a profile with --profile. You create keys in Labelbox under Workspace settings, API.',
  )
}

/** An endpoint for display, without its query, which may hold a token. */
export const shownUrl = (endpoint: string): string => (URL.canParse(endpoint) ? redactUrl(endpoint) : 'the endpoint')
