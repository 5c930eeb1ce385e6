import type { LabelboxErrorCode } from '../../core/errors.ts'
import type { RequestOptions } from '../../core/callOptions.ts'

/** How much a finding matters. `critical`: people can't work, or data is at risk. `notice`: it is untidy. */
export type FindingSeverity = 'critical' | 'warning' | 'notice'

/** The parts of the organization that a report reads. */
export type ReportPart =
  'seats' | 'members' | 'invites' | 'roles' | 'keys' | 'groups' | 'projects' | 'tags' | 'webhooks' | 'iam'

/** What a report can find, with the part that it is about. The names are stable. */
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
} as const satisfies Readonly<Record<string, ReportPart>>

/** The name of what a report can find, such as `member-inactive`. */
export type FindingKind = keyof typeof findingKinds

/** A command that puts something right. It asks for confirmation where it removes something. */
export interface ReportCommand {
  /** The words of the command, for a program that runs it without a shell. The first one is `labelbox-org`. */
  readonly argv: readonly string[]
  /** The same for a POSIX shell, quoted. */
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
  /** The name or address, as somebody typed it; the id where there is none. Escape it wherever you show it. */
  readonly name: string
  /** What was found, in a few words, with dates as `2026-01-31`. It may contain text that somebody typed. */
  readonly detail: string
  /**
   * The commands that put it right, to be run one after another. Empty where a person has to decide, where an id or an
   * address has characters that are not safe to type, and for the user of this API key.
   */
  readonly commands: readonly ReportCommand[]
}

/** Something that an administrator should look at. */
export interface ReportFinding {
  readonly kind: FindingKind
  readonly severity: FindingSeverity
  /** What was found, in a sentence without text of others. */
  readonly message: string
  /** What to do, and what the API does not prove. */
  readonly advice: string
  readonly subjects: readonly ReportSubject[]
  /** Commands that put it right for all subjects at once. Empty where there are none. */
  readonly commands: readonly ReportCommand[]
}

/** A part that could not be read, or a check that could not be made. */
export interface NotChecked {
  readonly part: ReportPart
  /** What the report does not know because of that. */
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

/** How many there are of each; `null` where they could not be read. */
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
  /** Critical ones first. Each kind occurs at most once. */
  readonly findings: readonly ReportFinding[]
  readonly notChecked: readonly NotChecked[]
}

/** How far a report is. */
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

/** Options of a report. The `deadlineMs` holds for the whole report. */
export interface ReportOptions extends Omit<RequestOptions, 'onPartialData'> {
  /** A member who last logged in longer ago than this is inactive. Default: 90. */
  readonly inactiveForDays?: number | undefined
  /** An invite may be pending, and a new member may be without a login, for this long. Default: 30. */
  readonly waitingForDays?: number | undefined
  /** An API key that ends within this time ends soon. Default: 30. */
  readonly keysEndingInDays?: number | undefined
  /**
   * Asks Labelbox to check whether each IAM integration works. `ValidateIamIntegration` only reads, but the API has it as a
   * mutation: it is recorded by `audit`, and is not sent in a dry run. Default: `false`, for the state that Labelbox
   * remembers.
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
