import type { PendingInvite } from '../../core/records.ts'
import { normalizeEmail } from '../email.ts'
import { timeOf } from '../invites/invites.ts'
import { isProjectBased, roleKey } from '../roles/roles.ts'
import { daysBefore, hasNeverLoggedIn, isInactiveSince } from './inactivity.ts'
import { keyOwnerTest } from './keyOwners.ts'
import { permissionTest } from './permissionTest.ts'
import { command, forId, isPlainEmail, isPlainId } from './reportCommands.ts'
import { counted, dateText, finding, subject, type ReportFacts, type ReportMember } from './reportFacts.ts'
import type { ReportCommand, ReportFinding, ReportSeats, ReportSubject } from './reportTypes.ts'

/** From this share of the seats on, they are nearly used up. */
const nearlyUsedUp = 0.9

/** The seats of the plan. A limit of 0 or less may stand for a plan without a limit, so the seats are not known. */
export function toSeats(seats: ReportFacts['seats']): ReportSeats | null {
  const { used, limit, remaining } = seats ?? {}
  if (typeof used !== 'number' || typeof limit !== 'number' || typeof remaining !== 'number' || limit <= 0) return null
  return { used, limit, remaining, share: used / limit }
}

export function seatFindings({ organization, seats }: ReportFacts): readonly ReportFinding[] {
  const known = toSeats(seats)
  if (known === null) return []
  const { used, limit, remaining } = known
  const taken = subject({
    type: 'organization',
    ...organization,
    detail: `${used} of ${limit} seats are taken, ${remaining} are left`,
    commands: [],
  })
  const advice =
    'Each member and each pending invite takes a seat. Remove people who have left and cancel invites that nobody accepts, or ask Labelbox for more seats.'
  if (remaining <= 0) {
    const message = `All ${limit} seats are taken: nobody can be invited.`
    return finding({ kind: 'seats-used-up', severity: 'critical', message, advice, subjects: [taken] })
  }
  if (used / limit < nearlyUsedUp) return []
  const message = `${counted(remaining, 'seat is', 'seats are')} left of ${limit}.`
  return finding({ kind: 'seats-nearly-used-up', severity: 'warning', message, advice, subjects: [taken] })
}

/** The API returns logins of this share of the others at least: otherwise a missing one says nothing. */
const shareWithLogins = 0.1

/** The members besides the user of the API key. */
export const othersIn = ({ self, members = [] }: Pick<ReportFacts, 'self' | 'members'>): readonly ReportMember[] =>
  members.filter(({ id }) => id !== self.id)

/** Whether the API returns the logins of so many members that a missing one means that somebody never logged in. */
export const hasLogins = (members: readonly ReportMember[]): boolean =>
  members.filter(({ lastLoginAt }) => lastLoginAt instanceof Date).length >= members.length * shareWithLogins

export function memberFindings(facts: ReportFacts): readonly ReportFinding[] {
  const { now, settings } = facts
  const { inactiveForDays, waitingForDays } = settings
  const others = othersIn(facts)
  const toSubject = removableSubject(facts)
  const isInactive = (member: ReportMember) => isInactiveSince(member, daysBefore(now, inactiveForDays))
  const isNew = (member: ReportMember) => hasNeverLoggedIn(member, daysBefore(now, waitingForDays))
  const inactive = others
    .filter(isInactive)
    .map((member) => toSubject(member, `last login ${dateText(member.lastLoginAt)}`))
  const never = !hasLogins(others)
    ? []
    : others.filter(isNew).map((member) => toSubject(member, `joined ${dateText(member.createdAt)}`))
  const people = 'The API keys of a removed member stop working. ' + withoutCommands(facts)
  return [
    ...finding({
      kind: 'member-inactive',
      severity: 'warning',
      message: `${counted(inactive.length, 'person has', 'people have')} not logged in for ${inactiveForDays} days.`,
      advice: `Remove those who have left: each takes a seat. Labelbox dates logins; use of an API key may not count as one. ${people}`,
      subjects: inactive,
      commands: allAtOnce(facts, isInactive, inactive, `--inactive-for ${inactiveForDays}d`, 'inactive.csv'),
    }),
    ...finding({
      kind: 'member-never-logged-in',
      severity: 'warning',
      message: `${counted(never.length, 'person', 'people')} joined more than ${waitingForDays} days ago, and Labelbox shows no login of ${never.length === 1 ? 'them' : 'any of them'}.`,
      advice: `Ask whether they still need access, or remove them. That they never logged in is an inference: Labelbox returns no last login. ${people}`,
      subjects: never,
      commands: allAtOnce(facts, isNew, never, `--never-logged-in ${waitingForDays}d`, 'never-logged-in.csv'),
    }),
  ]
}

