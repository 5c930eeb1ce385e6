import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { folder } from '../../../test/support/folder.ts'
import { commandLine, errorOf } from '../testing.ts'

const command = commandLine({ users: 2, invites: 0, seats: 1000 })
const { run, json } = command

const people = (count: number, domain: string): string =>
  ['email,role', ...Array.from({ length: count }, (_, index) => `p${index + 1}@${domain},LABELER`)].join('\n')

const invited = async (domain: string): Promise<readonly string[]> =>
  ((await json(['invites', 'list'])) as readonly { readonly email: string }[])
    .map(({ email }) => email)
    .filter((email) => email.endsWith(domain))

const withInvalidKey = () => ({ env: { LABELBOX_API_KEY: 'invalid', LABELBOX_ENDPOINT: command.sandbox.url } })

it.each([
  ['there are too few seats', 'USAGE_LIMIT', 6],
  ['the API key is invalid', 'AUTHENTICATION', 5],
])('leaves no journal if nothing was sent, because %s', async (_what, code, exitCode) => {
  const file = folder().put('people.csv', people(3, 'unsent.example'))
  if (code === 'USAGE_LIMIT') command.sandbox.setSeats(3)
  const ended = await run(['invites', 'send', '--from', file, '--json'], code === 'USAGE_LIMIT' ? {} : withInvalidKey())
  command.sandbox.setSeats(1000)

  expect(ended).toMatchObject({ code: exitCode, stdout: '' })
  expect(errorOf(ended)).toMatchObject({ code, mayHaveRun: false })
  expect(existsSync(`${file}.journal`)).toBe(false)
})

it('keeps the journal of an earlier run if --resume fails', async () => {
  const file = folder().put('people.csv', people(2, 'kept.example'))
  command.sandbox.setFaults([{ kind: 'http-status', status: 504, operationName: 'InviteUser' }])
  expect(await run(['invites', 'send', '--from', file])).toMatchObject({ code: 4 })
  const before = readFileSync(`${file}.journal`, 'utf8')

  expect(await run(['invites', 'send', '--from', file, '--resume'], withInvalidKey())).toMatchObject({ code: 5 })

  expect(readFileSync(`${file}.journal`, 'utf8')).toContain(before)
})

it('resumes from the file of --journal', async () => {
  const { path, put } = folder()
  const file = put('people.csv', 'email,role\nb@new.example,LABELER\n')
  const options = ['--from', file, '--journal', `${path}/kept.journal`, '--json']
  command.sandbox.setFaults([{ kind: 'http-status', status: 401, operationName: 'InviteUser', times: 1 }])
  const first = await run(['invites', 'send', ...options])
  command.sandbox.setFaults([])
  expect(JSON.parse(first.stdout)).toMatchObject({ counts: { invited: 0 }, journal: `${path}/kept.journal` })
  expect(readFileSync(`${path}/kept.journal`, 'utf8')).toContain('b@new.example')
  expect(existsSync(`${file}.journal`)).toBe(false)

  const resumed = await run(['invites', 'send', ...options, '--resume'])
  expect(JSON.parse(resumed.stdout)).toMatchObject({ counts: { invited: 1 }, journal: null })
  expect(existsSync(`${path}/kept.journal`)).toBe(false)
})

it.each([
  [['--journal', 'j'], '--journal needs --from'],
  [['--from', 'FILE', '--journal', 'FILE', '--resume'], 'is the input file'],
])('refuses %j and leaves the input file alone', async (options, message) => {
  const file = folder().put('people.csv', 'email,role\na@new.example,LABELER\n')
  const { code, stderr } = await run(['invites', 'send', ...options.map((each) => each.replace('FILE', file))])

  expect(code).toBe(2)
  expect(stderr).toContain(message)
  expect(readFileSync(file, 'utf8')).toContain('a@new.example')
})

it('refuses a journal whose lock would replace the input file', async () => {
  const file = folder().put('people.lock', 'email,role\na@new.example,LABELER\n')
  const { code, stderr } = await run(['invites', 'send', '--from', file, '--journal', file.replace(/\.lock$/, '')])

  expect(code).toBe(2)
  expect(stderr).toContain('has the input file as its lock')
  expect(readFileSync(file, 'utf8')).toContain('a@new.example')
})

it('refuses a dangling link as the journal', async () => {
  const { path, put } = folder()
  const file = put('people.csv', people(1, 'linked.example'))
  symlinkSync(join(path, 'elsewhere'), `${file}.journal`)

  const ended = await run(['invites', 'send', '--from', file, '--json'])

  expect(errorOf(ended)).toMatchObject({ code: 'INVALID_INPUT', mayHaveRun: false })
  expect(existsSync(join(path, 'elsewhere'))).toBe(false)
  expect(await invited('linked.example')).toEqual([])
})

it('prints the outcomes even if the report can not be written at the end', async () => {
  const { path, put } = folder()
  const file = put('people.csv', people(1, 'unreported.example'))
  const report = `${path}/report.csv`
  command.sandbox.setFaults([{ kind: 'slow-body', delayMs: 200, operationName: 'InviteUser' }])
  const received = command.received('InviteUser')
  const running = run(['invites', 'send', '--from', file, '--report', report, '--json'])
  await received
  mkdirSync(report)

  const ended = await running

  expect(ended.code).toBe(1)
  expect(JSON.parse(ended.stdout)).toMatchObject({ counts: { invited: 1 }, report: null, journal: null })
  expect(ended.stderr).toContain(`The report could not be written to ${report}`)
  expect(readdirSync(path).sort()).toEqual(['people.csv', 'report.csv'])
  rmSync(report, { recursive: true })
})

it('plans the rest of an incomplete run in a dry run, and does not change the journal', async () => {
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
