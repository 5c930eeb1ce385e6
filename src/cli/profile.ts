import { constants, type Stats } from 'node:fs'
import { open } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { CommandError, usage } from './failure.ts'

/** Where to go and with what, under a name. */
export interface Profile {
  readonly endpoint?: string
  readonly apiKey?: string
}

type Environment = Readonly<Record<string, string | undefined>>

/** The file of profiles: in the place that the system has for such files. */
export function profileFile(environment: Environment, platform: string = process.platform): string {
  const folder =
    platform === 'win32'
      ? environment['APPDATA'] || join(homeFolder('APPDATA'), 'AppData', 'Roaming')
      : environment['XDG_CONFIG_HOME'] || join(homeFolder('XDG_CONFIG_HOME'), '.config')
  return join(folder, 'labelbox-org', 'config.json')
}

/** @throws CommandError where the user of the process has no home, as in some containers. */
function homeFolder(variable: string): string {
  try {
    return homedir()
  } catch {
    throw usage(`This user has no home directory. Set ${variable} to the folder of the configuration.`)
  }
}

/**
 * Reads a profile.
 *
 * @throws CommandError for a file that others may read, as they may have the keys, or that another user has written.
 */
export async function readProfile(name: string, environment: Environment): Promise<Profile> {
  const file = profileFile(environment)
  const text = await textOf(file, name)
  const profiles = profilesOf(text, file)
  const profile = Object.hasOwn(profiles, name) ? profiles[name] : undefined
  if (profile === undefined) {
    const known = Object.keys(profiles)
    throw usage(`${file} has no profile ${name}; it has ${known.length === 0 ? 'none' : known.join(', ')}.`)
  }
  return requireProfile(profile, `The profile ${name} of ${file}`)
}

async function textOf(file: string, name: string): Promise<string> {
  try {
    // A named pipe would keep it waiting. Windows has none of that kind.
    const { O_RDONLY, O_NONBLOCK = 0 } = constants as Partial<typeof constants> & { readonly O_RDONLY: number }
    const handle = await open(file, O_RDONLY | O_NONBLOCK)
    try {
      requirePrivate(await handle.stat(), file)
      return await handle.readFile('utf8')
    } finally {
      await handle.close()
    }
  } catch (error) {
    if (error instanceof CommandError) throw error
    const { code } = error as NodeJS.ErrnoException
    if (code !== 'ENOENT') throw usage(`${file} can't be read (${code ?? 'no reason is given'}).`)
    throw usage(
      `There is no profile ${name}, as there is no ${file}. It looks like this: {"profiles": {"${name}": {"endpoint": "https://…", "apiKey": "…"}}}`,
    )
  }
}

/** Root may own it too: it can read and write everything anyway. */
function requirePrivate(found: Stats, file: string): void {
  if (!found.isFile()) throw usage(`${file} is not a regular file.`)
  if (process.geteuid === undefined) return
  if (found.uid !== 0 && found.uid !== process.geteuid()) {
    throw usage(`${file} belongs to another user, who could name any endpoint in it. Make a file of your own.`)
  }
  if ((found.mode & 0o077) !== 0) {
    throw usage(`${file} can be read or written by others. Keep it to yourself: chmod 600 ${file}`)
  }
}

function profilesOf(text: string, file: string): Readonly<Record<string, unknown>> {
  let content: unknown
  try {
    // Editors of Windows write a byte order mark, which JSON does not know.
    content = JSON.parse(text.replace(/^\ufeff/, ''))
  } catch {
    // The parser's own message repeats what it has read, and that may be a key.
    throw usage(`${file} is not JSON.`)
  }
  const profiles = (content as { profiles?: unknown } | null)?.profiles
  if (isObject(profiles)) return profiles
  throw usage(`${file} has no "profiles". It looks like this: {"profiles": {"work": {"apiKey": "…"}}}`)
}

function requireProfile(profile: unknown, where: string): Profile {
  if (!isObject(profile)) throw usage(`${where} is no object.`)
  for (const [member, value] of Object.entries(profile)) {
    if (member !== 'endpoint' && member !== 'apiKey') throw usage(`${where} has more than "endpoint" and "apiKey".`)
    if (typeof value !== 'string' || value === '') throw usage(`${where} has something else than text as ${member}.`)
  }
  return profile
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
