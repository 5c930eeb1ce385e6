import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { folder } from '../../../test/support/folder.ts'
import { commandLine, errorOf, type Ended } from '../testing.ts'

// What becomes of a file's journal and report when something goes wrong.

const command = commandLine({ users: 2, invites: 0, seats: 1000 })
const { run, json } = command

const people = (count: number, domain: string): string =>
  ['email,role', ...Array.from({ length: count }, (_, index) => `p${index + 1}@${domain},LABELER`)].join('\n')

const invited = async (domain: string): Promise<readonly string[]> =>
  ((await json(['invites', 'list'])) as readonly { readonly email: string }[])
    .map(({ email }) => email)
    .filter((email) => email.endsWith(domain))

/** Begins a run, and gives its end when a first request of an operation has come to the sandbox. */
async function begun(operationName: string, args: readonly string[]): Promise<() => Promise<Ended>> {
  const seen = command.sandbox.received.length
  const isThere = () => command.sandbox.received.slice(seen).some((request) => request.operationName === operationName)
  const child = spawn(process.execPath, [command.main, ...args], { env: command.environment })
  const output = Promise.all([text(child.stdout), text(child.stderr)])
  const closed = once(child, 'close') as Promise<[number | null]>
  while (!isThere() && child.exitCode === null) await new Promise((resolve) => setTimeout(resolve, 5))
  return async () => {
    const [[code], [stdout, stderr]] = await Promise.all([closed, output])
    return { code, stdout, stderr }
  }
}

it.each([
  ['the organization has too few seats', 'USAGE_LIMIT', 6],
  ['the key is not accepted', 'AUTHENTICATION', 5],
])('leaves no journal where nothing was sent: %s', async (_what, code, exitCode) => {
  const file = folder().put('people.csv', people(3, 'unsent.example'))
  const env = { LABELBOX_API_KEY: 'another', LABELBOX_ENDPOINT: command.sandbox.url }
  if (code === 'USAGE_LIMIT') command.sandbox.setSeats(3)
  const ended = await run(['invites', 'send', '--from', file, '--json'], code === 'USAGE_LIMIT' ? {} : { env })
  command.sandbox.setSeats(1000)

  expect(ended).toMatchObject({ code: exitCode, stdout: '' })
  expect(errorOf(ended)).toMatchObject({ code, mayHaveRun: false })
  expect(existsSync(`${file}.journal`)).toBe(false)
})

it('keeps the journal of an earlier run when it can not go on', async () => {
  const file = folder().put('people.csv', people(2, 'kept.example'))
  command.sandbox.setFaults([{ kind: 'http-status', status: 504, operationName: 'InviteUser' }])
  expect(await run(['invites', 'send', '--from', file])).toMatchObject({ code: 4 })
  const before = readFileSync(`${file}.journal`, 'utf8')

  const env = { LABELBOX_API_KEY: 'another', LABELBOX_ENDPOINT: command.sandbox.url }
  expect(await run(['invites', 'send', '--from', file, '--resume'], { env })).toMatchObject({ code: 5 })

  expect(readFileSync(`${file}.journal`, 'utf8')).toContain(before)
})

it('lets a file be worked through by one process at a time', async () => {
  const { path, put } = folder()
  const file = put('people.csv', people(1, 'locked.example'))
  command.sandbox.setFaults([{ kind: 'slow-body', delayMs: 4000, operationName: 'InviteUser' }])
  const first = await begun('InviteUser', ['invites', 'send', '--from', file, '--json'])
  const second = await run(['invites', 'send', '--from', file, '--resume', '--report', `${path}/r.csv`, '--json'])

  expect(second).toMatchObject({ code: 2, stdout: '' })
  expect(errorOf(second)).toMatchObject({ message: expect.stringContaining('is in use') as string })
  expect(existsSync(`${path}/r.csv`)).toBe(false)
  expect(await first()).toMatchObject({ code: 0 })
  expect(readdirSync(path)).toEqual(['people.csv'])
  expect(await invited('locked.example')).toEqual(['p1@locked.example'])
})

it('says what was done also where the report can not be put in its place', async () => {
  const { path, put } = folder()
  const file = put('people.csv', people(1, 'unreported.example'))
  const report = `${path}/report.csv`
  command.sandbox.setFaults([{ kind: 'slow-body', delayMs: 1000, operationName: 'InviteUser' }])
  const end = await begun('InviteUser', ['invites', 'send', '--from', file, '--report', report, '--json'])
  mkdirSync(report)

  const ended = await end()

  expect(ended.code).toBe(1)
  expect(JSON.parse(ended.stdout)).toMatchObject({ counts: { invited: 1 }, report: null, journal: null })
  expect(ended.stderr).toContain(`The report could not be written to ${report}`)
  expect(readdirSync(path).sort()).toEqual(['people.csv', 'report.csv'])
  rmSync(report, { recursive: true })
})

