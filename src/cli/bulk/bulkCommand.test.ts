import { existsSync, readFileSync, statSync } from 'node:fs'
import { expect, it } from 'vitest'
import { folder } from '../../../test/support/folder.ts'
import { commandLine, errorOf } from '../testing.ts'

const command = commandLine({ users: 6, projects: 2, invites: 0, seats: 100 })
const { run, json } = command

const grace = 'grace.hopper.2@example.com'
const people = (count: number, domain: string): string =>
  ['email,role', ...Array.from({ length: count }, (_, index) => `p${index + 1}@${domain},LABELER`)].join('\n')

type Rows = readonly Readonly<Record<string, unknown>>[]
const invited = async (domain: string) =>
  ((await json(['invites', 'list'])) as Rows)
    .map(({ email }) => String(email))
    .filter((email) => email.endsWith(domain))

const none = {
  invited: 0,
  'already-invited': 0,
  'already-member': 0,
  refused: 0,
  failed: 0,
  unknown: 0,
  'not-attempted': 0,
  'dry-run': 0,
}

it('invites everyone in a file, reports each row, and deletes the journal once every row is settled', async () => {
  const { path, put } = folder()
  const project = 'Street scenes 1'
  const file = put(
    'people.csv',
    `email,role,projectRoles\na@one.example,LABELER,\n${grace},LABELER,\nb@one.example,NONE,${project}=REVIEWER\n`,
  )
  const report = `${path}/report.csv`

  const result = await json(['invites', 'send', '--from', file, '--report', report])

  const counts = { ...none, invited: 2, 'already-member': 1 }
  expect(result).toEqual({ rows: 3, counts, stoppedBy: null, others: [], report, journal: null })
  expect(await invited('one.example')).toEqual(['a@one.example', 'b@one.example'])
  expect(readFileSync(report, 'utf8').split('\n')).toEqual([
    'row,line,who,outcome,code,reason,id,requestId',
    expect.stringMatching(/^1,2,a@one\.example,invited,,,/) as string,
    expect.stringMatching(/^2,3,grace\.hopper\.2@example\.com,already-member,,,c\w+,$/) as string,
    expect.stringMatching(/^3,4,b@one\.example,invited,,,/) as string,
    '',
  ])
  expect(statSync(report).mode & 0o077).toBe(0)
  expect(existsSync(`${file}.journal`)).toBe(false)

  const again = await run(['invites', 'send', '--from', file])
  expect(again).toMatchObject({ code: 0, stderr: '' })
  expect(again.stdout).toMatch(/already-invited +2\nalready-member +1\n/)
})

it('sends nothing in a dry run, and reports the rows as dry-run', async () => {
  const { path, put } = folder()
  const file = put('people.csv', people(3, 'two.example'))
  const result = await json(['invites', 'send', '--from', file, '--dry-run', '--report', `${path}/r.jsonl`])
  expect(result).toMatchObject({ rows: 3, counts: { ...none, 'dry-run': 3 }, journal: null })
  expect(
    readFileSync(`${path}/r.jsonl`, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown)[2],
  ).toEqual({
    ...{ row: 3, line: 4, who: 'p3@two.example', outcome: 'dry-run' },
    ...{ code: null, reason: null, id: null, requestId: null },
  })
  expect(await invited('two.example')).toEqual([])
  expect(existsSync(`${file}.journal`)).toBe(false)
})

it.each([
  ['an invalid email', `${people(1, 'bad.example')}\nnobody,LABELER\n`, 3, 'address'],
  ['a duplicate email', `${people(2, 'bad.example')}\nP1@BAD.example,LABELER\n`, 4, 'row 1 has the same address'],
  ['a missing column', 'email\na@bad.example\n', 1, 'no column role'],
  [
    'another encoding',
    Buffer.from('email,role\na@bad.example,LABELER\nzoë@bad.example,LABELER\n', 'latin1'),
    3,
    'UTF-8',
  ],
  ['a field of a million characters', `email,role\n${'x'.repeat(1_000_000)},LABELER\n`, 2, 'characters'],
])('refuses a file with %s, names the line and sends nothing', async (_what, content, line, reason) => {
  const file = folder().put('people.csv', content)

  const text = await run(['invites', 'send', '--from', file])
  expect(text).toMatchObject({ code: 2, stdout: '' })
  expect(text.stderr).toContain(`line ${line}`)
  expect(text.stderr).toContain(reason)

  const ended = await run(['invites', 'send', '--from', file, '--json'])
  expect(ended).toMatchObject({ code: 2, stdout: '' })
  const error = errorOf(ended) as { readonly rows: Rows; readonly code: string }
  expect(error).toMatchObject({ code: 'INVALID_ROWS', mayHaveRun: false })
  expect(error.rows).toEqual([expect.objectContaining({ line, reason: expect.stringContaining(reason) as string })])
  expect(existsSync(`${file}.journal`)).toBe(false)
  expect(await invited('bad.example')).toEqual([])
})

