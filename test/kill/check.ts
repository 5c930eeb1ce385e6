import { deepEqual, equal, ok } from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import type { InviteOutcome } from 'labelbox-org'
import type { Ended } from './command.ts'
import { keyOf } from './people.ts'
import type { World } from './world.ts'

/** A row of the report. */
export interface Reported {
  readonly row: number
  readonly line: number
  readonly who: string
  readonly outcome: InviteOutcome
}

/** The earlier events that explain a report. */
export interface Past {
  /** Addresses whose outcome a kill or a fault left open. */
  readonly open: ReadonlySet<string>
  /** Whether an earlier process finished and removed its journal. */
  readonly wasDone: boolean
  /** Whether faults may still strike. */
  readonly underFaults: boolean
}

/** Checks against the server's ledger that hold at every moment. */
export function checkServer(world: World): void {
  const sent = world.sent()
  for (const [address, count] of sent) ok(count < 2, `${count} invites were sent to ${address}.`)
  for (const { kind, email } of world.rows) {
    if (kind === 'member' || kind === 'pending') ok(!sent.has(keyOf(email)), `${email}, a ${kind}, was invited.`)
  }
  const wanted = new Set(world.rows.map(({ email }) => keyOf(email)))
  for (const address of sent.keys()) ok(wanted.has(address), `${address} is in no row, and was invited.`)
}

/** Compares the report of a finished process with the server's ledger. */
export function checkReport(world: World, past: Past, { code, stdout, stderr }: Ended): readonly Reported[] {
  ok(existsSync(world.report), `There is no report, and the code is ${String(code)}. ${stderr}`)
  const reported = readFileSync(world.report, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Reported)
  deepEqual(
    reported.map(({ row, line, who }) => [row, line, who]),
    world.rows.map(({ email }, index) => [index + 1, index + 2, email]),
    'The report does not have each row once.',
  )
  const said = JSON.parse(stdout) as { readonly counts: Record<string, number>; readonly journal: string | null }
  const counts = Object.fromEntries(Object.keys(said.counts).map((outcome) => [outcome, 0]))
  for (const { outcome } of reported) counts[outcome] = (counts[outcome] ?? 0) + 1
  deepEqual(said.counts, counts, 'The counts are not those of the rows.')
  const isLoose = reported.some(({ outcome }) => ['unknown', 'failed', 'not-attempted'].includes(outcome))
  equal(world.hasJournal, isLoose, 'The journal is there where nothing is loose, or the other way round.')
  equal(said.journal !== null, world.hasJournal)
  ok(!existsSync(`${world.journal}.lock`), 'The lock is there still.')
  reported.forEach((each, index) => checkRow(world, past, each, index))
  return reported
}

function checkRow(world: World, past: Past, { row, who, outcome }: Reported, index: number): void {
  const { kind, email } = world.rows[index] ?? {}
  const address = keyOf(email ?? '')
  const sent = world.sent().get(address) ?? 0
  const isMember = world.joined().has(address)
  const possible: readonly InviteOutcome[] = {
    again: ['refused' as const],
    invalid: ['refused' as const],
    member: ['already-member' as const],
    pending: ['already-invited' as const],
    new: possibleOutcomes(past, address, sent, isMember),
  }[kind ?? 'invalid']
  const loose = past.underFaults ? looseOutcomes(kind === 'new' && sent === 0) : []
  ok(
    [...possible, ...loose].includes(outcome),
    `Row ${row}, ${who} (${String(kind)}), to whom ${sent} invites were sent, is said to be ${outcome}; it can be ${possible.join(', ')}.`,
  )
}

/** A new person is invited. An invite that left the journal looks like somebody else's. */
function possibleOutcomes(past: Past, address: string, sent: number, isMember: boolean): readonly InviteOutcome[] {
  // A delayed request may arrive between the report and this check.
  const unknown: readonly InviteOutcome[] =
    past.open.has(address) && (sent === 0 || past.underFaults) ? ['unknown'] : []
  if (sent === 0) return unknown
  const found: InviteOutcome = isMember ? 'already-member' : 'already-invited'
  return ['invited', ...unknown, ...(past.wasDone ? [found] : [])]
}

/** After a fault stopped a process, no further row is sent; rows that failed or were refused were not sent. */
const looseOutcomes = (isUnsent: boolean): readonly InviteOutcome[] =>
  isUnsent ? ['not-attempted', 'failed', 'refused'] : ['not-attempted']
