import { constants, type Stats } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import type { Io } from '../io.ts'
import { CommandError, usage } from '../output/commandError.ts'

/** An endpoint and its API key, under a name in the configuration file. */
export interface Profile {
  readonly endpoint?: string
  readonly apiKey?: string
}

type ProfileIo = Pick<Io, 'env' | 'homedir'>

/** The path of the configuration file, in the folder that the platform has for such files. */
function configurationFile(io: ProfileIo, platform: string = process.platform): string {
  const folder =
    platform === 'win32'
      ? io.env['APPDATA'] || join(home(io, 'APPDATA'), 'AppData', 'Roaming')
      : io.env['XDG_CONFIG_HOME'] || join(home(io, 'XDG_CONFIG_HOME'), '.config')
  return join(folder, 'labelbox-org', 'config.json')
}

/** @throws CommandError if the user has no home directory, as in some containers. */
function home({ homedir }: ProfileIo, variable: string): string {
  try {
    return homedir()
  } catch {
    throw usage(`This user has no home directory. Set ${variable} to the configuration folder.`)
  }
}

/**
 * Reads a profile.
 *
 * @throws CommandError if another user owns the file, or can read the keys in it.
 */
export async function readProfile(name: string, io: ProfileIo): Promise<Profile> {
  const file = configurationFile(io)
  const profiles = parseProfiles(await readPrivateFile(file, name), file)
  const profile = Object.hasOwn(profiles, name) ? profiles[name] : undefined
  if (profile === undefined) {
    const known = Object.keys(profiles)
    throw usage(`${file} has no profile ${name}. Its profiles: ${known.length === 0 ? 'none' : known.join(', ')}.`)
  }
  return requireProfile(profile, `The profile ${name} in ${file}`)
}

async function readPrivateFile(file: string, name: string): Promise<string> {
  try {
    // Opening a named pipe would block. Windows has no such flag.
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
    if (code !== 'ENOENT') throw usage(`${file} can't be read (${code ?? 'unknown reason'}).`)
    throw usage(
      `There is no profile ${name}: ${file} does not exist. Create it with {"profiles": {"${name}": {"endpoint": "https://…", "apiKey": "…"}}}`,
    )
  }
}

/** Root may own the file too, as it can read and write everything. */
function requirePrivate(stats: Stats, file: string): void {
  if (!stats.isFile()) throw usage(`${file} is not a regular file.`)
  if (process.geteuid === undefined) return
  if (stats.uid !== 0 && stats.uid !== process.geteuid()) {
    throw usage(`${file} belongs to another user, who could change its endpoints. Use a file of yours.`)
  }
  if ((stats.mode & 0o077) !== 0) {
    throw usage(`Other users can read or write ${file}. Make it private: chmod 600 ${file}`)
  }
}

function parseProfiles(text: string, file: string): Readonly<Record<string, unknown>> {
  let content: unknown
  try {
    // Editors on Windows write a byte order mark, which JSON does not allow.
    content = JSON.parse(text.replace(/^\ufeff/, ''))
  } catch {
    // The parser's message quotes the file, which may be a key.
    throw usage(`${file} is not JSON.`)
  }
  const profiles = (content as { profiles?: unknown } | null)?.profiles
  if (isRecord(profiles)) return profiles
  throw usage(`${file} has no "profiles". It should look like {"profiles": {"work": {"apiKey": "…"}}}`)
}

function requireProfile(profile: unknown, where: string): Profile {
  if (!isRecord(profile)) throw usage(`${where} must be an object.`)
  for (const [member, value] of Object.entries(profile)) {
    if (member !== 'endpoint' && member !== 'apiKey') throw usage(`${where} may have "endpoint" and "apiKey" only.`)
    if (typeof value !== 'string' || value === '') throw usage(`${where}: "${member}" must be text.`)
  }
  return profile
}

// Not imported from core/guards: that would add a second copy of LabelboxError to the built command.
const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