it('skips invalid rows with --skip-invalid, and ends with 1', async () => {
  const { path, put } = folder()
  const file = put('people.csv', `email,role\n=cmd|' /C calc'!A0,LABELER\nok@three.example,LABELER\n`)
  const ended = await run(['invites', 'send', '--from', file, '--skip-invalid', '--report', `${path}/r.csv`])
  expect(ended.code).toBe(1)
  expect(ended.stdout).toMatch(/invited +1\nrefused +1\n/)
  expect(ended.stdout).toContain('ROW')
  // Cells that look like formulas are escaped.
  expect(readFileSync(`${path}/r.csv`, 'utf8')).toContain(`1,2,'=cmd|`)
  expect(await invited('three.example')).toEqual(['ok@three.example'])
})

it('continues with --resume, and refuses to start again without it', async () => {
  const file = folder().put('people.csv', people(6, 'four.example'))
  command.sandbox.setFaults([{ kind: 'http-status', status: 504, operationName: 'InviteUser', skip: 1 }])
  const first = await run(['invites', 'send', '--from', file, '--batch-size', '2', '--json'])
  expect(first.code).toBe(4)
  const counts = { ...none, invited: 4, unknown: 2 }
  expect(JSON.parse(first.stdout)).toMatchObject({ counts, journal: `${file}.journal` })
  expect(first.stderr).toContain('--resume')

  const forgotten = await run(['invites', 'send', '--from', file])
  expect(forgotten).toMatchObject({ code: 2, stdout: '' })
  expect(forgotten.stderr).toContain('--resume')

  const second = await run(['invites', 'send', '--from', file, '--resume', '--json'])
  expect(second.code).toBe(4)
  expect(JSON.parse(second.stdout)).toMatchObject({ counts })
  expect(await invited('four.example')).toHaveLength(4)

  expect(await json(['invites', 'send', '--from', file, '--resume', '--resend-unknown'])).toMatchObject({
    counts: { ...none, invited: 6 },
    journal: null,
  })
  expect(await invited('four.example')).toHaveLength(6)
  expect(existsSync(`${file}.journal`)).toBe(false)
})

it('refuses more invites than there are seats, or fills the seats with --fill-seats', async () => {
  const { used } = (await json(['invites', 'limit'])) as { readonly used: number }
  command.sandbox.setSeats(used + 2)
  try {
    const file = folder().put('people.csv', people(3, 'five.example'))
    const refused = await run(['invites', 'send', '--from', file, '--json'])
    expect(refused).toMatchObject({ code: 6, stdout: '' })
    expect(errorOf(refused)).toMatchObject({ code: 'USAGE_LIMIT' })

    const filled = await run(['invites', 'send', '--from', file, '--fill-seats', '--json'])
    expect(filled.code).toBe(6)
    expect(JSON.parse(filled.stdout)).toMatchObject({
      counts: { ...none, invited: 2, 'not-attempted': 1 },
      others: [{ row: 3, who: 'p3@five.example', outcome: 'not-attempted', code: 'USAGE_LIMIT' }],
    })
  } finally {
    command.sandbox.setSeats(100)
  }
})

it('changes roles and removes members from a file only after confirmation', async () => {
  const { put } = folder()
  const roles = put('roles.csv', `user,role\n${grace},REVIEWER\nnobody@example.com,REVIEWER\n`)
  expect(await run(['members', 'role', '--from', roles])).toMatchObject({ code: 3, stdout: '' })
  const changed = await run(['members', 'role', '--from', roles, '--yes', '--json'])
  expect(changed.code).toBe(1)
  expect(JSON.parse(changed.stdout)).toMatchObject({ counts: { done: 1, 'not-a-member': 1 } })

  const leavers = put('leavers.jsonl', `{"email":"${grace}"}\n`)
  expect(await run(['members', 'remove', '--from', leavers])).toMatchObject({ code: 3, stdout: '' })
  expect(await json(['members', 'remove', '--from', leavers, '--yes', '--dry-run'])).toMatchObject({
    counts: { 'dry-run': 1 },
  })
  expect(await json(['members', 'remove', '--from', leavers, '--yes'])).toMatchObject({ counts: { done: 1 } })
  const left = (await json(['members', 'list'])) as Rows
  expect(left.map(({ email }) => email)).not.toContain(grace)
})