it('shows what it would go on with, and leaves the journal as it is', async () => {
  const file = folder().put('people.csv', people(5, 'again.example'))
  command.sandbox.setFaults([{ kind: 'http-status', status: 504, operationName: 'InviteUser', skip: 1, times: 2 }])
  await run(['invites', 'send', '--from', file, '--batch-size', '2'])
  const journal = readFileSync(`${file}.journal`)

  const dry = await json(['invites', 'send', '--from', file, '--resume', '--resend-unknown', '--dry-run'])

  expect(dry).toMatchObject({ dryRun: true, rows: 5, counts: { invited: 2, 'dry-run': 3 }, journal: null })
  expect(readFileSync(`${file}.journal`)).toEqual(journal)
  expect(await invited('again.example')).toHaveLength(2)
  expect(await json(['invites', 'send', '--from', file, '--resume', '--resend-unknown'])).toMatchObject({
    counts: { invited: 5 },
  })
})

it('leaves nothing behind of a dry run that is killed, and can be started again', async () => {
  const { path, put } = folder()
  const temporary = join(path, 'tmp')
  mkdirSync(temporary)
  const file = put('people.csv', people(3, 'killed.example'))
  const { organization } = (await json(['whoami'])) as { readonly organization: { readonly id: string } }
  const journal = `${JSON.stringify({ job: 'inviteUsers', organizationId: organization.id })}\n`
  put('people.csv.journal', journal)

  command.sandbox.setFaults([{ kind: 'hang', operationName: 'GetInvites', times: 1 }])
  const args = ['invites', 'send', '--from', file, '--resume', '--dry-run', '--report', `${path}/r.csv`]
  const env = { ...command.environment, TMPDIR: temporary }
  const child = spawn(process.execPath, [command.main, ...args], { env, stdio: 'ignore' })
  while (!command.sandbox.received.some(({ fault }) => fault === 'hang')) await sleep(5)
  child.kill('SIGKILL')
  await once(child, 'exit')

  expect(readdirSync(temporary)).toEqual([])
  expect(readdirSync(path).sort()).toEqual(['people.csv', 'people.csv.journal', 'people.csv.journal.lock', 'tmp'])
  command.sandbox.setFaults([])
  expect(await json(args)).toMatchObject({ dryRun: true, counts: { 'dry-run': 3 } })
  expect(readFileSync(`${file}.journal`, 'utf8')).toBe(journal)
})

it('does not follow a dangling link in the place of the journal', async () => {
  const { path, put } = folder()
  const file = put('people.csv', people(1, 'linked.example'))
  symlinkSync(join(path, 'elsewhere'), `${file}.journal`)

  const ended = await run(['invites', 'send', '--from', file, '--json'])

  expect(errorOf(ended)).toMatchObject({ code: 'INVALID_INPUT', mayHaveRun: false })
  expect(existsSync(join(path, 'elsewhere'))).toBe(false)
  expect(await invited('linked.example')).toEqual([])
})

it('cuts what is too long for a table, and nothing in the JSON or the report', async () => {
  const { path, put } = folder()
  const long = `${'x'.repeat(300)} at example.com`
  const file = put('people.csv', `email,role\n${long},LABELER\n`)
  const args = ['invites', 'send', '--from', file, '--skip-invalid', '--report', `${path}/r.csv`]

  const { stdout } = await run(args)
  expect(stdout).toContain(`${'x'.repeat(59)}… `)
  expect(stdout).not.toContain('x'.repeat(60))
  expect(readFileSync(`${path}/r.csv`, 'utf8')).toContain(long)
  expect(JSON.parse((await run([...args, '--json'])).stdout)).toMatchObject({ others: [{ who: long }] })
})

it('stops when the disk is full, says what has been sent by then, and goes on from there', async () => {
  const { path, put } = folder()
  const file = put('people.csv', people(200, 'full.example'))
  // No file may become longer than 4 KiB. Without a folder for temporary files, the spool is in memory.
  const script = `ulimit -f 4; exec '${process.execPath}' '${command.main}' invites send --from '${file}' --batch-size 20 --json`
  const child = spawn('bash', ['-c', script], { env: { ...command.environment, TMPDIR: `${path}/none` } })
  const [stdout, stderr, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close') as Promise<[number]>,
  ])

  expect(code).toBe(1)
  expect(JSON.parse(stdout)).toMatchObject({
    counts: { failed: 0, unknown: 0 },
    stoppedBy: { message: expect.stringContaining(`${file}.journal`) as string },
    journal: `${file}.journal`,
  })
  expect(stderr).toContain('--resume')
  const sent = (await invited('full.example')).length
  expect(sent).toBeGreaterThan(0)
  expect(sent).toBeLessThan(200)

  expect(await json(['invites', 'send', '--from', file, '--resume'])).toMatchObject({ counts: { invited: 200 } })
  expect(new Set(await invited('full.example')).size).toBe(200)
  expect(await invited('full.example')).toHaveLength(200)
})
