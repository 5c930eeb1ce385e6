import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import Database from 'libsql'
import { createSandbox, type ReceivedRequest, type Sandbox } from '@labelbox-org/tools/sandbox'
import { Ledger } from '../model/ledger.ts'
import { keyOf, otherwise, toRows, type Row } from './people.ts'
import { latestMs, type Round } from './plan.ts'

/** A sandbox, its ledger, and a folder with the file of rows. */
export class World {
  readonly sandbox: Sandbox
  readonly rows: readonly Row[]
  readonly csv: string
  readonly journal: string
  readonly report: string
  readonly #folder: string
  readonly #ledger: Ledger
  readonly #start: number

  private constructor(folder: string, sandbox: Sandbox, ledger: Ledger, rows: readonly Row[]) {
    this.#folder = folder
    this.sandbox = sandbox
    this.rows = rows
    this.csv = join(folder, 'people.csv')
    this.journal = `${this.csv}.journal`
    this.report = join(folder, 'report.jsonl')
    writeFileSync(this.csv, ['email,role', ...rows.map(({ email, role }) => `${email},${role}`), ''].join('\n'))
    for (const { kind, email } of rows) if (kind === 'pending') ledger.invite(otherwise(email))
    this.#ledger = ledger
    this.#start = ledger.mark()
  }

  static async open({ rows, latencyMs }: Round): Promise<World> {
    // In memory if the machine has /dev/shm: the round decides how slow the disk is.
    const folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'labelbox-org-kill-'))
    const data = join(folder, 'sandbox.db')
    const sandbox = await createSandbox({
      data,
      latencyMs,
      users: 6,
      invites: 0,
      projects: 0,
      webhooks: 0,
      seats: 1000,
    })
    return new World(folder, sandbox, new Ledger(data), toRows(rows, membersOf(data)))
  }

  /** The number of invites sent to each address in this round, ended ones included. */
  sent(): ReadonlyMap<string, number> {
    const sent = new Map<string, number>()
    for (const { kind, text } of this.#ledger.since(this.#start)) {
      if (kind === 'sent') sent.set(keyOf(text), (sent.get(keyOf(text)) ?? 0) + 1)
    }
    return sent
  }

  /** The people who became members in this round. */
  joined(): ReadonlySet<string> {
    const entries = this.#ledger.since(this.#start).filter(({ kind }) => kind === 'joined')
    return new Set(entries.map(({ text }) => keyOf(text)))
  }

  /** Accepts one of this round's invites, if there is one. */
  accept(): void {
    const joined = this.joined()
    const sent = this.#ledger.since(this.#start).find(({ kind, text }) => kind === 'sent' && !joined.has(keyOf(text)))
    if (sent !== undefined) this.sandbox.acceptInvite(sent.text)
  }

  /** The invite requests in their order. */
  inviteRequests(): readonly ReceivedRequest[] {
    return this.sandbox.received.filter(({ operationName }) => operationName === 'InviteUser')
  }

  get hasJournal(): boolean {
    return existsSync(this.journal)
  }

  /** The addresses that the journal leaves open, parsed here independently, and whether its last line is torn. */
  readJournal(): { readonly open: ReadonlySet<string>; readonly isTorn: boolean } {
    const lines = this.hasJournal ? readFileSync(this.journal, 'utf8').split('\n') : ['']
    const open = new Set<string>()
    for (const line of lines.slice(0, -1)) {
      const { sending = [], ended = [] } = JSON.parse(line) as Partial<Record<'sending' | 'ended', [string, string][]>>
      for (const [email] of sending) open.add(keyOf(email))
      for (const [email] of ended) open.delete(keyOf(email))
    }
    return { open, isTorn: lines.at(-1) !== '' }
  }

  /** Clears the faults and waits for the requests that they delay. */
  async settle(hasLate: boolean): Promise<void> {
    this.sandbox.setFaults([])
    if (!hasLate) return
    const { url, apiKey } = this.sandbox
    const headers = { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' }
    for (const operation of ['GetMembers', 'GetInvites', 'InviteLimit']) {
      const body = JSON.stringify({ query: `query ${operation} { organization { id } }` })
      const response = await fetch(url, { method: 'POST', headers, body })
      if (!response.ok) throw new Error(`${operation} was answered with ${response.status}.`)
      await response.text()
    }
    await sleep(latestMs)
  }

  async close(): Promise<void> {
    this.#ledger.close()
    await this.sandbox.close()
    rmSync(this.#folder, { recursive: true })
  }
}

function membersOf(data: string): readonly string[] {
  const database = new Database(data)
  try {
    const members = database.prepare('SELECT email FROM users WHERE deleted = 0').all() as { readonly email: string }[]
    return members.map(({ email }) => email)
  } finally {
    database.close()
  }
}
