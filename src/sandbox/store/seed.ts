import { randomUUID } from 'node:crypto'
import type { SandboxSettings } from '../sandboxOptions.ts'
import { enliven } from './livelyRecords.ts'
import { seedRoles } from './seedRoles.ts'
import { toId, type Row, type Store } from './store.ts'

const firsts = ['Ada', 'Grace', 'Alan', 'Edith', 'Claude', 'Hedy', 'Emmy', 'Kurt', 'Rosa', 'Tove', 'Ivan', 'Noor']
const lasts = ['Lovelace', 'Hopper', 'Turing', 'Clarke', 'Shannon', 'Lamarr', 'Noether']
const subjects = ['Street scenes', 'Crop health', 'Invoices', 'Chest X-rays', 'Call transcripts']
const media = ['IMAGE', 'VIDEO', 'PDF', 'DICOM', 'TEXT']
const roleNames = ['Team Manager', 'Reviewer', 'Labeler', 'None']
const minute = 60_000

/** A fixed date for each number. Dates differ, so lists have one order; they have milliseconds, so lost precision shows. */
const date = (number: number, step = minute): string =>
  new Date(Date.UTC(2024, 0, 15, 9, 0, 0, 123) + number * (step + 1)).toISOString()

const pick = (list: readonly string[], number: number): string => list[number % list.length] ?? ''
const times = <T>(count: number, make: (number: number) => T): T[] => Array.from({ length: count }, (_, n) => make(n))

/** Whether a database has been filled. */
export const isSeeded = (store: Store): boolean => store.fact('organization') !== ''

/**
 * Fills an empty database. The same settings give the same records, ids and dates in every run. Only the organization's
 * id is new each time, because a client may store progress under it.
 */
export function seed(store: Store, settings: SandboxSettings): void {
  if (isSeeded(store)) return
  const organizationId = toId(randomUUID(), 1)
  store.transaction(() => {
    store.insert('organizations', { id: organizationId, name: 'Sandbox', createdAt: date(0), updatedAt: date(1) })
    const roles = seedRoles(store)
    const role = (name: string): string => roles.get(name) ?? ''
    // One removed user, to show that lists leave removed users out.
    const removed = user(settings.users, role('Labeler'), 1)
    const users = [
      ...times(settings.users, (n) => user(n, role(n === 0 ? 'Admin' : pick(roleNames, n - 1)), 0)),
      removed,
    ]
    store.insert('users', ...users)
    const projects = [
      ...times(settings.projects, (n) => project(n, 0)),
      ...times(Math.ceil(settings.projects / 4), (n) => project(settings.projects + n, 1)),
    ]
    store.insert('projects', ...projects)
    const projectBased = users.filter((row) => row['roleId'] === role('None'))
    if (settings.projects > 0)
      store.insert(
        'memberships',
        ...projectBased.map((row, n) => membership(n, row, settings.projects, role('Labeler'))),
      )
    store.insert('webhooks', ...times(settings.webhooks, (n) => webhook(n, settings.projects)))
    store.insert('tags', ...times(settings.resourceTags, tag))
    store.insert('invites', ...times(settings.invites, (n) => invite(n, role(pick(roleNames, n + 2)))))
    store.insert('integrations', ...times(settings.iamIntegrations, (n) => integration(n)))
    store.setFact('organization', organizationId)
    store.setFact('caller', toId('user', 0))
    store.setFact('seats', String(settings.seats ?? settings.users + settings.invites + 25))
  })
  if (settings.isLively) enliven(store)
}

function user(number: number, roleId: string, deleted: 0 | 1): Row {
  const [first, last] = [pick(firsts, number), pick(lasts, number)]
  const id = toId('user', number)
  return {
    id,
    email: `${first}.${last}.${number + 1}@example.com`.toLowerCase(),
    name: `${first} ${last}`,
    nickname: `${first.toLowerCase()}${number + 1}`,
    picture: `https://pictures.example.com/${id}.png`,
    createdAt: date(number),
    updatedAt: date(number + 7),
    isViewer: 0,
    isExternalUser: number % 5 === 4 ? 1 : 0,
    lastLoginAt: number % 3 === 2 ? null : date(number + 90),
    deleted,
    roleId,
  }
}

function project(number: number, deleted: 0 | 1): Row {
  return {
    id: toId('project', number),
    name: `${pick(subjects, number)} ${number + 1}`,
    description: number % 2 === 0 ? `What there is to label, part ${number + 1}` : null,
    createdAt: date(number, 60 * minute),
    updatedAt: date(number + 1, 60 * minute),
    setupComplete: number % 2 === 0 ? date(number + 2, 60 * minute) : null,
    lastActivityTime: date(number + 3, 60 * minute),
    autoAuditNumberOfLabels: 1,
    autoAuditPercentage: 0.25,
    allowedMediaType: pick(media, number),
    editorTaskType: null,
    dataRowCount: number * 10,
    modelSetupComplete: null,
    uploadType: 'MANUAL',
    isBenchmarkEnabled: number % 3 === 0 ? 1 : 0,
    isConsensusEnabled: number % 3 === 1 ? 1 : 0,
    deleted,
    createdById: toId('user', 0),
  }
}

const membership = (number: number, row: Row, projects: number, roleId: string): Row => ({
  id: toId('membership', number),
  userId: row['id'] ?? null,
  projectId: toId('project', number % projects),
  roleId,
})

const webhook = (number: number, projects: number): Row => ({
  id: toId('webhook', number),
  createdAt: date(number),
  updatedAt: date(number + 1),
  url: `https://hooks.example.com/${number + 1}`,
  secret: 'sandbox-secret',
  topics: JSON.stringify(number % 2 === 0 ? ['LABEL_CREATED', 'LABEL_UPDATED'] : ['WORKFLOW_ACTION']),
  status: 'ACTIVE',
  createdById: toId('user', 0),
  projectId: number % 2 === 1 && projects > 0 ? toId('project', number % projects) : null,
})

const tag = (number: number): Row => ({
  id: toId('tag', number),
  text: `${pick(['urgent', 'customer', 'pilot', 'archive'], number)}-${number + 1}`,
  color: ((number * 0x3f7a1d + 0xff8800) % 0x1000000).toString(16).padStart(6, '0'),
})

const invite = (number: number, roleId: string): Row => ({
  id: toId('invite', number),
  createdAt: date(number + 1000),
  inviteeEmail: `invited.${number + 1}@example.com`,
  roleId,
  inviterId: toId('user', 0),
  pending: 1,
})

function integration(number: number): Row {
  const provider = pick(['AWS', 'GCP', 'Azure'], number)
  return {
    id: toId('integration', number),
    name: `${provider} storage ${number + 1}`,
    createdAt: date(number),
    updatedAt: date(number + 1),
    provider,
    valid: 1,
    lastValidAt: date(number + 2),
    isOrgDefault: number === 0 ? 1 : 0,
    settings: JSON.stringify(sampleSettings(provider, number + 1)),
  }
}

/** Sample settings of a provider. */
export function sampleSettings(provider: string, number: number): Readonly<Record<string, string>> {
  if (provider === 'AWS')
    return { roleArn: `arn:aws:iam::000000000000:role/sandbox-${number}`, readBucket: `aws-bucket-${number}` }
  if (provider === 'GCP')
    return { serviceAccountEmailId: `sandbox-${number}@example.iam`, readBucket: `gcp-bucket-${number}` }
  return { readContainerUrl: `https://storage.example.com/container-${number}`, tenantId: `tenant-${number}` }
}
