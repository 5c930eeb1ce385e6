import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { appendFileSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { basename, dirname, join } from 'node:path'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { JournalEntry } from 'labelbox-org'
import { fileJournal } from 'labelbox-org/bulk'
import { folder } from '../../test/support/folder.ts'
import { rejection } from '../../test/support/roads.ts'

const begun: JournalEntry = { job: 'inviteUsers', organizationId: 'ck1' }
const sending: JournalEntry = { sending: [['zoë@example.com', 'Labeler']], at: 1 }
const ended: JournalEntry = { ended: [['zoë@example.com', 'invited']] }

/** What a file that is opened anew has. */
async function entriesOf(path: string): Promise<readonly JournalEntry[]> {
  await using journal = await fileJournal(path)
  const entries: JournalEntry[] = []
  for await (const entry of journal.read()) entries.push(entry)
  return entries
}

async function written(): Promise<string> {
  const path = join(folder().path, 'a.journal')
  await using journal = await fileJournal(path)
  for (const entry of [begun, sending, ended]) await journal.append(entry)
  return path
}

it('keeps entries in their order, for the eyes of its owner alone', async () => {
  const path = await written()
  expect(await entriesOf(path)).toEqual([begun, sending, ended])
  expect(statSync(path).mode & 0o077).toBe(0)
  expect(existsSync(`${path}.lock`)).toBe(false)
})

it('can be read while it is written, and each entry is there once it is appended', async () => {
  const path = join(folder().path, 'a.journal')
  await using journal = await fileJournal(path)
  await journal.append(begun)
  expect(readFileSync(path, 'utf8')).toBe(`${JSON.stringify(begun)}\n`)
  const entries: JournalEntry[] = []
  for await (const entry of journal.read()) entries.push(entry)
  await journal.append(ended)
  expect(entries).toEqual([begun])
})

it('goes on from whatever byte it was cut at: with the entries that are whole', async () => {
  const whole = readFileSync(await written())
  await fc.assert(
    fc.asyncProperty(fc.nat(whole.length), async (length) => {
      const path = folder().put('cut.journal', whole.subarray(0, length))
      const lines = whole.subarray(0, length).toString().split('\n').slice(0, -1)
      await using journal = await fileJournal(path)
      await journal.append(ended)
      const entries: JournalEntry[] = []
      for await (const entry of journal.read()) entries.push(entry)
      expect(entries).toEqual([...lines.map((line) => JSON.parse(line) as JournalEntry), ended])
    }),
  )
})

it('is not taken for one where it has been damaged, or is something else', async () => {
  const path = await written()
  appendFileSync(path, 'not of a journal\n')
  expect(await rejection(entriesOf(path))).toMatchObject({
    code: 'INVALID_INPUT',
    message: expect.stringContaining('line 4') as string,
  })

  const other = folder().put('people.csv', 'email,role')
  expect(await rejection(fileJournal(other))).toMatchObject({ code: 'INVALID_INPUT' })
  expect(readFileSync(other, 'utf8')).toBe('email,role')
})

it('belongs to one process at a time, and is free when that is gone', async () => {
  const path = await written()
  const holder = spawn(process.execPath, ['-e', 'setInterval(() => undefined, 1000)'])
  writeFileSync(`${path}.lock`, JSON.stringify({ pid: holder.pid, host: hostname() }))
  expect(await rejection(fileJournal(path))).toMatchObject({
    code: 'INVALID_INPUT',
    message: expect.stringContaining('another process') as string,
  })

  holder.kill('SIGKILL')
  await once(holder, 'exit')
  expect(await entriesOf(path)).toHaveLength(3)

  writeFileSync(`${path}.lock`, JSON.stringify({ pid: holder.pid, host: 'another-machine' }))
  expect(await rejection(fileJournal(path))).toMatchObject({ code: 'INVALID_INPUT' })
})

it('is opened once: by a second time in this process neither', async () => {
  const path = await written()
  await using first = await fileJournal(path)
  expect(await rejection(fileJournal(path))).toMatchObject({ code: 'INVALID_INPUT' })
  await first.append(ended)
})

it('is free when its process was killed before it could say who it was', async () => {
  const path = await written()
  writeFileSync(`${path}.lock`, '')
  expect(await entriesOf(path)).toHaveLength(3)

  writeFileSync(`${path}.lock`, '{"pid":12')
  expect(await entriesOf(path)).toHaveLength(3)
  expect(existsSync(`${path}.lock`)).toBe(false)
})

it('is free when it was left by a process of the same number, as the first of every container has it', async () => {
  const path = await written()
  writeFileSync(`${path}.lock`, JSON.stringify({ pid: process.pid, host: hostname() }))
  expect(await entriesOf(path)).toHaveLength(3)
})

it('goes to one of many who find it abandoned at the same moment', async () => {
  const path = await written()
  const gone = spawn(process.execPath, ['-e', ''])
  await once(gone, 'exit')
  writeFileSync(`${path}.lock`, JSON.stringify({ pid: gone.pid, host: hostname() }))

  const opened = await Promise.allSettled(Array.from({ length: 8 }, () => fileJournal(path)))

  const winners = opened.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
  expect(winners).toHaveLength(1)
  await winners[0]?.close()
  expect(readdirSync(dirname(path))).toEqual([basename(path)])
})

it('writes nothing after an entry that could not be written', async () => {
  const path = await written()
  await using journal = await fileJournal(path)
  const circle: Record<string, unknown> = {}
  circle['itself'] = circle
  expect(await rejection(journal.append(circle as never))).toBeInstanceOf(TypeError)
  expect(await rejection(journal.append(ended))).toBeInstanceOf(TypeError)
})
