import { normalizeEmail, parseEmail } from '../../organization/email.ts'
import { FileReader, type Part, type Placed } from './fileReader.ts'
import { InvalidFileError } from '../output/commandError.ts'

/** A person of the file, and the role that it gives them. */
export interface RoleEntry {
  readonly email: string
  readonly role: string
  readonly line: number
}

/** A project of the file. */
export interface ProjectEntry {
  /** A name or an id. */
  readonly name: string
  readonly line: number
  readonly members?: readonly RoleEntry[]
  readonly tags?: readonly Placed<string>[]
}

/** A user group of the file. */
export interface GroupEntry {
  readonly name: string
  readonly line: number
  readonly color?: string
  readonly description?: string
  readonly projects?: readonly Placed<string>[]
  readonly members?: readonly RoleEntry[]
}

/** A tag of the file. */
export interface TagEntry {
  readonly text: string
  readonly color: string
  readonly line: number
}

/** What an organization file says. Nothing is known, and nothing is changed, of what it leaves out. */
export interface OrganizationFile {
  readonly members?: readonly RoleEntry[]
  readonly projects?: readonly ProjectEntry[]
  readonly groups?: readonly GroupEntry[]
  readonly tags?: readonly TagEntry[]
}

/**
 * Reads an organization file: YAML, or JSON, which is YAML too.
 *
 * @param name - Names the file in the error.
 * @throws InvalidFileError with a line and a reason for everything that is wrong.
 */
export function readOrganizationFile(text: string, name: string): OrganizationFile {
  const reader = new FileReader(text)
  const file = reader.faults.length === 0 ? fileOf(reader) : {}
  if (reader.faults.length > 0) throw new InvalidFileError(name, reader.faults)
  return file
}

function fileOf(reader: FileReader): OrganizationFile {
  const sections = ['members', 'projects', 'groups', 'tags'] as const
  const { members, projects, groups, tags } = reader.members(reader.root, 'the file', sections)
  const file: OrganizationFile = {
    ...(members !== undefined && { members: rolesOf(reader, members, 'members') }),
    ...(projects !== undefined && {
      projects: reader.entries(projects, 'projects').map((entry) => projectOf(reader, entry)),
    }),
    ...(groups !== undefined && { groups: reader.entries(groups, 'groups').map((entry) => groupOf(reader, entry)) }),
    ...(tags !== undefined && {
      tags: reader.entries(tags, 'tags').map(({ key, value, line }) => ({
        text: key,
        color: reader.text(value, `the color of ${key}`) ?? '',
        line,
      })),
    }),
  }
  if (Object.keys(file).length === 0 && reader.faults.length === 0) {
    reader.fault(1, `the file needs one of ${sections.join(', ')}.`)
  }
  return file
}

function projectOf(reader: FileReader, { key, value, line }: ReturnType<FileReader['entries']>[number]): ProjectEntry {
  const { members, tags } = reader.members(value, key, ['members', 'tags'])
  return {
    name: key,
    line,
    ...(members !== undefined && { members: rolesOf(reader, members, `members of ${key}`) }),
    ...(tags !== undefined && { tags: reader.texts(tags, `tags of ${key}`) }),
  }
}

function groupOf(reader: FileReader, { key, value, line }: ReturnType<FileReader['entries']>[number]): GroupEntry {
  const parts = reader.members(value, key, ['color', 'description', 'projects', 'members'])
  const { color, description, projects, members } = parts
  const givenColor = color === undefined ? undefined : reader.text(color, `the color of ${key}`)
  const givenDescription =
    description === undefined ? undefined : reader.text(description, `the description of ${key}`, true)
  return {
    name: key,
    line,
    ...(givenColor !== undefined && { color: givenColor }),
    ...(givenDescription !== undefined && { description: givenDescription }),
    ...(projects !== undefined && { projects: reader.texts(projects, `projects of ${key}`) }),
    ...(members !== undefined && { members: rolesOf(reader, members, `members of ${key}`) }),
  }
}

/** People and their roles, each person once. */
function rolesOf(reader: FileReader, part: Part, what: string): readonly RoleEntry[] {
  const seen = new Map<string, number>()
  return reader.entries(part, what).flatMap(({ key, value, line }) => {
    const email = parseEmail(key)
    const role = reader.text(value, `the role of ${key}`)
    if (email === undefined) {
      reader.fault(line, `${key} is not an email address. Write one such as ada@example.com.`)
      return []
    }
    const mailbox = normalizeEmail(email)
    const before = seen.get(mailbox)
    if (before !== undefined) reader.fault(line, `${key} is also on line ${before}.`)
    seen.set(mailbox, line)
    return role === undefined ? [] : [{ email, role, line }]
  })
}
