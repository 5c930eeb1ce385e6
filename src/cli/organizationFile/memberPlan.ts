import type {
  BulkReport,
  InviteOutcome,
  InviteRow,
  Member,
  MemberOutcome,
  PendingInvite,
  Role,
  RoleReference,
} from '../../index.ts'
import { isProjectBased, roleKey, roleNameOf } from '../../organization/roles/roles.ts'
import type { ApplyOutcome } from '../json/applyJson.ts'
import { change, type ChangeEnd } from './plannedCall.ts'
import type { Offers } from './offers.ts'
import { newest } from './matching.ts'
import type { ListedPerson, Plan } from './plan.ts'

/** An invite that the file asks for. */
interface ListedInvite extends InviteRow {
  readonly role: Role
  readonly line: number
  /** What it offers, in words. */
  readonly offers: string
}

/** Plans the members and their roles in the organization. Returns the addresses whose invite is not accepted yet. */
export function planMembers(plan: Plan, inProjects: Offers, inGroups: Offers): readonly string[] {
  if (plan.file.members === undefined) return []
  planRoles(plan)
  planLeavers(plan)
  return planInvites(plan, inProjects, inGroups)
}

function planRoles(plan: Plan): void {
  const changed: { readonly member: Member; readonly role: Role; readonly person: ListedPerson }[] = []
  for (const person of plan.people) {
    const { email, line, role } = person
    const member = plan.memberAt(person)
    if (role === undefined || member === undefined || hasRole(member, role)) continue
    changed.push({ member, role, person })
    if (member.id !== plan.state.self.id) continue
    plan.fault(
      line,
      `${email} is the user of this API key, who can't change their own role. Use the key of another user.`,
    )
  }
  plan.add('roles', {
    changes: changed.map(({ member, role, person: { email, line } }) =>
      change('set-role', email, line, { before: member.orgRole?.name ?? null, after: role.name }),
    ),
    sendEach: async (organization, { signal }) => {
      const rows = changed.map(({ member, role }) => ({ user: member, role }))
      return endsOf(await organization.updateOrganizationRoles(rows, { signal }))
    },
  })
}

function planInvites(plan: Plan, inProjects: Offers, inGroups: Offers): readonly string[] {
  const pending: string[] = []
  const rows: ListedInvite[] = []
  for (const person of plan.people) {
    const { email, line, role } = person
    if (role === undefined || plan.memberAt(person) !== undefined) continue
    const invite = newest(plan.invitesTo(email))
    const offered = inProjects.to(email)
    const projects = new Map([
      ...(invite === undefined ? [] : keptRoles(plan, invite, role)),
      ...offered.map((offer) => [offer.of, offer.role] as const),
    ])
    if (invite !== undefined && isFitting(plan, invite, role, projects)) {
      pending.push(email)
      continue
    }
    const joined = inGroups.to(email)
    const row: ListedInvite = {
      email,
      role,
      line,
      projectRoles: [...projects].map(([id, given]) => ({ project: { id }, role: given })),
      groups: joined.map((offer) => ({ group: offer.of, role: offer.role })),
      offers: [role.name, ...[...offered, ...joined].map((offer) => `${offer.name}=${offer.role.name ?? ''}`)].join(
        ', ',
      ),
    }
    if (invite === undefined) rows.push(row)
    else planReplacement(plan, invite, row)
  }
  plan.add('invites', {
    changes: rows.map(({ email, line, offers }) => change('invite', email, line, { after: offers })),
    sendEach: async (organization, { signal }) => endsOf(await organization.inviteUsers(rows, { signal })),
  })
  return pending
}

function planReplacement(plan: Plan, invite: PendingInvite, row: ListedInvite): void {
  const { size } = offeredBy(plan, invite)
  const before = [invite.organizationRoleName, size > 0 && `${size} project${size === 1 ? '' : 's'}`]
  plan.add('invites', {
    changes: [
      change('replace-invite', row.email, row.line, { before: before.filter(Boolean).join(', '), after: row.offers }),
    ],
    send: (organization, request) => organization.inviteUser(row, { ifInvited: 'replace', ...request }),
  })
}

