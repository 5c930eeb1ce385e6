import type { OrganizationReport } from '../../index.ts'
import type { ApplyJson, OrganizationFileJson, WholeOrganizationFile } from './applyJson.ts'
import type { InviteRunJson, MemberRunJson, PlannedRequests, ReportRow } from './changeJson.ts'
import type { Failure } from './errorJson.ts'
import type {
  CreatedKeyJson,
  CreatedWebhookJson,
  GroupImportRowJson,
  GroupJson,
  GroupMemberJson,
  IntegrationCheckJson,
  IntegrationJson,
  InviteJson,
  KeyJson,
  MemberJson,
  OrganizationName,
  ProjectJson,
  ProjectMemberJson,
  SeatsJson,
  SentInviteJson,
  TagJson,
  WebhookJson,
} from './recordJson.ts'
import type {
  CheckJson,
  ComparisonJson,
  PlannedProbe,
  ProbeJson,
  PullJson,
  RepairJson,
  VerificationJson,
} from './schemaJson.ts'
import type { Integer } from './integer.ts'

/** A change, or with --dry-run the requests that it would send. */
type Change<Done> = Done | PlannedRequests

type Created<Record> = Change<{ readonly created: Record }>

type Updated<Record> = Change<{ readonly updated: Record }>

type Deleted<Record> = Change<{ readonly deleted: Record }>

/**
 * What each command prints on stdout with `--json`, by the words of the command. Dates are printed as ISO 8601. A comment
 * becomes the description of the command's schema.
 */
