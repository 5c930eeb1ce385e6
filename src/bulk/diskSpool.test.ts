import { fstatSync, readdirSync, readlinkSync } from 'node:fs'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { Labelbox } from 'labelbox-org'
import { diskSpool } from 'labelbox-org/bulk'
import { sandboxed } from '../../test/support/roads.ts'

it('stores and overwrites values like a Map', async () => {
  const text = fc.string({ unit: 'grapheme' })
  // Few keys, so that values are overwritten.
  const key = fc.oneof(fc.constantFrom('a', 'A', ''), text)
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(key, text)), async (pairs) => {
      using spool = await diskSpool()
      const memory = new Map<string, string>()
      for (const [key, value] of pairs) {
        expect(spool.get(key)).toBe(memory.get(key))
        spool.set(key, value)
        memory.set(key, value)
      }
      for (const [key, value] of memory) expect(spool.get(key)).toBe(value)
    }),
  )
})

it('stores the outcomes of a bulk call, whose report can be read twice', async () => {
  const sandbox = await sandboxed({ invites: 0, seats: 1000 })
  const organization = await new Labelbox({ endpoint: sandbox.url, apiKey: sandbox.apiKey }).getOrganization()
  using spool = await diskSpool()
  const rows = Array.from({ length: 250 }, (_, index) => ({ email: `p${index}@example.com`, role: 'LABELER' }))

  const report = await organization.inviteUsers(rows, { spool })

  for (const time of [1, 2]) {
    const outcomes = await report.toArray({ limit: Infinity })
    expect([time, outcomes.map(({ row, who }) => [row, who])]).toEqual([
      time,
      rows.map(({ email }, index) => [index + 1, email]),
    ])
  }
})

const isLinux = process.platform === 'linux'

/** Open files of SQLite that were unlinked. */
const unnamed = () =>
  readdirSync('/proc/self/fd').flatMap((fd) => {
    try {
      const isTemporary = /\/etilqs_\w+ \(deleted\)$/.test(readlinkSync(`/proc/self/fd/${fd}`))
      return isTemporary ? [fstatSync(Number(fd))] : []
    } catch {
      // The descriptor of the listing itself is closed by now.
      return []
    }
  })

it.runIf(isLinux)('stores 40 MB of values in an unnamed private file, not in memory', async () => {
  const value = 'x'.repeat(1000)
  using spool = await diskSpool()
  spool.set('first', value)
  const before = process.memoryUsage.rss()
  for (let index = 0; index < 40_000; index += 1) spool.set(`key ${index}`, value)

  expect(process.memoryUsage.rss() - before).toBeLessThan(30e6)
  const files = unnamed()
  expect(Math.max(...files.map(({ size }) => size))).toBeGreaterThan(40e6)
  for (const { mode, nlink } of files) expect([mode & 0o777, nlink]).toEqual([0o600, 0])
  expect(spool.get('key 39999')).toBe(value)
})