/** Why people have no commands, and what to type instead. */
function withoutCommands(facts: ReportFacts): string {
  const form = 'remove somebody with “labelbox-org members remove” and the address or id'
  if (!includesSelf(facts)) {
    return `There are no commands, because you are not in the list of members, so that you could be somebody else there: ${form}.`
  }
  if (keyOwnerTest(facts) === undefined) {
    return `There are no commands, because it is not known who owns an API key: ask them first, then ${form}.`
  }
  return `Administrators, and people who own a working API key, have no command: ask them first, then ${form}.`
}

const includesSelf = ({ self, members = [] }: ReportFacts): boolean => members.some(({ id }) => id === self.id)

/**
 * Returns the subject for somebody who may have left, with the command that removes them if nothing depends on them: they
 * own no working key, do not administer the organization, and have joined long ago.
 */
function removableSubject(facts: ReportFacts): (member: ReportMember, detail: string) => ReportSubject {
  const { members = [], roles = [] } = facts
  const ownsKey = keyOwnerTest(facts)
  const permitsEverything = permissionTest(roles)
  const addressOf = addresses(members)
  const canRemove = includesSelf(facts) && ownsKey !== undefined
  return (member, detail) => {
    const isAdministrator = member.orgRole !== null && permitsEverything(member.orgRole)
    const isOwner = ownsKey?.(member) === true
    const isDated = member.createdAt instanceof Date
    const who = canRemove && isDated && !isAdministrator && !isOwner ? addressOf(member) : undefined
    return memberSubject(
      member,
      [
        detail,
        ...(isAdministrator ? ['administrator'] : []),
        ...(isOwner ? ['owns a working API key'] : []),
        ...(member.isExternalUser === true ? ['external user'] : []),
      ].join(', '),
      who === undefined ? [] : [command('members', 'remove', who)],
    )
  }
}

const memberSubject = (
  { id, email }: ReportMember,
  detail: string,
  commands: readonly ReportCommand[],
): ReportSubject => subject({ type: 'member', id, name: email, detail, commands })

/**
 * Commands for a list that the next one takes. There are none where that list would have anybody without a command of
 * their own, the user of the API key among them. For one subject its own command is shorter.
 */
const allAtOnce = (
  { members = [], isCurrent }: ReportFacts,
  isListed: (member: ReportMember) => boolean,
  subjects: readonly ReportSubject[],
  filter: string,
  file: string,
): readonly ReportCommand[] =>
  !isCurrent ||
  subjects.length < 2 ||
  members.filter(isListed).length > subjects.length ||
  subjects.some(({ commands }) => commands.length === 0)
    ? []
    : [
        command('members', 'list', ...filter.split(' '), '--csv', '--out', file),
        command('members', 'remove', '--from', file),
      ]

/** Returns how a command names a member: by the address, if it is theirs alone and safe to type, or by the id. */
function addresses(members: readonly ReportMember[]): (member: ReportMember) => string | undefined {
  const owners = new Map<string, number>()
  for (const { email } of members) {
    const key = normalizeEmail(email)
    owners.set(key, (owners.get(key) ?? 0) + 1)
  }
  return ({ id, email }) => {
    if (isPlainEmail(email) && owners.get(normalizeEmail(email)) === 1) return email
    return isPlainId(id) ? id : undefined
  }
}

export function roleFindings(facts: ReportFacts): readonly ReportFinding[] {
  const { members = [], roles = [] } = facts
  const permitsEverything = permissionTest(roles)
  const hasAll = ({ orgRole }: ReportMember): boolean => orgRole !== null && permitsEverything(orgRole)
  const subjects = othersIn(facts)
    .filter(hasAll)
    .map((member) => memberSubject(member, `role ${member.orgRole?.name ?? 'without a name'}`, []))
  const all = members.filter(hasAll).length
  const fewest =
    all <= 2
      ? `There ${all === 1 ? 'is 1' : 'are 2'}: give somebody else the role before you take it from one of them.`
      : `There are ${all}.`
  return finding({
    kind: 'member-with-all-permissions',
    severity: 'notice',
    message: `${counted(subjects.length, 'person besides you has a role that permits', 'people besides you have roles that permit')} everything.`,
    advice: `Keep it for those who administer the organization, and keep two people at least who can. ${fewest} These roles count: Admin and Tenant Admin by their names, and roles with every permission of Admin. Give somebody another role with “labelbox-org members role ADDRESS ROLE”.`,
    subjects,
  })
}

