import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { folder } from '../../../test/support/folder.ts'
import { commandLine, errorOf } from '../testing.ts'
import { inCommandWords } from './errorMessages.ts'

const command = commandLine({ users: 6, projects: 1, invites: 1, seats: 9 })
const { run } = command

const invited = 'invited.1@example.com'
const grace = 'grace.hopper.2@example.com'
const people = (...emails: readonly string[]): string =>
  folder().put('people.csv', ['email,role', ...emails.map((email) => `${email},LABELER`)].join('\n'))

/** What only a program can do. */
const ofPrograms = /[`]|\b(ifInvited|ifSeatsShort|onUnknown|settle|getInvites|updateOrganizationRole|validitySeconds)\b/

it.each([
  [['invites', 'send', invited, '--role', 'LABELER'], 'say what to do with --if-invited.'],
  [['members', 'role', grace, 'REVIEWER', '--project', 'Street scenes 1'], 'set that first, with “members role”.'],
  [['keys', 'create', 'long', '--role', 'LABELER', '--valid-for', '26w'], '--valid-for must be from a minute'],
  [['iam', 'create', 'AWS', 'Images'], "--role-arn must be the ARN of a role in AWS's IAM. ["],
  [['iam', 'create', 'GCP', 'Images', '--role-arn', 'arn'], 'these members and no other: name, --read-bucket. ['],
  [['org', '--endpoint', 'http://labelbox.example/graphql'], 'Use an endpoint that begins with https://. ['],
  [['org', '--endpoint', 'http://127.0.0.1:2/graphql'], 'The cause: connection refused (ECONNREFUSED). ['],
])('says what to type, and nothing that only a program could write: %j', async (args, words) => {
  const { code, stdout, stderr } = await run(args)

  expect({ code, stdout }).toEqual({ code: expect.any(Number) as number, stdout: '' })
  expect(stderr).toContain(words)
  expect(stderr).not.toMatch(ofPrograms)
})

it.each([
  [['a@s.example', 'b@s.example', 'c@s.example'], 'or fill them up with --fill-seats.'],
  [['bad', 'worse'], 'There are 2 such rows. ['],
])('says so of a file with %j', async (emails, words) => {
  const { stderr } = await run(['invites', 'send', '--from', people(...emails)])

  expect(stderr).toContain(words)
  expect(stderr).not.toMatch(ofPrograms)
})

it('promises no memory of an invite that nobody knows the fate of: each run has its own', async () => {
  command.sandbox.setFaults([{ kind: 'http-status', status: 504, operationName: 'InviteUser', times: 2 }])
  try {
    const one = await run(['invites', 'send', 'dark@example.com', '--role', 'LABELER', '--json'])
    expect(one).toMatchObject({ code: 4, stdout: '' })
    expect(errorOf(one)['message']).toContain('look with “invites list” before you send it again')
    expect(errorOf(one)['message']).not.toMatch(ofPrograms)
    expect(errorOf(one)['message']).not.toContain('sends nothing')

    const file = people('dim@example.com')
    const report = `${file}.report.csv`
    expect(await run(['invites', 'send', '--from', file])).toMatchObject({ code: 4 })
    const again = await run(['invites', 'send', '--from', file, '--resume', '--report', report, '--json'])
    const { others } = JSON.parse(again.stdout) as { readonly others: readonly { readonly reason: string }[] }
    expect(others[0]?.reason).toMatch(/have it sent with --resend-unknown\.$/)
    expect(readFileSync(report, 'utf8')).toContain(String(others[0]?.reason))
  } finally {
    command.sandbox.setFaults([])
  }
})

it('says one time what is wrong with a file that can not be read', async () => {
  const { stderr } = await run(['invites', 'send', '--from', folder().put('people.csv', 'email,role\n"a,LABELER\n')])

  expect(stderr.split('a quote is opened')).toHaveLength(2)
})

it('says that a file has no rows', async () => {
  expect(await run(['invites', 'send', '--from', folder().put('people.csv', 'email,role\n')])).toEqual({
    code: 0,
    stdout: 'There are no rows in the file.\n',
    stderr: '',
  })
})

it.each([
  'The `settle()` of this error ',
  " unless onUnknown is 'resend'",
  'validitySeconds must be ',
  ', such as { provider: ',
  ', which this error has as `',
  'roleArn',
  ' ',
])('takes no longer for a message than it is long: %j 20,000 times', (part) => {
  const begun = performance.now()
  inCommandWords(part.repeat(20_000))
  expect(performance.now() - begun).toBeLessThan(1000)
})
