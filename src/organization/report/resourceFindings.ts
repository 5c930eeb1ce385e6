import type { ApiKey } from '../keys/apiKeys.ts'
import { isProjectBased } from '../roles/roles.ts'
import type { Webhook } from '../webhooks/webhooks.ts'
import { daysAfter } from './inactivity.ts'
import { argument, command, forId, isPlainEmail, isTypeable } from './reportCommands.ts'
import {
  counted,
  dateText,
  finding,
  permitsEverythingByName,
  subject,
  type CheckedIntegration,
  type ProjectUse,
  type ReportFacts,
  type ReportMember,
} from './reportFacts.ts'
import type { ReportCommand, ReportFinding, ReportSubject } from './reportTypes.ts'

/** Keys that can be used: neither revoked nor expired. */
export const usableKeys = (keys: readonly ApiKey[], now: Date): readonly ApiKey[] =>
  keys.filter(({ revoked, expiresAt }) => revoked !== true && !(expiresAt !== null && expiresAt <= now))

export function keyFindings({ now, settings, keys = [], members }: ReportFacts): readonly ReportFinding[] {
  const { keysEndingInDays } = settings
  const present = members && new Set(members.map(({ id }) => id))
  const usable = usableKeys(keys, now)
  const isOrphan = ({ userId }: ApiKey): boolean => present !== undefined && userId !== null && !present.has(userId)
  const orphans = usable.filter(isOrphan).map((key) => keySubject(key, ownerText(key), revocation(key)))
  const kept = usable.filter((key) => !isOrphan(key))
  const endless = kept
    .filter(({ expiresAt }) => expiresAt === null)
    .map((key) => keySubject(key, `${ownerText(key)}, made ${dateText(key.createdAt)}`, replacement(key)))
  const ending = kept
    .filter(({ expiresAt }) => expiresAt !== null && expiresAt.getTime() < daysAfter(now, keysEndingInDays))
    .map((key) => keySubject(key, `${ownerText(key)}, ends ${dateText(key.expiresAt)}`, replacement(key)))
  const replace =
    'The commands create another key and revoke the old one: put the new key where the old one is used in between, and add “--role” to the first command, as the API does not tell the role of a key. One of your own may be the key that you use now.'
  return [
    ...finding({
      kind: 'key-of-former-member',
      severity: 'warning',
      message: `${counted(orphans.length, 'API key belongs to somebody who is', 'API keys belong to people who are')} no longer a member.`,
      advice: 'Revoke them. They should not work any more, but Labelbox does not say so for each key.',
      subjects: orphans,
    }),
    ...finding({
      kind: 'key-without-end',
      severity: 'warning',
      message: `${counted(endless.length, 'API key has', 'API keys have')} no end, or Labelbox does not tell it.`,
      advice: `A lost key without an end can be used until somebody notices. ${replace}`,
      subjects: endless,
    }),
    ...finding({
      kind: 'key-ending-soon',
      severity: 'warning',
      message: `${counted(ending.length, 'API key ends', 'API keys end')} within ${keysEndingInDays} days.`,
      advice: `What uses it will stop then. ${replace}`,
      subjects: ending,
    }),
  ]
}

const ownerText = ({ isOwn, userEmail }: ApiKey): string => (isOwn ? 'yours' : `of ${userEmail ?? 'an unknown user'}`)

const keySubject = ({ id, name }: ApiKey, detail: string, commands: readonly ReportCommand[]): ReportSubject =>
  subject({ type: 'api-key', id, name, detail, commands })

const revocation = ({ id }: ApiKey): readonly ReportCommand[] => forId(id, (safe) => [command('keys', 'revoke', safe)])

/** A new key of the same name and owner, and the end of the old one. */
function replacement(key: ApiKey): readonly ReportCommand[] {
  const { isOwn, userEmail, name } = key
  const revoke = revocation(key)
  if (revoke.length === 0 || !(isOwn || isPlainEmail(userEmail))) return []
  const owner = isOwn || userEmail === null ? [] : ['--email', userEmail]
  const newName = name !== null && isTypeable(name) ? name : `Replacement of ${key.id}`
  return [command('keys', 'create', ...owner, '--valid-for', '12w', ...argument(newName)), ...revoke]
}

