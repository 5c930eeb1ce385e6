import type { Entry } from './ledger.ts'

/** An invite: from which entry to which it was pending. */
export interface Sent {
  readonly id: string
  /** As it is written: every call of a sequence writes it in its own way. */
  readonly email: string
  readonly sentAt: number
  /** `Infinity` as long as it is pending. */
  endedAt: number
  /** Whether it ended by being accepted. */
  isAccepted: boolean
}

/** Whether two spellings are one address. */
export const isSame = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase()

/** What a sandbox's account says. Moments are numbers of entries: something was so at `mark` if it was after that one. */
export class Truth {
  readonly invites = new Map<string, Sent>()
  readonly tags: readonly Entry[]
  readonly #joined: readonly Entry[]

  constructor(entries: readonly Entry[]) {
    this.tags = entries.filter(({ kind }) => kind === 'tagged')
    this.#joined = entries.filter(({ kind }) => kind === 'joined')
    for (const { kind, seq, id, text } of entries) {
      if (kind === 'sent') {
        this.invites.set(id, { id, email: text, sentAt: seq, endedAt: Infinity, isAccepted: false })
      }
      const invite = kind === 'ended' ? this.invites.get(id) : undefined
      if (invite === undefined) continue
      invite.endedAt = seq
      invite.isAccepted = this.#joined.some((entry) => entry.seq < seq && isSame(entry.text, text))
    }
  }

  /** All invites to an address, whatever has become of them. */
  to(address: string): readonly Sent[] {
    return [...this.invites.values()].filter(({ email }) => isSame(email, address))
  }

  /** Whether it was pending at some moment from one mark to another. */
  wasPending = ({ sentAt, endedAt }: Sent, from: number, to = from): boolean => sentAt <= to && endedAt > from

  /** Whether it was pending all the time. */
  stayedPending = ({ sentAt, endedAt }: Sent, from: number, to: number): boolean => sentAt <= from && endedAt > to

  /** Who has become a member by then. */
  joinedBy = (mark: number): readonly Entry[] => this.#joined.filter(({ seq }) => seq <= mark)

  /** How many seats were taken, at the least and at the most, beyond those taken before. */
  seatsTaken(from: number, to: number): readonly [least: number, most: number] {
    const changes = [
      ...[...this.invites.values()].flatMap(({ sentAt, endedAt }) => [
        [sentAt, 1],
        [endedAt, -1],
      ]),
      ...this.#joined.map(({ seq }) => [seq, 1]),
    ] as [number, number][]
    const at = (mark: number): number => changes.reduce((sum, [seq, by]) => (seq <= mark ? sum + by : sum), 0)
    const counts = [from, ...changes.map(([seq]) => seq).filter((seq) => seq > from && seq <= to)].map(at)
    return [Math.min(...counts), Math.max(...counts)]
  }
}
