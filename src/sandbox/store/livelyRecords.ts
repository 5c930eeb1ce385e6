import { issueKey } from './issuedKeys.ts'
import { text, toId, toUuid, type Row, type Store } from './store.ts'

const day = 86_400_000

const firsts =
  'Amara Björn Chidi Dalia Emil Farah Goran Hana Ilse Jonas Keiko Liam Mina Nadia Omar Priya Quentin Rosa Sven Tomás Uma Vera Wei Yara Zoë'
const lasts =
  'Adeyemi Bauer Castillo Dvořák Eriksen Fontaine García Haddad Ivanova Jensen Kowalski Lindqvist Moreau Nakamura Okafor Petrov Rossi Schäfer Tanaka Vargas Weber Yılmaz'

/** How many of 100 members have each role. */
const shares: readonly (readonly [role: string, share: number])[] = [
  ['Admin', 3],
  ['Team Manager', 8],
  ['Reviewer', 22],
  ['Labeler', 43],
  ['None', 24],
]

const groupNames = ['Night shift', 'Radiology', 'Quality', 'Vendors north', 'Vendors south']
const keyNames = ['Nightly export', 'Dashboard', 'Migration', 'Notebook']

/** A number from 0 to 1 that looks random and is the same for the same seed. */
const chance = (seed: string): number => parseInt(toUuid(seed).slice(0, 8), 16) / 2 ** 32

const pick = <T>(list: readonly T[], seed: string): T => list[Math.floor(chance(seed) * list.length)] as T

const at = (ago: number, now: number): string => new Date(now - ago * day).toISOString()

/**
 * Makes the records look like those of an organization that has grown for two years until now: other names, roles in
 * proportion, dates and logins that vary, user groups, and API keys, some of which expire soon.
 */
export function enliven(store: Store, now = Date.now()): void {
  const roles = new Map(store.all('SELECT id, name FROM roles').map((row) => [text(row, 'name'), text(row, 'id')]))
  const users = store.all('SELECT id FROM users WHERE deleted = 0 ORDER BY "createdAt"').map((row) => text(row, 'id'))
  const owner = store.fact('caller')
  store.transaction(() => {
    for (const [index, id] of users.entries()) enlivenUser(store, { id, index, count: users.length, owner, roles, now })
    for (const [table, days] of [
      ['projects', 500],
      ['invites', 40],
      ['webhooks', 300],
      ['integrations', 400],
    ] as const) {
      for (const row of store.all(`SELECT id FROM ${table}`)) {
        const ago = chance(`${text(row, 'id')}/age`) * days
        store.update(table, text(row, 'id'), {
          createdAt: at(ago, now),
          ...(table !== 'invites' && { updatedAt: at(ago / 3, now) }),
          ...(table === 'projects' && { lastActivityTime: at(ago / 20, now), dataRowCount: Math.floor(ago * 170) }),
          ...(table === 'integrations' && { lastValidAt: at(ago / 9, now) }),
        })
      }
    }
    addGroups(store, roles, now)
    addKeys(store, users, owner)
  })
}

interface LivelyUser {
  readonly id: string
  readonly index: number
  readonly count: number
  readonly owner: string
  readonly roles: ReadonlyMap<string, string>
  readonly now: number
}

function enlivenUser(store: Store, { id, index, count, owner, roles, now }: LivelyUser): void {
  const name = `${pick(firsts.split(' '), `${id}/first`)} ${pick(lasts.split(' '), `${id}/last`)}`
  const address = name
    .normalize('NFKD')
    .replaceAll(/[^\w ]/g, '')
    .replace(' ', '.')
    .toLowerCase()
  // Growth that gets faster, as in an organization that takes on vendors.
  const joined = id === owner ? 740 : 730 * (1 - Math.sqrt((index + chance(`${id}/joined`)) / count))
  const login = chance(`${id}/login`)
  const ago = login < 0.55 ? chance(`${id}/recent`) * 14 : 14 + chance(`${id}/old`) * 300
  const isExternal = chance(`${id}/external`) < 0.2
  const changes: Row = {
    createdAt: at(joined, now),
    updatedAt: at(joined / 2, now),
    lastLoginAt: id === owner ? at(0, now) : login > 0.92 ? null : at(Math.min(ago, joined), now),
    isExternalUser: isExternal ? 1 : 0,
  }
  if (id === owner) {
    store.update('users', id, changes)
    return
  }
  const role = roles.get(roleAt(chance(`${id}/role`) * 100)) ?? null
  const email = `${address}.${index}@${isExternal ? 'vendor.example' : 'example.com'}`
  store.update('users', id, { ...changes, name, email, nickname: address, roleId: role })
}

function roleAt(share: number): string {
  let sum = 0
  for (const [role, part] of shares) if ((sum += part) > share) return role
  return 'Labeler'
}

function addGroups(store: Store, roles: ReadonlyMap<string, string>, now: number): void {
  const members = store.all('SELECT id FROM users WHERE deleted = 0 AND "roleId" = ?', roles.get('None') ?? '')
  const projects = store.all('SELECT id FROM projects WHERE deleted = 0')
  for (const [number, name] of groupNames.entries()) {
    const id = toUuid(toId('group/lively', number))
    store.insert('user_groups', {
      id,
      name,
      color: pick(['9EC5FF', 'FFB98A', 'B7E4A1', 'E3B7FF', 'FFE08A'], name),
      description: `People of ${name}`,
      createdAt: at(200 - number * 20, now),
      updatedAt: at(100 - number * 10, now),
      createdById: store.fact('caller'),
    })
    const some = (rows: readonly Row[]): readonly Row[] =>
      rows.filter((_, index) => index % groupNames.length === number)
    const roleId = roles.get('Labeler') ?? ''
    store.insert('group_members', ...some(members).map((row) => ({ groupId: id, userId: text(row, 'id'), roleId })))
    store.insert('group_projects', ...some(projects).map((row) => ({ groupId: id, projectId: text(row, 'id') })))
  }
}

function addKeys(store: Store, users: readonly string[], owner: string): void {
  for (const [number, name] of keyNames.entries()) {
    const userId = number === 0 ? owner : (users[number * 3] ?? owner)
    const validitySeconds = [12, 90, 3, 160][number % 4] as number
    issueKey(store, {
      name,
      userId,
      createdByUserId: null,
      roleId: null,
      permissions: [],
      validitySeconds: (validitySeconds * day) / 1000,
    })
  }
}