export interface CommandJson {
  /** The user, the role and the organization of the API key. */
  readonly whoami: {
    readonly id: string
    readonly email: string | null
    readonly name: string | null
    /** The name of the role in the organization. */
    readonly role: string | null
    readonly organization: OrganizationName
    /** Where requests go. Null for Labelbox itself. */
    readonly endpoint: string | null
  }
  /** The organization of the API key, and its seats. */
  readonly org: {
    readonly id: string
    readonly name: string | null
    readonly createdAt: Date | null
    readonly updatedAt: Date | null
    readonly seats: SeatsJson
  }
  /** The state of the organization. With --out, the report is in the file, and the command prints where. */
  readonly report: OrganizationReport | { readonly out: string }
  /** What an organization file changed. With --dry-run, what it would change. */
  readonly apply: ApplyJson
  /** The organization as an organization file. With --out, the command prints where it is. */
  readonly export: WholeOrganizationFile | { readonly out: string }
  /** The members of the organization. With --out, the list is in the file, and the command prints where. */
  readonly 'members list': readonly MemberJson[] | { readonly out: string; readonly members: Integer }
  /** The projects that a member can work in. */
  readonly 'members projects': readonly ProjectJson[]
  /** The member who was removed. With --from, the outcomes of the rows of the file. */
  readonly 'members remove':
    | Change<{
        readonly removed: {
          readonly id: string
          readonly email: string | null
          /** The project as it was typed. Null for the organization. */
          readonly project: string | null
        }
      }>
    | MemberRunJson
  /** The member whose role was set. With --from, the outcomes of the rows of the file. */
  readonly 'members role':
    | Change<{
        readonly changed: {
          readonly id: string
          readonly email: string | null
          /** The new role as it was typed. */
          readonly role: string
          /** The project as it was typed. Null for the organization. */
          readonly project: string | null
        }
      }>
    | MemberRunJson
  /** The pending invites. */
  readonly 'invites list': readonly InviteJson[]
  /** The invite that was sent. With --from, the outcomes of the rows of the file. */
  readonly 'invites send': Change<{ readonly invited: SentInviteJson }> | InviteRunJson
  /** The invites that were cancelled, and those that were no longer pending. */
  readonly 'invites cancel': Change<{
    readonly cancelled: readonly InviteJson[]
    readonly gone: readonly InviteJson[]
  }>
  /** The invite that was sent again. */
  readonly 'invites resend': Change<{ readonly invited: SentInviteJson }>
  /** The seats of the plan. */
  readonly 'invites limit': SeatsJson
  /** The projects of the organization. */
  readonly 'projects list': readonly ProjectJson[]
  /** A project. */
  readonly 'projects show': ProjectJson
  /** The new project. */
  readonly 'projects create': Created<ProjectJson>
  /** The changed project. */
  readonly 'projects update': Updated<ProjectJson>
  /** The project as it was before it was deleted. */
  readonly 'projects delete': Deleted<ProjectJson>
  /** Who can work in a project. */
  readonly 'projects members': readonly ProjectMemberJson[]
  /** The tags of a project: with --set and --clear, those that it has now. */
  readonly 'projects tags': Change<readonly TagJson[]>
  /** The tags of the organization. */
  readonly 'tags list': readonly TagJson[]
  /** The new tag. */
  readonly 'tags create': Created<TagJson>
  /** The changed tag. */
  readonly 'tags update': Updated<TagJson>
  /** The tag as it was before it was deleted. */
  readonly 'tags delete': Deleted<TagJson>
  /** The user groups. */
  readonly 'groups list': readonly GroupJson[]
  /** A user group. */
  readonly 'groups show': GroupJson
  /** The new user group. */
  readonly 'groups create': Created<GroupJson>
  /** The changed user group. */
  readonly 'groups update': Updated<GroupJson>
  /** The members of a user group. */
  readonly 'groups members': readonly GroupMemberJson[]
  /** The user group with the added members. */
  readonly 'groups add-members': Updated<GroupJson>
  /** The user group without the removed members. */
  readonly 'groups remove-members': Updated<GroupJson>
  /** What Labelbox did with the rows of the file. */
  readonly 'groups import': Change<{
    /** The number of people whom Labelbox has added. Null if it does not say. */
    readonly addedCount: Integer | null
    /** The number of rows that Labelbox has read. Null if it does not say. */
    readonly count: Integer | null
    readonly rows: readonly GroupImportRowJson[]
    /** The report as Labelbox wrote it. */
    readonly csvReport: string | null
  }>
  /** The addresses of the members of a user group, as CSV. */
  readonly 'groups export': Change<{ readonly csv: string }>
  /** The user group as it was before it was deleted. */
  readonly 'groups delete': Deleted<GroupJson>
  /** The webhooks of the organization and of its projects. */
  readonly 'webhooks list': readonly WebhookJson[]
  /** A webhook, and who created it. */
  readonly 'webhooks show': CreatedWebhookJson
  /** The new webhook. */
  readonly 'webhooks create': Created<WebhookJson>
  /** The changed webhook. */
  readonly 'webhooks update': Updated<WebhookJson>
  /** The deleted webhook, which Labelbox keeps as INACTIVE. */
  readonly 'webhooks delete': Deleted<WebhookJson>
  /** The IAM integrations of the organization. */
  readonly 'iam list': readonly IntegrationJson[]
  /** The new integration. */
  readonly 'iam create': Created<IntegrationJson>
  /** The changed integration. */
  readonly 'iam update': Updated<IntegrationJson>
  /** The checks of an integration. */
  readonly 'iam validate': Change<{
    readonly id: string
    /** Whether all checks passed. */
    readonly valid: boolean
    readonly checks: readonly IntegrationCheckJson[]
  }>
  /** The integration that is the default now. */
  readonly 'iam set-default': Change<{
    readonly default: { readonly id: string; readonly name: string | null }
  }>
  /** The integration as it was before it was deleted. */
  readonly 'iam delete': Deleted<IntegrationJson>
  /** The API keys that the user of the API key can see. */
  readonly 'keys list': readonly KeyJson[]
  /** An API key, without the key itself. */
  readonly 'keys show': KeyJson
  /** The new API key, with the key itself. */
  readonly 'keys create': Created<CreatedKeyJson>
  /** The revoked API key. */
  readonly 'keys revoke': Change<{ readonly revoked: KeyJson }>
  /** Where the console is, printed when it is ready. */
  readonly console: {
    /** The address, with a token that signs one browser in, once. */
    readonly url: string
  }
  /** Where the sandbox is, printed when it is ready. */
  readonly sandbox: {
    readonly url: string
    /** The API key that it accepts. Null for a key of your own, which is not printed. */
    readonly apiKey: string | null
  }
  /** The snapshot that was taken, and what changed since the former one. */
  readonly 'schema pull': PullJson
  /** What changed between two schemas, and what it touches. With --apply, what was changed in the documents. */
  readonly 'schema diff': ComparisonJson | RepairJson
  /** The findings of a check of operations. */
  readonly 'schema check': CheckJson
  /** What the API says about each operation. With --dry-run, the requests that would be sent. */
  readonly 'schema probe': ProbeJson | PlannedProbe
  /** What the API says about the inferred facts of a snapshot. */
  readonly 'schema verify': VerificationJson
}

/** What else is JSON: errors on stderr, and files. */
export interface OtherJson {
  /** The error, as the last line of stderr with --json. */
  readonly error: { readonly error: Failure }
  /** A line of the file of --report, if its name ends in .jsonl or .ndjson. */
  readonly 'report file': ReportRow
  /** The file that apply reads and export writes. */
  readonly 'organization file': OrganizationFileJson
}
