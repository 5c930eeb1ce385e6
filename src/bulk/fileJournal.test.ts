import { spawnSync } from 'node:child_process'
import {
  appendFileSync,
  chmodSync,
  chownSync,
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { open, type FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import type { JournalEntry } from 'labelbox-org'
import { fileJournal } from 'labelbox-org/bulk'
import { folder } from '../../test/support/folder.ts'
import { rejection } from '../../test/support/roads.ts'

const begun: JournalEntry = { job: 'inviteUsers', organizationId: 'ck1' }
const sending: JournalEntry = { sending: [['zoë@example.com', 'Labeler']], at: 1 }
const ended: JournalEntry = { ended: [['zoë@example.com', 'invited']] }

/** Opens a journal and returns its entries. */
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

it('returns entries in their order from a file that only its owner can read', async () => {
  const path = await written()
  expect(await entriesOf(path)).toEqual([begun, sending, ended])
  expect(statSync(path).mode & 0o077).toBe(0)
  expect(existsSync(`${path}.lock`)).toBe(false)
})

it('writes each entry before append resolves, and can be read in between', async () => {
  const path = join(folder().path, 'a.journal')
  await using journal = await fileJournal(path)
  await journal.append(begun)
  expect(readFileSync(path, 'utf8')).toBe(`${JSON.stringify(begun)}\n`)
  const entries: JournalEntry[] = []
  for await (const entry of journal.read()) entries.push(entry)
  await journal.append(ended)
  expect(entries).toEqual([begun])
})

it('writes entries that are appended at once in their order, each before its append resolves', async () => {
  const path = join(folder().path, 'a.journal')
  await using journal = await fileJournal(path)
  const entries = Array.from({ length: 100 }, (_, at): JournalEntry => ({ sending: [['zoë@example.com', 'x']], at }))
  const lines = entries.map((entry) => `${JSON.stringify(entry)}\n`)

  await Promise.all(
    entries.map(async (entry, index) => {
      await journal.append(entry)
      expect(readFileSync(path, 'utf8')).toContain(lines[index])
    }),
  )

  expect(readFileSync(path, 'utf8')).toBe(lines.join(''))
})

it('continues after the complete entries when the file was cut at any byte', async () => {
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

it('refuses a damaged journal and other files, and leaves them unchanged', async () => {
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

it('rejects every append after one that failed', async () => {
  const path = await written()
  await using journal = await fileJournal(path)
  const circle: Record<string, unknown> = {}
  circle['itself'] = circle
  expect(await rejection(journal.append(circle as never))).toBeInstanceOf(TypeError)
  expect(await rejection(journal.append(ended))).toBeInstanceOf(TypeError)
})

describe.skipIf(process.platform === 'win32')('fileJournal', () => {
  const outside = (path: string): string => join(path, 'outside')
  const withOutside = (link: typeof linkSync) => (path: string, at: string) => {
    writeFileSync(outside(path), '')
    link(outside(path), at)
  }
  it.each<readonly [what: string, make: (path: string, at: string) => void, reason: string]>([
    ['a link to a file', withOutside(symlinkSync), 'symbolic link'],
    ['a dangling link', (path, at) => symlinkSync(outside(path), at), 'symbolic link'],
    ['a link to a folder', (path, at) => symlinkSync(path, at), 'symbolic link'],
    ['a link to a device', (_, at) => symlinkSync('/dev/null', at), 'symbolic link'],
    ['a link to itself', (_, at) => symlinkSync(at, at), 'symbolic link'],
    ['a hard link', withOutside(linkSync), 'hard links'],
    ['a folder', (_, at) => mkdirSync(at), 'regular file'],
    ['a named pipe', (_, at) => expect(spawnSync('mkfifo', [at]).status).toBe(0), 'regular file'],
  ])('refuses %s without changing its target', async (_what, make, reason) => {
    const { path } = folder()
    const at = join(path, 'a.journal')
    make(path, at)
    const before = existsSync(outside(path)) && readFileSync(outside(path), 'utf8')

    expect(await rejection(fileJournal(at))).toMatchObject({
      code: 'INVALID_INPUT',
      message: expect.stringContaining(reason) as string,
    })

    expect(existsSync(outside(path)) && readFileSync(outside(path), 'utf8')).toBe(before)
    expect(existsSync(`${at}.lock`)).toBe(false)
  })
})

it.skipIf(process.platform === 'win32').each([0o666, 0o640, 0o604, 0o777])(
  'makes a journal of mode %o private',
  async (mode) => {
    const path = await written()
    chmodSync(path, mode)
    expect(await entriesOf(path)).toHaveLength(3)
    expect(statSync(path).mode & 0o777).toBe(0o600)
  },
)

it.runIf(process.getuid?.() === 0)('refuses a file of another user', async () => {
  const path = await written()
  chownSync(path, 1234, 1234)
  expect(await rejection(fileJournal(path))).toMatchObject({
    code: 'INVALID_INPUT',
    message: expect.stringContaining('another user') as string,
  })
})

it('rejects an append whose lock is taken over while the disk takes it', async () => {
  const path = await written()
  await using journal = await fileJournal(path)
  await using file = await open(path)
  vi.spyOn(Object.getPrototypeOf(file) as FileHandle, 'datasync').mockImplementationOnce(async function (
    this: FileHandle,
  ) {
    await this.sync()
    // As another machine does that sees the entry only now.
    writeFileSync(`${path}.lock`, 'another')
  })

  expect(await rejection(journal.append(sending))).toMatchObject({ message: expect.stringContaining('lock') as string })
  vi.restoreAllMocks()
})

it('rejects an append after its lock was removed and taken over', async () => {
  const path = await written()
  await using journal = await fileJournal(path)
  rmSync(`${path}.lock`)
  await using other = await fileJournal(path)
  expect(await rejection(journal.append(ended))).toMatchObject({ message: expect.stringContaining('lock') as string })
  await other.append(ended)
})
