import { describe, expect, it } from 'vitest'
import { folder } from '../../../test/support/folder.ts'
import { commandLine, errorOf } from '../testing.ts'

const command = commandLine({ users: 6, projects: 1, invites: 1, seats: 9 })
const { run } = command

const invited = 'invited.1@example.com'
const grace = 'grace.hopper.2@example.com'
const people = (...emails: readonly string[]): string =>
  folder().put('people.csv', ['email,role', ...emails.map((email) => `${email},LABELER`)].join('\n'))

/** Options and methods of the client, which a person can't type. */
const ofTheClient =
  /[`]|\b(ifInvalid|ifInvited|ifSeatsShort|onUnknown|settle|getInvites|updateOrganizationRole|validitySeconds|allowInsecureHttp|error\.\w+)\b/

describe('messages say what to type, and name no option of the client', () => {
  it.each([
    [['invites', 'send', invited, '--role', 'LABELER'], 'pass --if-invited.'],
    [['members', 'role', grace, 'REVIEWER', '--project', 'Street scenes 1'], 'Set it first, with “members role”.'],
    [['keys', 'create', 'long', '--role', 'LABELER', '--valid-for', '26w'], 'It must be from 1m to 25w'],
    [['iam', 'create', 'AWS', 'Images'], 'An integration with AWS needs --role-arn. ['],
    [['iam', 'create', 'AWS', 'Images', '--role-arn', 'arn'], 'It must be the ARN of an IAM role'],
    [['iam', 'create', 'GCP', 'Images', '--tenant-id', '1'], '--tenant-id is not for GCP, which has --read-bucket. ['],
    [['org', '--endpoint', 'http://labelbox.example/graphql'], 'Use an endpoint that begins with https://. ['],
    [['org', '--endpoint', 'http://127.0.0.1:2/graphql'], 'Cause: connection refused (ECONNREFUSED). ['],
    [
      ['org', '--endpoint', 'http://127.0.0.1:2/graphql'],
      'Check the endpoint, the network, and that the server is running.',
    ],
  ])('%j', async (args, words) => {
    const { code, stdout, stderr } = await run(args)

    expect({ code, stdout }).toEqual({ code: expect.any(Number) as number, stdout: '' })
    expect(stderr).toContain(words)
    expect(stderr).not.toMatch(ofTheClient)
  })

  it.each([
    [['a@s.example', 'b@s.example', 'c@s.example'], 'or pass --fill-seats'],
    [['bad'], 'Pass one such as ada@example.com. Fix the file, or pass --skip-invalid to leave such rows out. ['],
    [['bad', 'worse'], "2 rows can't be used. Fix the file, or pass --skip-invalid"],
  ])('a file with %j', async (emails, words) => {
    const { stderr } = await run(['invites', 'send', '--from', people(...emails)])

    expect(stderr).toContain(words)
    expect(stderr).not.toMatch(ofTheClient)
  })

  it('an invite with an unknown outcome, and the rows of a file', async () => {
    command.sandbox.setFaults([{ kind: 'http-status', status: 504, operationName: 'InviteUser', times: 2 }])
    try {
      const one = await run(['invites', 'send', 'dark@example.com', '--role', 'LABELER', '--json'])
      expect(one).toMatchObject({ code: 4, stdout: '' })
      expect(errorOf(one)['message']).toContain('look with “invites list” before you send it again')
      expect(errorOf(one)['message']).not.toMatch(ofTheClient)

      const file = people('dim@example.com')
      expect(await run(['invites', 'send', '--from', file])).toMatchObject({ code: 4 })
      const again = await run(['invites', 'send', '--from', file, '--resume', '--json'])
      expect(again.stderr).toContain('Add --resend-unknown')
      const { others } = JSON.parse(again.stdout) as { readonly others: readonly { readonly reason: string }[] }
      expect(others[0]?.reason).toContain('An earlier call may have sent this invite')
      expect(others[0]?.reason).not.toMatch(ofTheClient)
    } finally {
      command.sandbox.setFaults([])
    }
  })
})

it('prints the reason once for a file that is not CSV', async () => {
  const { stderr } = await run(['invites', 'send', '--from', folder().put('people.csv', 'email,role\n"a,LABELER\n')])

  expect(stderr.split('a quote is opened')).toHaveLength(2)
})
