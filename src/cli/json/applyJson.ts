import type { LabelboxErrorCode } from '../../index.ts'
import type { Integer } from './integer.ts'

/** How a change of an organization file ended. */
export type ApplyOutcome = 'done' | 'failed' | 'unknown' | 'not-attempted' | 'dry-run'

/** A difference between an organization file and the organization. */
export interface FileChange {
  readonly kind:
    | 'set-role'
    | 'create-tag'
    | 'update-tag'
    | 'delete-tag'
    | 'create-group'
    | 'update-group'
    | 'delete-group'
    | 'add-to-group'
    | 'remove-from-group'
    | 'add-group-project'
    | 'remove-group-project'
    | 'set-project-role'
    | 'remove-from-project'
    | 'tag-project'
    | 'untag-project'
    | 'invite'
    | 'replace-invite'
    | 'cancel-invite'
    | 'remove-member'
  /** The address, the tag, or the user group that changes. For `add-group-project`, the project. */
  readonly what: string
  /** The project or user group in which it changes. */
  readonly in: string | null
  /** The role, color or text that it has. */
  readonly before: string | null
  /** The role, color or text that it gets. */
  readonly after: string | null
  /** The line of the file. Null for what the file does not list. */
  readonly line: Integer | null
}

/** How a difference was settled. */
export interface AppliedChange extends FileChange {
  readonly outcome: ApplyOutcome
  /** The code of the error that prevented it. */
  readonly code: LabelboxErrorCode | null
  /** Why it was not made. */
  readonly reason: string | null
}

/** What an organization file changed. */
export interface ApplyJson {
  /** In the order in which they are made. */
  readonly changes: readonly AppliedChange[]
  /** Addresses of the file whose invite is not accepted yet. They join user groups when the file is applied again. */
  readonly pending: readonly string[]
  /** What the file does not list in its sections, and that stays: the changes that --remove-unlisted would make. */
  readonly unlisted: readonly FileChange[]
  /** Only in a dry run. */
  readonly dryRun?: true
}

/** An organization file: what the command `apply` reads, and `export` writes. Each part may be left out. */
export interface OrganizationFileJson {
  /** The role in the organization of each member, by address. */
  readonly members?: Readonly<Record<string, string>>
  /** Projects, by name or id. */
  readonly projects?: Readonly<Record<string, ProjectInFile>>
  /** User groups, by name or id. */
  readonly groups?: Readonly<Record<string, GroupInFile>>
  /** The color of each tag, by its text: six hex digits. */
  readonly tags?: Readonly<Record<string, string>>
}

/** An organization file with all parts. */
export type WholeOrganizationFile = Required<OrganizationFileJson>

/** A project in an organization file. */
export interface ProjectInFile {
  /** The role in the project of each person, by address. They need the role NONE in the organization. */
  readonly members?: Readonly<Record<string, string>>
  /** The texts of the project's tags. */
  readonly tags?: readonly string[]
}

/** A user group in an organization file. */
export interface GroupInFile {
  /** One of 9EC5FF, CEB8FF, FFB35F, 4ED2F9, FFAEA9, FFA9D5, 3FDC9A, E7BF00 and B8C4D3. A new group needs it. */
  readonly color?: string
  readonly description?: string
  /** The names or ids of the group's projects. */
  readonly projects?: readonly string[]
  /** The role in the group of each person, by address. They need the role NONE in the organization. */
  readonly members?: Readonly<Record<string, string>>
}
