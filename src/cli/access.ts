import { CommandError } from './failure.ts'
import type { GlobalOptions } from './globals.ts'
import { readProfile, type Profile } from './profile.ts'
import { redactUrl } from '../transport/observe/redactUrl.ts'
import { askSecret, isInteractive } from './prompts.ts'

/** Where to go, and with which key. */
export interface Access {
  readonly endpoint: string | undefined
  readonly apiKey: string
}

type Environment = Readonly<Record<string, string | undefined>>

/** Finds the key, or asks for it. */
export async function findAccess(
  options: GlobalOptions,
  environment: Environment,
  warn: (text: string) => void,
): Promise<Access> {
  const { endpoint, apiKey } = await findTarget(options, environment, warn)
  return { endpoint, apiKey: apiKey ?? (await askKey(endpoint)) }
}

/**
 * The same where a key may not be needed. A profile is a pair of endpoint and key, and so are the variables: neither
 * completes the other. What the command line says comes before both.
 */
export async function findTarget(
  { apiKey, endpoint, profile: named }: GlobalOptions,
  environment: Environment,
  warn: (text: string) => void,
): Promise<{ readonly endpoint: string | undefined; readonly apiKey: string | undefined }> {
  if (apiKey !== undefined) {
    warn(
      'The key on the command line is in the history of the shell now, and others on this machine can see it in the list of processes. LABELBOX_API_KEY, a profile or the prompt keep it.',
    )
  }
  const profile = await profileOf(named, environment)
  const { LABELBOX_ENDPOINT, LABELBOX_API_KEY } = environment
  const pair = profile ?? { endpoint: LABELBOX_ENDPOINT, apiKey: LABELBOX_API_KEY }
  return { endpoint: (endpoint ?? pair.endpoint) || undefined, apiKey: (apiKey ?? pair.apiKey) || undefined }
}

/** One that is named on the command line, or by LABELBOX_PROFILE where there is no LABELBOX_API_KEY. */
async function profileOf(named: string | undefined, environment: Environment): Promise<Profile | undefined> {
  if (named !== undefined) return readProfile(named, environment)
  const { LABELBOX_API_KEY: key, LABELBOX_PROFILE: profile } = environment
  return key || !profile ? undefined : readProfile(profile, environment)
}

async function askKey(endpoint: string | undefined): Promise<string> {
  if (isInteractive()) return askSecret(`API key for ${endpoint === undefined ? 'Labelbox' : shownUrl(endpoint)}`)
  throw new CommandError(
    'NO_API_KEY',
    'There is no API key. Set LABELBOX_API_KEY, or name a profile that has one with --profile. Labelbox issues keys under Workspace settings, API.',
  )
}

/** An endpoint as it may be shown: its query may hold a token. */
export const shownUrl = (endpoint: string): string => (URL.canParse(endpoint) ? redactUrl(endpoint) : 'the endpoint')
