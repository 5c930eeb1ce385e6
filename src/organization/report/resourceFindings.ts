import type { ApiKey } from '../keys/apiKeys.ts'
import { isProjectBased, roleKey } from '../roles/roles.ts'
import type { Webhook } from '../webhooks/webhooks.ts'
import { daysAfter, daysBefore } from './inactivity.ts'
import { keysWithoutMember, usableKeys } from './keyOwners.ts'
import { command, forId } from './reportCommands.ts'
import {
  counted,
  dateText,
  finding,
  subject,
  type CheckedIntegration,
  type ProjectUse,
  type ReportFacts,
  type ReportMember,
} from './reportFacts.ts'
import type { ReportCommand, ReportFinding, ReportSubject } from './reportTypes.ts'

export function keyFindings(facts: ReportFacts): readonly ReportFinding[] {
  const { now, settings, keys = [], members, owners } = facts
  const { keysEndingInDays } = settings
  const usable = usableKeys(keys, now)
  const orphans = members === undefined ? [] : keysWithoutMember(facts).filter((key) => usable.includes(key))
  const stateOf = ({ userId }: ApiKey) => owners.get(userId ?? '') ?? 'unknown'
  const former = orphans.filter((key) => stateOf(key) !== 'present')
  const kept = usable.filter((key) => !former.includes(key))
  const endless = kept.filter(({ expiresAt }) => expiresAt === null)
  const ending = kept.filter(
    ({ expiresAt }) => expiresAt !== null && expiresAt.getTime() < daysAfter(now, keysEndingInDays),
  )
  const replace =
    'Create another key with “labelbox-org keys create --email OWNER --role ROLE --valid-for 12w NAME”: the API does not tell the role of a key. Put it where the old one is used, and only then revoke the old one with “labelbox-org keys revoke” and its id. One of your own may be the key that you use now.'
  return [
    ...finding({
      kind: 'key-of-former-member',
      severity: 'warning',
      message: `${counted(former.length, 'API key belongs to somebody who is', 'API keys belong to people who are')} not in the list of members.`,
      advice:
        'Revoke those whose owners have left. They should not work any more, but Labelbox does not say so for each key. Where Labelbox does not say whether the owner has left, ask first, then type “labelbox-org keys revoke” and the id.',
      subjects: former.map((key) =>
        stateOf(key) === 'gone'
          ? keySubject(key, `${ownerText(key)}, who has left`, revocation(key))
          : keySubject(key, `${ownerText(key)}, and Labelbox does not say whether they have left`),
      ),
    }),
    ...finding({
      kind: 'key-without-end',
      severity: 'warning',
      message: `${counted(endless.length, 'API key has', 'API keys have')} no end, or Labelbox does not tell it.`,
      advice: `A lost key without an end can be used until somebody notices. ${replace}`,
      subjects: endless.map((key) => keySubject(key, `${ownerText(key)}, made ${dateText(key.createdAt)}`)),
    }),
    ...finding({
      kind: 'key-ending-soon',
      severity: 'warning',
      message: `${counted(ending.length, 'API key ends', 'API keys end')} within ${keysEndingInDays} days.`,
      advice: `What uses it will stop then. ${replace}`,
      subjects: ending.map((key) => keySubject(key, `${ownerText(key)}, ends ${dateText(key.expiresAt)}`)),
    }),
  ]
}

const ownerText = ({ isOwn, userEmail }: ApiKey): string => (isOwn ? 'yours' : `of ${userEmail ?? 'an unknown user'}`)

const keySubject = ({ id, name }: ApiKey, detail: string, commands: readonly ReportCommand[] = []): ReportSubject =>
  subject({ type: 'api-key', id, name, detail, commands })

const revocation = ({ id }: ApiKey): readonly ReportCommand[] => forId(id, (safe) => [command('keys', 'revoke', safe)])

export function groupFindings({ groups = [] }: ReportFacts): readonly ReportFinding[] {
  const toSubject = ({ id, name }: (typeof groups)[number], detail: string): ReportSubject =>
    subject({ type: 'user-group', id, name, detail, commands: [] })
  const countText = (count: number | null, thing: string): string =>
    count === null ? `unknown number of ${thing}s` : counted(count, thing, `${thing}s`)
  const empty = groups.filter(({ members }) => members.totalCount === 0)
  const aimless = groups.filter(({ members, projects }) => members.totalCount !== 0 && projects.totalCount === 0)
  return [
    ...finding({
      kind: 'group-without-people',
      severity: 'notice',
      message: `${counted(empty.length, 'user group has', 'user groups have')} no members.`,
      advice:
        'Add people with “labelbox-org groups update”, or delete it with “labelbox-org groups delete” and the id. Look first whether a pending invite offers the group: the API does not show it.',
      subjects: empty.map((group) => toSubject(group, countText(group.projects.totalCount, 'project'))),
    }),
    ...finding({
      kind: 'group-without-projects',
      severity: 'notice',
      message: `${counted(aimless.length, 'user group has', 'user groups have')} no projects, which gives no access.`,
      advice:
        'Add a project with “labelbox-org groups update” and “--add-project”, or delete the group with “labelbox-org groups delete” and the id.',
      subjects: aimless.map((group) => toSubject(group, countText(group.members.totalCount, 'member'))),
    }),
  ]
}