export function groupFindings({ groups = [] }: ReportFacts): readonly ReportFinding[] {
  const remove = (id: string) => forId(id, (safe) => [command('groups', 'delete', safe)])
  const toSubject = ({ id, name }: (typeof groups)[number], detail: string): ReportSubject =>
    subject({ type: 'user-group', id, name, detail, commands: remove(id) })
  const empty = groups.filter(({ members }) => members.totalCount === 0)
  const aimless = groups.filter(({ members, projects }) => members.totalCount !== 0 && projects.totalCount === 0)
  return [
    ...finding({
      kind: 'group-without-people',
      severity: 'notice',
      message: `${counted(empty.length, 'user group has', 'user groups have')} no members.`,
      advice:
        'Delete them, or add people with “labelbox-org groups update”. A pending invite may offer a group: the API does not show it.',
      subjects: empty.map((group) => toSubject(group, counted(group.projects.totalCount ?? 0, 'project', 'projects'))),
    }),
    ...finding({
      kind: 'group-without-projects',
      severity: 'notice',
      message: `${counted(aimless.length, 'user group has', 'user groups have')} members and no projects, which gives no access.`,
      advice: 'Delete them, or add a project with “labelbox-org groups update” and “--add-project”.',
      subjects: aimless.map((group) => toSubject(group, counted(group.members.totalCount ?? 0, 'member', 'members'))),
    }),
  ]
}

/**
 * The people who have access to every project, if all of them administer the organization. Anybody else with a role in the
 * whole organization works in every project, so then no project is without people.
 */
function administratorsOf(members: readonly ReportMember[]): readonly ReportMember[] | undefined {
  const everywhere = members.filter(({ orgRole }) => orgRole !== null && !isProjectBased(orgRole))
  return everywhere.every(({ orgRole }) => permitsEverythingByName(orgRole)) ? everywhere : undefined
}

/** The members of each project that show whether it has people besides administrators: those after as many, less one. */
export function membersToRead(everybody: readonly ReportMember[] | undefined): {
  readonly members: number
  readonly withMembers: boolean
} {
  const administrators = everybody && administratorsOf(everybody)
  return { members: Math.max(0, (administrators?.length ?? 0) - 1), withMembers: administrators !== undefined }
}

/**
 * Whether anybody but administrators has access to a project. Undefined if the project has fewer members than the
 * organization has administrators, so that the numbers can't be compared.
 */
export function hasPeople({ members = [] }: ProjectUse, everybody: readonly ReportMember[]): boolean | undefined {
  const administrators = administratorsOf(everybody)
  if (administrators === undefined) return true
  if (administrators.length === 0) return members.length > 0
  if (members.length === 0) return undefined
  return members.length > 1 || members.some(({ accessFrom }) => accessFrom !== null && accessFrom !== 'ORGANIZATION')
}

export function projectFindings({ projects = [], members }: ReportFacts): readonly ReportFinding[] {
  const empty = members === undefined ? [] : projects.filter((project) => hasPeople(project, members) === false)
  return finding({
    kind: 'project-without-people',
    severity: 'notice',
    message: `${counted(empty.length, 'project has', 'projects have')} no people besides administrators.`,
    advice:
      'Nobody has a role there, neither in the project nor by a user group, as far as the number of members shows. Add people with “labelbox-org members role” and “--project”. The commands delete projects without data rows.',
    subjects: empty.map(({ id, name, dataRowCount }) =>
      subject({
        type: 'project',
        id,
        name,
        detail: dataRowCount === null ? 'unknown number of data rows' : counted(dataRowCount, 'data row', 'data rows'),
        commands: dataRowCount === 0 ? forId(id, (safe) => [command('projects', 'delete', safe)]) : [],
      }),
    ),
  })
}

export function tagFindings({ tags = [], projects }: ReportFacts): readonly ReportFinding[] {
  const used = new Set(projects?.flatMap(({ resourceTags }) => resourceTags.map(({ id }) => id)))
  const unused = projects === undefined ? [] : tags.filter(({ id }) => !used.has(id))
  return finding({
    kind: 'tag-unused',
    severity: 'notice',
    message: `${counted(unused.length, 'tag is', 'tags are')} on no project that this API key can see.`,
    advice: 'Delete them, or leave them if somebody is going to use them.',
    subjects: unused.map(({ id, text, color }) =>
      subject({
        type: 'resource-tag',
        id,
        name: text,
        detail: `color ${color ?? 'unknown'}`,
        commands: forId(id, (safe) => [command('tags', 'delete', safe)]),
      }),
    ),
  })
}

