import type { PendingInvite } from '../../core/records.ts'
import { normalizeEmail } from '../email.ts'
import { timeOf } from '../invites/invites.ts'
import { roleKey } from '../roles/roles.ts'
import { daysBefore, hasNeverLoggedIn, isInactiveSince } from './inactivity.ts'
import { command, forId, isPlainEmail, isPlainId } from './reportCommands.ts'
import {
  counted,
  dateText,
  finding,
  permitsEverythingByName,
  subject,
  type ReportFacts,
  type ReportMember,
  type RolePermissions,
} from './reportFacts.ts'
import type { ReportCommand, ReportFinding, ReportSubject } from './reportTypes.ts'

/** From this share of the seats on, they are nearly used up. */
const nearlyUsedUp = 0.9

export function seatFindings({ organization, seats }: ReportFacts): readonly ReportFinding[] {
  const { used, limit, remaining } = seats ?? {}
  if (typeof used !== 'number' || typeof limit !== 'number' || typeof remaining !== 'number') return []
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

export function memberFindings(facts: ReportFacts): readonly ReportFinding[] {
  const { now, settings, self, members = [] } = facts
  const { inactiveForDays, waitingForDays } = settings
  const others = members.filter(({ id }) => id !== self.id)
  const addressOf = addresses(members)
  const remove = (member: ReportMember) => removal(addressOf(member))
  // Without any login in the whole list, their absence says nothing.
  if (!hasLogins(members)) return []
  const inactive = others
    .filter((member) => isInactiveSince(member, daysBefore(now, inactiveForDays)))
    .map((member) => memberSubject(member, `last login ${dateText(member.lastLoginAt)}`, remove(member)))
  const never = others
    .filter((member) => hasNeverLoggedIn(member, daysBefore(now, waitingForDays)))
    .map((member) => memberSubject(member, `joined ${dateText(member.createdAt)}`, remove(member)))
  return [
    ...finding({
      kind: 'member-inactive',
      severity: 'warning',
      message: `${counted(inactive.length, 'person has', 'people have')} not logged in for ${inactiveForDays} days.`,
      advice: `Remove those who have left: each takes a seat. Labelbox dates logins; use of an API key may not count as one.`,
      subjects: inactive,
      commands: allAtOnce(inactive, `--inactive-for ${inactiveForDays}d`, 'inactive.csv'),
    }),
    ...finding({
      kind: 'member-never-logged-in',
      severity: 'warning',
      message: `${counted(never.length, 'person', 'people')} joined more than ${waitingForDays} days ago and never logged in.`,
      advice:
        'Ask whether they still need access, or remove them. That they never logged in is an inference: Labelbox returns no last login.',
      subjects: never,
      commands: allAtOnce(never, `--never-logged-in ${waitingForDays}d`, 'never-logged-in.csv'),
    }),
  ]
}

/** Whether the API returns the logins of anybody. */
export const hasLogins = (members: readonly ReportMember[]): boolean =>
  members.some(({ lastLoginAt }) => lastLoginAt instanceof Date)

const memberSubject = (
  { id, email }: ReportMember,
  detail: string,
  commands: readonly ReportCommand[],
): ReportSubject => subject({ type: 'member', id, name: email, detail, commands })

const removal = (who: string | undefined): readonly ReportCommand[] =>
  who === undefined ? [] : [command('members', 'remove', who)]

/** Commands for a list that the next one takes. For one subject its own command is shorter. */
const allAtOnce = (subjects: readonly ReportSubject[], filter: string, file: string): readonly ReportCommand[] =>
  subjects.length < 2
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

export function roleFindings({ members = [], roles = [], self }: ReportFacts): readonly ReportFinding[] {
  const permitsEverything = permissionTest(roles)
  const addressOf = addresses(members)
  const lesser = roles.find((role) => roleKey(role.name) === 'TEAM_MANAGER' && !permitsEverything(role))
  const change = (member: ReportMember): readonly ReportCommand[] => {
    const who = addressOf(member)
    return who === undefined || lesser === undefined ? [] : [command('members', 'role', who, 'TEAM_MANAGER')]
  }
  const subjects = members
    .filter(({ id, orgRole }) => id !== self.id && orgRole !== null && permitsEverything(orgRole))
    .map((member) => memberSubject(member, `role ${member.orgRole?.name ?? 'without a name'}`, change(member)))
  return finding({
    kind: 'member-with-all-permissions',
    severity: 'notice',
    message: `${counted(subjects.length, 'person besides you has a role that permits', 'people besides you have roles that permit')} everything.`,
    advice: `Keep it for those who administer the organization. These roles count: Admin and Tenant Admin by their names, and roles with every permission of Admin, or of all roles together.${lesser === undefined ? ' Give the others a lesser role with “labelbox-org members role”.' : ' The commands give a role that permits less.'}`,
    subjects,
  })
}

/** Returns a test of roles: by the name, and by the permissions where the API returns them. */
function permissionTest(roles: readonly RolePermissions[]): (role: Pick<RolePermissions, 'id' | 'name'>) => boolean {
  const permissions = new Map(roles.map((role) => [role.id, new Set(namesIn(role))]))
  const admin = namesIn(roles.find(({ name }) => roleKey(name) === 'ADMIN'))
  const all = [...new Set(roles.flatMap(namesIn))]
  return (role) => {
    if (permitsEverythingByName(role)) return true
    const own = permissions.get(role.id) ?? new Set()
    return [admin, all].some((wanted) => wanted.length > 0 && wanted.every((permission) => own.has(permission)))
  }
}

/** The schema is a reconstruction, so permissions may be anything. */
const namesIn = (role: RolePermissions | undefined): readonly string[] => {
  const names: unknown = role?.permissions
  return Array.isArray(names) ? names.filter((name) => typeof name === 'string') : []
}

export function inviteFindings({ now, settings, members = [], invites = [] }: ReportFacts): readonly ReportFinding[] {
  const { waitingForDays } = settings
  const since = daysBefore(now, waitingForDays)
  const emails = new Set(members.map(({ email }) => normalizeEmail(email)).filter((email) => email !== ''))
  const [toMembers, repeated, waiting]: [ReportSubject[], ReportSubject[], ReportSubject[]] = [[], [], []]
  for (const [email, pending] of byAddress(invites)) {
    if (emails.has(email)) {
      toMembers.push(...pending.map((invite) => inviteSubject(invite)))
      continue
    }
    // The newest one stays.
    const [newest, ...older] = pending
    repeated.push(...older.map((invite) => inviteSubject(invite)))
    if (newest !== undefined && (timeOf(newest) ?? Infinity) < since) waiting.push(inviteSubject(newest))
  }
  const cancel = 'Cancel them with the commands: each takes a seat.'
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
      message: `${counted(repeated.length, 'invite is', 'invites are')} older than another one to the same address.`,
      advice: `${cancel} The newest invite to each address stays.`,
      subjects: repeated,
    }),
    ...finding({
      kind: 'invite-to-member',
      severity: 'warning',
      message: `${counted(toMembers.length, 'pending invite is', 'pending invites are')} to people who are members already.`,
      advice: `${cancel} To change what a member may do, type “labelbox-org members role”.`,
      subjects: toMembers,
    }),
  ]
}

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

const inviteSubject = ({ id, inviteeEmail, organizationRoleName, createdAt }: PendingInvite): ReportSubject =>
  subject({
    type: 'invite',
    id,
    name: inviteeEmail,
    detail: `as ${organizationRoleName ?? 'no role'}, sent ${dateText(createdAt)}`,
    commands: forId(id, (safe) => [command('invites', 'cancel', safe)]),
  })
