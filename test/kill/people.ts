import { domainToASCII } from 'node:url'
import { spelt } from '../model/call.ts'
import type { Kind, PlannedRow } from './plan.ts'

/** A row of the file. */
export interface Row {
  readonly kind: Kind
  /** As written in the file. */
  readonly email: string
  readonly role: string
}

/** The common form of all spellings of an address. */
export function keyOf(address: string): string {
  const [local = '', domain = ''] = address.toLowerCase().split('@')
  return `${local}@${domainToASCII(domain)}`
}

const plain = (number: number): string => `person${number}@example.com`
/** Two spellings of one domain. */
const international = (number: number, isAscii: boolean): string =>
  `person${number}@${isAscii ? 'xn--mnchen-3ya.example' : 'münchen.example'}`

/** Gives planned rows their addresses: members' addresses first. */
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

/** Another spelling of an address, as another person may write it. */
export const otherwise = (email: string): string => spelt(keyOf(email), 5)
