import { normalizeEmail } from '../../organization/email.ts'
import { isProjectBased, roleKey } from '../../organization/roles/roles.ts'
import type { Member, PendingInvite, Role } from '../../index.ts'
import type { FileChange } from '../json/applyJson.ts'
import type { UnusableRow } from '../json/errorJson.ts'
import type { PlannedCall } from './plannedCall.ts'
import type { OrganizationState } from './currentState.ts'
import { byMailbox, matching } from './matching.ts'
import type { OrganizationFile, RoleEntry } from './organizationFile.ts'

/**
 * What follows after what. Members have their roles before projects and groups need them, groups and tags are there before
 * invites and projects name them, and people who are removed free their seats before others are invited.
 */
const stages = ['roles', 'tags', 'groups', 'group-members', 'projects', 'removals', 'invites'] as const

type Stage = (typeof stages)[number]

/** A person of the file. The role is undefined if there is no such role. */
export interface ListedPerson extends Omit<RoleEntry, 'role'> {
  readonly role: Role | undefined
}

/** The roles that user groups can't give. */
const notInGroups = ['NONE', 'TENANT_ADMIN']

/** Collects the calls that bring the organization to what a file says, and what is wrong with the file. */
export class Plan {
  readonly file: OrganizationFile
  readonly state: OrganizationState
  readonly removesUnlisted: boolean
  readonly faults: UnusableRow[] = []
  readonly unlisted: FileChange[] = []
  /** The people whom the file lists as members. */
  readonly people: readonly ListedPerson[]
  readonly #calls = new Map<Stage, PlannedCall[]>(stages.map((stage) => [stage, []]))
  readonly #members: ReadonlyMap<string, readonly Member[]>
  readonly #invites: ReadonlyMap<string, readonly PendingInvite[]>
  readonly #listed: ReadonlyMap<string, ListedPerson>

  constructor(file: OrganizationFile, state: OrganizationState, removesUnlisted: boolean) {
    this.file = file
    this.state = state
    this.removesUnlisted = removesUnlisted
    this.#members = byMailbox(state.members, ({ email }) => email)
    this.#invites = byMailbox(state.invites, ({ inviteeEmail }) => inviteeEmail)
    this.people = (file.members ?? []).map((entry) => ({ ...entry, role: this.role(entry.role, entry.line) }))
    this.#listed = new Map(this.people.map((person) => [normalizeEmail(person.email), person]))
  }

  /** The calls of each stage, in the order of the stages. */
  get calls(): readonly (readonly PlannedCall[])[] {
    return [...this.#calls.values()]
  }

  add(stage: Stage, call: PlannedCall): void {
    if (call.changes.length > 0) this.#calls.get(stage)?.push(call)
  }

  /** Returns those changes that are to be made: with `--remove-unlisted` all of them, otherwise none. */
  removals(changes: readonly FileChange[]): readonly FileChange[] {
    if (this.removesUnlisted) return changes
    this.unlisted.push(...changes)
    return []
  }

  fault(line: number, reason: string): void {
    // Several entries may run into the same.
    if (!this.faults.some((each) => each.line === line && each.reason === reason)) {
      this.faults.push({ row: null, line, reason })
    }
  }

  /** The member with an address. The API tells addresses apart that differ in case: the exact one goes first. */
  memberAt({ email, line }: Pick<RoleEntry, 'email' | 'line'>): Member | undefined {
    const found = this.#members.get(normalizeEmail(email)) ?? []
    const exact = found.filter((each) => each.email === email)
    const [member, other] = exact.length > 0 ? exact : found
    if (other === undefined || other.id === member?.id) return member
    this.fault(
      line,
      `several members have the address ${email}, perhaps in other spellings. Write one as “members list” does.`,
    )
    return undefined
  }

  invitesTo(email: string): readonly PendingInvite[] {
    return this.#invites.get(normalizeEmail(email)) ?? []
  }

  /**
   * Whether the file has members and leaves a person out. The user of the API key stays in any case, and so does who has no
   * address, as the file can't list them.
   */
  leavesOut(email: string | null): boolean {
    const mailbox = normalizeEmail(email)
    if (this.file.members === undefined || mailbox === '' || mailbox === normalizeEmail(this.state.self.email))
      return false
    return !this.#listed.has(mailbox)
  }

  /**
   * Returns the people of a project or user group whom its list leaves out, and who do not leave the organization anyway.
   * People stay whom the list can't have: without an address of their own, of other organizations, or with a role in the
   * whole organization.
   */
  unlistedIn<T>(
    people: readonly T[],
    userOf: (person: T) => { readonly id: string; readonly email: string | null },
    entries: readonly RoleEntry[],
  ): readonly T[] {
    const listed = new Set(entries.map(({ email }) => normalizeEmail(email)))
    return people.filter((person) => {
      const { id, email } = userOf(person)
      const mailbox = normalizeEmail(email)
      const [member] = this.#members.get(mailbox) ?? []
      const canBeListed =
        mailbox !== '' && member?.id === id && (member.orgRole === null || isProjectBased(member.orgRole))
      return canBeListed && !listed.has(mailbox) && !this.leavesOut(email)
    })
  }

  /** The record with a name or an id. Several with that name are a fault. */
  named<T extends { readonly id: string }>(
    records: readonly T[],
    { name, line }: { readonly name: string; readonly line: number },
    what: string,
    nameOf: (record: T) => string | null,
    keyOf?: (name: string) => string,
  ): T | undefined {
    const [record, other] = matching(records, name, nameOf, keyOf)
    if (other !== undefined) this.fault(line, `several ${what} have the name ${name}. Write the id of one.`)
    return record
  }

  /** The role with a name or an id. */
  role(name: string, line: number): Role | undefined {
    const { roles } = this.state
    const role = this.named(roles, { name, line }, 'roles', (each) => each.name, roleKey)
    if (role === undefined) {
      const names = roles.map((each) => each.name ?? '').filter((each) => each !== '')
      this.fault(line, `there is no role ${name}. The organization has: ${names.join(', ')}.`)
    }
    return role
  }

  /** The role of an entry of a project or a user group, whose people need the role NONE in the organization. */
  roleInside(entry: RoleEntry, where: string, isGroup: boolean): Role | undefined {
    const { email, line } = entry
    const listed = this.#listed.get(normalizeEmail(email))
    const member = this.memberAt(entry)
    if (listed === undefined && member === undefined) {
      this.fault(line, `${email} is not a member. List them in “members” too, with the role NONE.`)
      return undefined
    }
    if (this.removesUnlisted && this.leavesOut(email)) {
      this.fault(line, `${email} is not in “members”, so --remove-unlisted would remove them. List them there too.`)
      return undefined
    }
    const whole = listed === undefined ? (member?.orgRole ?? null) : listed.role
    // The role of that line is a fault already.
    if (whole === undefined) return undefined
    if (whole !== null && !isProjectBased(whole)) {
      this.fault(
        line,
        `${email} has the role ${whole.name ?? ''} in the organization, which holds in every project. Roles in ${where} need NONE.`,
      )
      return undefined
    }
    const role = this.role(entry.role, line)
    if (role === undefined) return undefined
    const excluded = isGroup ? notInGroups : ['NONE']
    if (!excluded.includes(roleKey(role.name))) return role
    this.fault(line, `the role ${entry.role} can't be given in ${where}. Leave the person out, or choose another role.`)
    return undefined
  }
}