/** Built-in roles whose holders manage or see every project, so that they do not count as people of one. */
const wideRoles = ['ADMIN', 'TENANT_ADMIN', 'TEAM_MANAGER', 'DATA_ADMIN', 'READ_ONLY_ADMIN']

/** Built-in roles whose holders work in every project. */
const workingRoles = ['LABELER', 'REVIEWER']

const withRole = (members: readonly ReportMember[]): readonly ReportMember[] =>
  members.filter(({ orgRole }) => orgRole !== null && !isProjectBased(orgRole))

/**
 * The people who see every project, if all who have a role in the whole organization do no more than manage. Otherwise the
 * people of no project can be counted.
 */
const managersOf = (members: readonly ReportMember[]): readonly ReportMember[] | undefined => {
  const everywhere = withRole(members)
  return everywhere.every(({ orgRole }) => wideRoles.includes(roleKey(orgRole?.name))) ? everywhere : undefined
}

/** The members of each project that show whether it has people besides managers: those after as many, less one. */
export function membersToRead(everybody: readonly ReportMember[] | undefined): {
  readonly members: number
  readonly withMembers: boolean
} {
  const managers = everybody && managersOf(everybody)
  return { members: Math.max(0, (managers?.length ?? 0) - 1), withMembers: managers !== undefined }
}

/**
 * Returns a test of projects: whether anybody but managers of the whole organization has access. It returns undefined if the
 * project has fewer members than there are managers, so that the numbers can't be compared, or if roles are held that
 * this package does not know.
 */
export function peopleTest(everybody: readonly ReportMember[]): (project: ProjectUse) => boolean | undefined {
  const managers = managersOf(everybody)
  if (managers === undefined) {
    const isWorking = withRole(everybody).some(({ orgRole }) => workingRoles.includes(roleKey(orgRole?.name)))
    return () => (isWorking ? true : undefined)
  }
  return ({ members = [] }) => {
    if (managers.length === 0) return members.length > 0
    if (members.length === 0) return undefined
    return members.length > 1 || members.some(({ accessFrom }) => accessFrom !== null && accessFrom !== 'ORGANIZATION')
  }
}

export function projectFindings({ now, settings, projects = [], members }: ReportFacts): readonly ReportFinding[] {
  const since = daysBefore(now, settings.waitingForDays)
  const isNew = ({ createdAt }: ProjectUse): boolean => createdAt instanceof Date && createdAt.getTime() >= since
  const hasPeople = peopleTest(members ?? [])
  const empty = projects.filter((project) => members && !isNew(project) && hasPeople(project) === false)
  return finding({
    kind: 'project-without-people',
    severity: 'notice',
    message: `${counted(empty.length, 'project has', 'projects have')} no people besides those who manage the whole organization.`,
    advice: `Nobody has a role there, neither in the project nor by a user group, as far as the number of members shows. Projects made within ${settings.waitingForDays} days do not count. Add people with “labelbox-org members role” and “--project”. Delete a project only if nobody needs its data.`,
    subjects: empty.map(({ id, name, dataRowCount }) =>
      subject({
        type: 'project',
        id,
        name,
        detail: dataRowCount === null ? 'unknown number of data rows' : counted(dataRowCount, 'data row', 'data rows'),
        commands: [],
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
    advice:
      'A project that this API key can’t see may have them. If none does, delete a tag with “labelbox-org tags delete” and its id.',
    subjects: unused.map(({ id, text, color }) =>
      subject({
        type: 'resource-tag',
        id,
        name: text,
        detail: `color ${color ?? 'unknown'}`,
        commands: [],
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
        'What Labelbox sends there can be read and changed on its way. Check that the host answers to https, then change the webhook with “labelbox-org webhooks update ID --url https://…”.',
      subjects: plain.map((webhook) => webhookSubject(webhook, 'http')),
    }),
    ...finding({
      kind: 'webhook-inactive',
      severity: 'notice',
      message: `${counted(inactive.length, 'webhook is', 'webhooks are')} deleted or switched off.`,
      advice:
        'Labelbox keeps a deleted webhook as inactive, and may list it forever: there is nothing to do then. If one was switched off by mistake and its host answers to https, switch it on with “labelbox-org webhooks update ID --status ACTIVE”.',
      subjects: inactive.map((webhook) => webhookSubject(webhook, `status ${webhook.status ?? 'unknown'}`)),
    }),
  ]
}

const webhookSubject = ({ id, url, project }: Webhook, state: string): ReportSubject =>
  subject({
    type: 'webhook',
    id,
    name: shownUrl(url),
    detail: `${state}, ${project === null ? 'of the organization' : 'of a project'}`,
    commands: [],
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

export function iamFindings({ iam = [] }: ReportFacts): readonly ReportFinding[] {
  const invalid = iam.filter(({ integration, validation }) => (validation?.valid ?? integration.valid) === false)
  const hasDefault = iam.some(({ integration }) => integration.isOrgDefault === true)
  const [only, ...others] = iam
  const works = ({ integration, validation }: CheckedIntegration) => (validation?.valid ?? integration.valid) === true
  const setDefault = (checked: CheckedIntegration): readonly ReportCommand[] =>
    others.length > 0 || !works(checked)
      ? []
      : forId(checked.integration.id, (safe) => [command('iam', 'set-default', safe)])
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
          : iam.map((checked) => integrationSubject(checked, 'not the default', setDefault(checked))),
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
