import { CommandError } from './failure.ts'
import type { GlobalOptions } from './globals.ts'
import { readProfile, type Profile } from './profile.ts'
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
 * The same where a key may not be needed. A profile is a pair, and so are the variables: a profile's key goes to its own
 * endpoint, not to the one of LABELBOX_ENDPOINT. What is said on the command line comes before both.
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
  const target = endpoint ?? (profile === undefined ? environment['LABELBOX_ENDPOINT'] : profile.endpoint)
  const key = apiKey ?? profile?.apiKey ?? environment['LABELBOX_API_KEY']
  return { endpoint: target || undefined, apiKey: key || undefined }
}

/** One that is named on the command line, or by LABELBOX_PROFILE where there is no LABELBOX_API_KEY. */
async function profileOf(named: string | undefined, environment: Environment): Promise<Profile | undefined> {
  if (named !== undefined) return readProfile(named, environment)
  const { LABELBOX_API_KEY: key, LABELBOX_PROFILE: profile } = environment
  return key || !profile ? undefined : readProfile(profile, environment)
}

async function askKey(endpoint: string | undefined): Promise<string> {
  if (isInteractive()) return askSecret(`API key for ${endpoint || 'Labelbox'}`)
  throw new CommandError(
    'NO_API_KEY',
    'There is no API key. Set LABELBOX_API_KEY, or name a profile with --profile. Labelbox issues keys under Workspace settings, API.',
  )
}