export function inviteFindings({
  now,
  settings,
  self,
  members = [],
  invites = [],
}: ReportFacts): readonly ReportFinding[] {
  const { waitingForDays } = settings
  const since = daysBefore(now, waitingForDays)
  const byEmail = new Map(members.map((member) => [normalizeEmail(member.email), member]))
  byEmail.delete('')
  const [toMembers, repeated, waiting]: [ReportSubject[], ReportSubject[], ReportSubject[]] = [[], [], []]
  for (const [email, pending] of byAddress(invites)) {
    const member = byEmail.get(email)
    if (member !== undefined) {
      const isNeedless = (invite: PendingInvite) => member.id !== self.id && offersNothing(invite, member)
      toMembers.push(...pending.map((invite) => inviteSubject(invite, isNeedless(invite))))
      continue
    }
    // The newest one stays. Without a date, nobody knows which one that is.
    const [newest, ...older] = pending
    if (newest === undefined) continue
    repeated.push(...older.map((invite) => inviteSubject(invite, pending.every(isDated) && covers(newest, invite))))
    if ((timeOf(newest) ?? Infinity) < since) waiting.push(inviteSubject(newest, true))
  }
  const cancel = 'Cancel those that nobody needs with “labelbox-org invites cancel” and the id: each takes a seat.'
  return [
    ...finding({
      kind: 'invite-waiting',
      severity: 'warning',
      message: `${counted(waiting.length, 'invite has', 'invites have')} been pending for more than ${waitingForDays} days.`,
      advice: `${cancel} To remind somebody instead, type “labelbox-org invites resend” and the address.`,
      subjects: waiting,
    }),
    ...finding({
      kind: 'invite-repeated',
      severity: 'warning',
      message: `${counted(repeated.length, 'invite is', 'invites are')} to the same address as another one.`,
      advice: `${cancel} Only an older invite that offers nothing besides the newest has a command. Labelbox does not show the user groups that an invite without a role in the organization offers, nor always the dates: look at the others first.`,
      subjects: repeated,
    }),
    ...finding({
      kind: 'invite-to-member',
      severity: 'warning',
      message: `${counted(toMembers.length, 'pending invite is', 'pending invites are')} to people who are members already.`,
      advice: `${cancel} Only an invite that offers the role that the member has, and no projects, has a command. To change what a member may do, type “labelbox-org members role”.`,
      subjects: toMembers,
    }),
  ]
}

const isDated = (invite: PendingInvite): boolean => Number.isFinite(timeOf(invite))

/** Whether an invite is older than another one that offers all that it offers, as far as the API shows that. */
const covers = (newest: PendingInvite, older: PendingInvite): boolean =>
  (timeOf(older) ?? Infinity) < (timeOf(newest) ?? -Infinity) &&
  isForOrganization(older) &&
  roleKey(older.organizationRoleName) === roleKey(newest.organizationRoleName) &&
  projectsOf(older).every((offer) => projectsOf(newest).includes(offer))

/** Whether an invite offers a member nothing that they do not have. */
const offersNothing = (invite: PendingInvite, { orgRole }: ReportMember): boolean =>
  isForOrganization(invite) &&
  roleKey(invite.organizationRoleName) === roleKey(orgRole?.name) &&
  projectsOf(invite).length === 0

/** Only people without a role in the organization can be in user groups, and the API shows no groups of an invite. */
const isForOrganization = ({ organizationRoleName: name }: PendingInvite): boolean =>
  roleKey(name) !== '' && !isProjectBased({ name })

const projectsOf = ({ projectInvites }: PendingInvite): readonly string[] =>
  (projectInvites ?? []).map(({ projectId, projectRoleName }) => JSON.stringify([projectId, projectRoleName]))

/** Invites by address, the newest first. An invite without an address stands alone. */
function byAddress(invites: readonly PendingInvite[]): ReadonlyMap<string, readonly PendingInvite[]> {
  const found = new Map<string, PendingInvite[]>()
  for (const invite of invites) {
    const key = normalizeEmail(invite.inviteeEmail) || `id ${invite.id}`
    found.set(key, [...(found.get(key) ?? []), invite])
  }
  for (const pending of found.values()) pending.sort((one, other) => (timeOf(other) ?? 0) - (timeOf(one) ?? 0))
  return found
}

function inviteSubject(invite: PendingInvite, canCancel: boolean): ReportSubject {
  const { id, inviteeEmail, organizationRoleName, createdAt } = invite
  const projects = projectsOf(invite).length
  const offered = projects === 0 ? '' : ` in ${counted(projects, 'project', 'projects')}`
  return subject({
    type: 'invite',
    id,
    name: inviteeEmail,
    detail: `as ${organizationRoleName ?? 'no role'}${offered}, sent ${dateText(createdAt)}`,
    commands: canCancel ? forId(id, (safe) => [command('invites', 'cancel', safe)]) : [],
  })
}