export function webhookFindings({ webhooks = [] }: ReportFacts): readonly ReportFinding[] {
  const isActive = ({ status }: Webhook): boolean => status === null || status === 'ACTIVE'
  const plain = webhooks.filter((webhook) => isActive(webhook) && /^http:/i.test(webhook.url ?? ''))
  const inactive = webhooks.filter((webhook) => !isActive(webhook))
  return [
    ...finding({
      kind: 'webhook-without-tls',
      severity: 'critical',
      message: `${counted(plain.length, 'webhook posts', 'webhooks post')} to a host without TLS.`,
      advice:
        'What Labelbox sends there can be read and changed on its way. The commands change http to https: check first that the host answers there. Set other URLs with “labelbox-org webhooks update” and “--url”.',
      subjects: plain.map((webhook) => webhookSubject(webhook, 'http', withTls(webhook))),
    }),
    ...finding({
      kind: 'webhook-inactive',
      severity: 'notice',
      message: `${counted(inactive.length, 'webhook is', 'webhooks are')} not active.`,
      advice:
        'Nothing is sent to them. Leave them if you deleted them: Labelbox keeps a deleted webhook as inactive, and may list it forever. The commands activate them.',
      subjects: inactive.map((webhook) =>
        webhookSubject(
          webhook,
          `status ${webhook.status ?? 'unknown'}`,
          webhook.status === 'INACTIVE'
            ? forId(webhook.id, (safe) => [command('webhooks', 'update', safe, '--status', 'ACTIVE')])
            : [],
        ),
      ),
    }),
  ]
}

const webhookSubject = (
  { id, url, project }: Webhook,
  state: string,
  commands: readonly ReportCommand[],
): ReportSubject =>
  subject({
    type: 'webhook',
    id,
    name: shownUrl(url),
    detail: `${state}, ${project === null ? 'of the organization' : 'of a project'}`,
    commands,
  })

/** The URL without what may be secret: a long part of its path, its query, its user. */
function shownUrl(url: string | null): string | null {
  const parsed = toUrl(url)
  if (parsed === undefined) return null
  return isPublic(parsed) ? parsed.href : `${parsed.origin}/…`
}

const toUrl = (url: string | null): URL | undefined => (url !== null && URL.canParse(url) ? new URL(url) : undefined)

const isPublic = ({ pathname, search, hash, username, password }: URL): boolean =>
  search + hash + username + password === '' && pathname.split('/').every((part) => part.length <= 16)

/** Returns the command that changes http to https. Another port, or a URL that may be secret, needs a person. */
function withTls({ id, url }: Webhook): readonly ReportCommand[] {
  const parsed = toUrl(url)
  if (parsed?.port !== '' || !isPublic(parsed)) return []
  const secure = parsed.href.replace(/^http:/, 'https:')
  return forId(id, (safe) => [command('webhooks', 'update', safe, '--url', secure)])
}

export function iamFindings({ iam = [] }: ReportFacts): readonly ReportFinding[] {
  const invalid = iam.filter(({ integration, validation }) => (validation?.valid ?? integration.valid) === false)
  const hasDefault = iam.some(({ integration }) => integration.isOrgDefault === true)
  const [only, ...others] = iam
  const setDefault = (id: string): readonly ReportCommand[] =>
    others.length > 0 ? [] : forId(id, (safe) => [command('iam', 'set-default', safe)])
  return [
    ...finding({
      kind: 'iam-invalid',
      severity: 'critical',
      message: `${counted(invalid.length, 'IAM integration does', 'IAM integrations do')} not work.`,
      advice:
        'Labelbox can’t read that storage. Correct the role or the permissions in the cloud, then look again with “labelbox-org iam validate”.',
      subjects: invalid.map((checked) => integrationSubject(checked, failureText(checked), [])),
    }),
    ...finding({
      kind: 'iam-without-default',
      severity: 'notice',
      message: 'No IAM integration is the default.',
      advice: 'New datasets need one to be chosen each time. Choose one with “labelbox-org iam set-default”.',
      subjects:
        only === undefined || hasDefault
          ? []
          : iam.map((checked) => integrationSubject(checked, 'not the default', setDefault(checked.integration.id))),
    }),
  ]
}

const integrationSubject = (
  { integration: { id, name, provider } }: CheckedIntegration,
  detail: string,
  commands: readonly ReportCommand[],
): ReportSubject =>
  subject({ type: 'iam-integration', id, name, detail: `${provider ?? 'unknown provider'}, ${detail}`, commands })

function failureText({ integration, validation }: CheckedIntegration): string {
  const failed = (validation?.checks ?? []).filter(({ success }) => !success).map(({ name }) => name)
  if (failed.length > 0) return `failed: ${failed.join(', ')}`
  return validation === undefined && integration.lastValidAt !== null
    ? `last valid ${dateText(integration.lastValidAt)}`
    : 'not valid'
}