function planLeavers(plan: Plan): void {
  const { members, invites, self } = plan.state
  if (plan.removesUnlisted && plan.people.length === 0) {
    plan.fault(1, '“members” lists nobody, and --remove-unlisted would remove everybody. List who stays.')
  }
  const leaving = members.filter(({ id, email }) => id !== self.id && plan.leavesOut(email))
  plan.add('removals', {
    changes: plan.removals(
      leaving.map(({ id, email, orgRole }) =>
        change('remove-member', email ?? id, null, { before: orgRole?.name ?? null }),
      ),
    ),
    sendEach: async (organization, { signal }) => {
      const rows = leaving.map((user) => ({ user }))
      return endsOf(await organization.removeUsers(rows, { signal }))
    },
  })
  for (const invite of invites.filter(({ inviteeEmail }) => plan.leavesOut(inviteeEmail))) {
    const { id, inviteeEmail, organizationRoleName } = invite
    plan.add('removals', {
      changes: plan.removals([change('cancel-invite', inviteeEmail ?? id, null, { before: organizationRoleName })]),
      send: (organization, request) => organization.cancelInvite(invite, request),
    })
  }
}

/** The role that each project gives, by the id of the project. */
type ProjectRoles = ReadonlyMap<string, RoleReference>

/** The roles in projects that a pending invite offers. It may name projects that are deleted. */
const offeredBy = ({ state }: Plan, { projectInvites }: PendingInvite): ReadonlyMap<string, string> =>
  new Map(
    (projectInvites ?? []).flatMap(({ projectId, projectRoleName }) =>
      projectId === null || projectRoleName === null || !state.projectIds.has(projectId)
        ? []
        : [[projectId, projectRoleName] as const],
    ),
  )

/** The projects whose members the file lists. */
const projectsOf = ({ file, state }: Plan): ReadonlySet<string | undefined> =>
  new Set(
    (file.projects ?? []).flatMap(({ name, members }) => (members === undefined ? [] : [state.projects.get(name)?.id])),
  )

/** The roles in projects that the new invite keeps of a pending one: the file does not say that they should go. */
function keptRoles(plan: Plan, invite: PendingInvite, role: Role): ProjectRoles {
  if (!isProjectBased(role)) return new Map()
  const listed = plan.removesUnlisted ? projectsOf(plan) : new Set()
  return new Map([...offeredBy(plan, invite)].filter(([project]) => !listed.has(project)))
}

/** Whether an invite offers what it should. The user groups of a pending invite are not known. */
function isFitting(plan: Plan, invite: PendingInvite, role: Role, projects: ProjectRoles): boolean {
  const offered = offeredBy(plan, invite)
  return (
    roleKey(invite.organizationRoleName ?? 'NONE') === roleKey(role.name) &&
    offered.size === projects.size &&
    [...projects].every(([project, given]) => roleKey(offered.get(project)) === roleKey(roleNameOf(given)))
  )
}

const hasRole = ({ orgRole }: Member, role: Role): boolean =>
  orgRole === null ? isProjectBased(role) : orgRole.id === role.id

/** How the rows of a bulk call ended. */
async function endsOf<Outcome extends InviteOutcome | MemberOutcome>(
  report: BulkReport<Outcome>,
): Promise<readonly ChangeEnd[]> {
  const rows = await report.toArray({ limit: Infinity })
  return rows.map(({ outcome, code = null, reason = null }) => ({ outcome: ends[outcome], code, reason }))
}

/** What was already as it should be is done too. */
const ends: Readonly<Record<InviteOutcome | MemberOutcome, ApplyOutcome>> = {
  invited: 'done',
  'already-invited': 'done',
  'already-member': 'done',
  done: 'done',
  unchanged: 'done',
  'not-a-member': 'done',
  refused: 'failed',
  failed: 'failed',
  unknown: 'unknown',
  'not-attempted': 'not-attempted',
  'dry-run': 'dry-run',
}