it.each([
  [['invites', 'send']],
  [['invites', 'send', 'a@example.com', '--from', 'x.csv']],
  [['invites', 'send', '--from', '/no/such/file.csv']],
  [['members', 'remove']],
  [['members', 'remove', '--from', '/no/such/file.csv', '--yes']],
  [['members', 'role', 'a@example.com']],
  [['invites', 'send', '--from', 'package.json', '--group', 'Reviewers=LABELER']],
  [['invites', 'send', '--from', 'package.json', '--if-invited', 'replace']],
  [['invites', 'send', 'a@example.com', '--role', 'LABELER', '--report', 'x.csv']],
  [['invites', 'send', 'a@example.com', '--role', 'LABELER', '--fill-seats']],
  [['members', 'remove', 'a@example.com', '--resume', '--yes']],
  [['members', 'role', 'a@example.com', 'LABELER', '--skip-invalid']],
  [['invites', 'send', '--from', '/proc']],
  [['invites', 'send', '--from', 'package.json', '--resume']],
  [['invites', 'send', '--from', 'package.json', '--report', 'package.json']],
  [['invites', 'send', '--from', 'package.json', '--report', '/no/such/folder/x.csv']],
])('ends with 2 for %j', async (args) => {
  expect(await run(args)).toMatchObject({ code: 2, stdout: '' })
})

it('refuses a report that it can not write, or that is the input file, before anything is sent', async () => {
  const { path, put } = folder()
  const content = people(1, 'seven.example')
  const file = put('people.csv', content)
  for (const report of [`${path}/no/r.csv`, file, `${file}.journal`, path]) {
    const ended = await run(['invites', 'send', '--from', file, '--report', report])
    expect(ended).toMatchObject({ code: 2, stdout: '' })
    expect(ended.stderr).toContain(report)
  }
  expect(readFileSync(file, 'utf8')).toBe(content)
  expect(await invited('seven.example')).toEqual([])

  const report = put('r.csv', 'of old')
  await json(['invites', 'send', '--from', file, '--report', report])
  expect(statSync(report).mode & 0o077).toBe(0)
})

it('lists the first 20 rows of a dry run, and the number of the others', async () => {
  const file = folder().put('people.csv', people(25, 'eight.example'))
  const { stdout } = await run(['invites', 'send', '--from', file, '--dry-run'])
  expect(stdout).toContain('p20@eight.example')
  expect(stdout).toContain('invite as LABELER')
  expect(stdout).toContain('and 5 more. Pass --report FILE')

  const report = folder().put('r.csv', '')
  const reported = await run(['invites', 'send', '--from', file, '--dry-run', '--report', report])
  expect(reported.stdout).toContain(`and 5 more. ${report} has all of them.`)
})

it.each([
  [['invites', 'send'], 'a@long.example,LABELER'],
  [['members', 'role', '--yes'], 'alan.turing.3@example.com,LABELER'],
  [['members', 'remove', '--yes'], 'alan.turing.3@example.com,'],
])('keeps the journal of %j at --journal if the name beside the input file is too long', async (args, row) => {
  const { path, put } = folder()
  const file = put(`${'p'.repeat(246)}.csv`, `email,role\n${row}\n`)
  const refused = await run([...args, '--from', file, '--json'])
  expect(refused).toMatchObject({ code: 2, stdout: '' })
  expect(errorOf(refused)['message']).toContain('Nothing was sent. Pass --journal FILE to keep the journal elsewhere.')

  const journal = `${path}/j`
  const ended = await run([...args, '--from', file, '--journal', journal, '--json'])
  expect(ended).toMatchObject({ code: 0, stderr: '' })
  expect(existsSync(journal)).toBe(false)
})

it('prints that a file has no rows', async () => {
  const file = folder().put('people.csv', 'email,role\n')
  expect(await run(['invites', 'send', '--from', file])).toEqual({
    code: 0,
    stdout: 'The file has no rows.\n',
    stderr: '',
  })
})

it('cuts long emails in the table, and neither in JSON nor in the report', async () => {
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
