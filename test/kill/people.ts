import { domainToASCII } from 'node:url'
import { spelt } from '../model/call.ts'
import type { Kind, PlannedRow } from './plan.ts'

/** A row of the file. */
export interface Row {
  readonly kind: Kind
  /** As the file has it. */
  readonly email: string
  readonly role: string
}

/** What two spellings of one address have in common. */
export function keyOf(address: string): string {
  const [local = '', domain = ''] = address.toLowerCase().split('@')
  return `${local}@${domainToASCII(domain)}`
}

const plain = (number: number): string => `person${number}@example.com`
/** One domain in two spellings. */
const international = (number: number, isAscii: boolean): string =>
  `person${number}@${isAscii ? 'xn--mnchen-3ya.example' : 'münchen.example'}`

/** Gives planned rows their addresses: those of members as far as there are members. */
export function toRows(planned: readonly PlannedRow[], members: readonly string[]): readonly Row[] {
  const left = [...members]
  const named: string[] = []
  return planned.map(({ kind, spelling, role }, index) => {
    const email = spelling > 255 ? international(index, spelling % 2 === 0) : plain(index)
    if (kind === 'invalid') return { kind, email: `person${index} at example.com`, role }
    const [earlier] = named
    const [member] = left
    if (kind === 'again' && earlier !== undefined) return { kind, email: spelt(keyOf(earlier), spelling), role }
    if (kind === 'member' && member !== undefined) {
      left.shift()
      named.push(member)
      return { kind, email: spelt(member, spelling), role }
    }
    named.push(email)
    return { kind: kind === 'pending' ? kind : 'new', email: spelt(email, spelling), role }
  })
}

/** Another spelling of it, as somebody else may have written it. */
export const otherwise = (email: string): string => spelt(keyOf(email), 5)
