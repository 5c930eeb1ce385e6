import type { LabelboxErrorCode } from '../../core/errors.ts'
import type { RequestOptions } from '../../core/callOptions.ts'

/** How much a finding matters. `critical`: people can't work, or data is at risk. `notice`: it is untidy. */
export type FindingSeverity = 'critical' | 'warning' | 'notice'

/** The parts of the organization that a report reads. */
export type ReportPart =
  'seats' | 'members' | 'invites' | 'roles' | 'keys' | 'groups' | 'projects' | 'tags' | 'webhooks' | 'iam'

/** The name of a kind of finding, such as `member-inactive`. */
export type FindingKind =
  | 'seats-used-up'
  | 'seats-nearly-used-up'
  | 'member-inactive'
  | 'member-never-logged-in'
  | 'member-with-all-permissions'
  | 'invite-waiting'
  | 'invite-repeated'
  | 'invite-to-member'
  | 'key-of-former-member'
  | 'key-without-end'
  | 'key-ending-soon'
  | 'group-without-people'
  | 'group-without-projects'
  | 'project-without-people'
  | 'tag-unused'
  | 'webhook-without-tls'
  | 'webhook-inactive'
  | 'iam-invalid'
  | 'iam-without-default'

/** The kinds of findings, each with the part that it is about. The names are stable. */
export const findingKinds = {
  'seats-used-up': 'seats',
  'seats-nearly-used-up': 'seats',
  'member-inactive': 'members',
  'member-never-logged-in': 'members',
  'member-with-all-permissions': 'roles',
  'invite-waiting': 'invites',
  'invite-repeated': 'invites',
  'invite-to-member': 'invites',
  'key-of-former-member': 'keys',
  'key-without-end': 'keys',
  'key-ending-soon': 'keys',
  'group-without-people': 'groups',
  'group-without-projects': 'groups',
  'project-without-people': 'projects',
  'tag-unused': 'tags',
  'webhook-without-tls': 'webhooks',
  'webhook-inactive': 'webhooks',
  'iam-invalid': 'iam',
  'iam-without-default': 'iam',
} as const satisfies Readonly<Record<FindingKind, ReportPart>>

/** A command that puts something right. It asks for confirmation where it removes something. */
export interface ReportCommand {
  /** The arguments, for a program that runs the command without a shell. The first one is `labelbox-org`. */
  readonly argv: readonly string[]
  /** The command as a line for a POSIX shell, quoted. */
  readonly text: string
}

/** A person or a thing that a finding is about. */
export interface ReportSubject {
  readonly type:
    | 'organization'
    | 'member'
    | 'invite'
    | 'api-key'
    | 'user-group'
    | 'project'
    | 'resource-tag'
    | 'webhook'
    | 'iam-integration'
  readonly id: string
  /** The name or address, as somebody typed it, or else the id. Escape it wherever you show it. */
  readonly name: string
  /** What was found, in a few words, with dates as `2026-01-31`. It may contain text that somebody typed. */
  readonly detail: string
  /**
   * The commands that put it right; run them one after another. Empty if a person has to decide, if an id or address has
   * characters that are not safe to type, and for the user of this API key. The `advice` of the finding says in words
   * what to do then.
   */
  readonly commands: readonly ReportCommand[]
}

/** Something that an administrator should look at. */
export interface ReportFinding {
  readonly kind: FindingKind
  readonly severity: FindingSeverity
  /** What was found, in a sentence that contains no text that somebody typed. */
  readonly message: string
  /** What to do, and what the API does not prove. */
  readonly advice: string
  readonly subjects: readonly ReportSubject[]
  /** Commands that put it right for all subjects at once; may be empty. */
  readonly commands: readonly ReportCommand[]
}

/** A part that could not be read, or a check that could not be made. */
export interface NotChecked {
  readonly part: ReportPart
  /** The kinds of findings that the report could not look for. */
  readonly kinds: readonly FindingKind[]
  readonly reason: string
  /** The code of the error; `null` if there was none. */
  readonly code: LabelboxErrorCode | null
}

/** The seats of the plan. */
export interface ReportSeats {
  /** Members and pending invites. */
  readonly used: number
  readonly limit: number
  readonly remaining: number
  /** `used` divided by `limit`. */
  readonly share: number
}

/** The number of records of each kind; `null` if they could not be read. */
export interface ReportCounts {
  readonly members: number | null
  readonly invites: number | null
  /** Keys that are neither revoked nor expired, as far as this API key may see them. */
  readonly keys: number | null
  readonly groups: number | null
  readonly projects: number | null
  readonly tags: number | null
  readonly webhooks: number | null
  readonly iamIntegrations: number | null
}

/** The state of an organization. It is plain data: `JSON.stringify` writes all of it, with dates as ISO 8601. */
export interface OrganizationReport {
  readonly organization: { readonly id: string; readonly name: string | null }
  /** When the report was made: inactivity and ages are counted from here. */
  readonly createdAt: Date
  /** The periods that the findings are based on, in days, and whether integrations were validated. */
  readonly settings: {
    readonly inactiveForDays: number
    readonly waitingForDays: number
    readonly keysEndingInDays: number
    readonly validate: boolean
  }
  /** `null` if the seats could not be read. */
  readonly seats: ReportSeats | null
  readonly counts: ReportCounts
  /** Critical findings first. Each kind occurs at most once. */
  readonly findings: readonly ReportFinding[]
  readonly notChecked: readonly NotChecked[]
}

/** The progress of a report. */
export interface ReportProgress {
  /** The part that was read last. */
  readonly part: ReportPart
  /** Records that were read so far, in all parts. */
  readonly records: number
  /** Parts that are done. */
  readonly done: number
  /** Parts that the report reads. */
  readonly total: number
}

/** Options of a report. `deadlineMs` limits the whole report. */
export interface ReportOptions extends Omit<RequestOptions, 'onPartialData'> {
  /** A member is inactive if their last login is more than this number of days ago. Default: 90. */
  readonly inactiveForDays?: number | undefined
  /** How many days an invite may be pending, and a new member may be without a login. Default: 30. */
  readonly waitingForDays?: number | undefined
  /** The report names API keys that end within this number of days. Default: 30. */
  readonly keysEndingInDays?: number | undefined
  /**
   * Asks Labelbox to check whether each IAM integration works. `ValidateIamIntegration` only reads, but it is a mutation of
   * the API: `audit` records it, and a dry run does not send it. Default: `false`; the report then uses the result that
   * Labelbox stored last.
   */
  readonly validate?: boolean | undefined
  /** Records per page. Default: 100. */
  readonly pageSize?: number | undefined
  /** Pages of one list to request at the same time. The lists themselves are read at the same time too. Default: 8. */
  readonly concurrency?: number | undefined
  /** Called when a page was read, and when a part is done. */
  readonly onProgress?: ((progress: ReportProgress) => void) | undefined
  /** The time to count from. Default: now. */
  readonly now?: Date | undefined
}
