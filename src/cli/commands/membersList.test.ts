import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Sandbox } from '@labelbox-org/tools/sandbox'
import { describe, expect, it } from 'vitest'
import { folder } from '../../../test/support/folder.ts'
import { organizationWith, type Plot } from '../../organization/report/testingOrganizations.ts'
import { commandLine, type Ended } from '../testing.ts'

const line = commandLine({ users: 1, invites: 0 })

const runOn = ({ url, apiKey }: Sandbox, ...args: readonly string[]): Promise<Ended> =>
  line.run(args, { env: { LABELBOX_API_KEY: apiKey, LABELBOX_ENDPOINT: url } })

const emails = async (sandbox: Sandbox, ...args: readonly string[]): Promise<readonly string[]> => {
  const { code, stdout, stderr } = await runOn(sandbox, 'members', 'list', '--json', ...args)
  if (code !== 0) throw new Error(stderr)
  return (JSON.parse(stdout) as readonly { readonly email: string }[]).map(({ email }) => email.split('@')[0] ?? '')
}

const people = ({ store, user, ago }: Plot): void => {
  const set = (number: number, email: string, joined: number, login: number | null): void => {
    store.run(
      'UPDATE users SET email = ?, "createdAt" = ?, "lastLoginAt" = ? WHERE id = ?',
      `${email}@example.com`,
      ago(joined),
      login === null ? null : ago(login),
      user(number).id,
    )
  }
  const own = user(0).id
  set(1, 'away', 400, 91)
  set(2, 'here', 400, 89)
  set(3, 'never', 400, null)
  set(4, 'new', 2, null)
  store.update('users', own, { lastLoginAt: ago(500), createdAt: ago(600) })
}

describe('members list', () => {
  it.each([
    [['--inactive-for', '90d'], ['away']],
    [
      ['--inactive-for', '12w'],
      ['away', 'here'],
    ],
    [['--never-logged-in'], ['never', 'new']],
    [['--never-logged-in', '30d'], ['never']],
    [
      ['--inactive-for', '90d', '--never-logged-in', '30d'],
      ['away', 'never'],
    ],
    [['--inactive-for', '90d', '--role', 'LABELER'], []],
    [['--inactive-for', '90d', '--role', 'team manager', '--role', 'Labeler'], ['away']],
    [['--never-logged-in', '--limit', '1'], ['never']],
  ])('filters with %j', async (args, expected) => {
    const sandbox = await organizationWith(people)
    expect([...(await emails(sandbox, ...args))].sort()).toEqual(expected)
  })

  it('lists people with any of some roles, and those without one as NONE', async () => {
    const sandbox = await organizationWith()
    const all = await emails(sandbox)
    const [reviewers, others, none] = await Promise.all([
      emails(sandbox, '--role', 'REVIEWER'),
      emails(sandbox, '--role', 'ADMIN', '--role', 'TEAM_MANAGER', '--role', 'LABELER'),
      emails(sandbox, '--role', 'NONE'),
    ])

    expect(none).toHaveLength(3)
    expect([...reviewers, ...others, ...none].sort()).toEqual([...all].sort())
  })

  it('says that the user of the key is not listed', async () => {
    const { stderr } = await runOn(await organizationWith(people), 'members', 'list', '--inactive-for', '90d')
    expect(stderr).toBe('labelbox-org: The user of this API key is not listed.\n')
  })

  it.each([
    [['--inactive-for', '90'], 'days or weeks'],
    [['--inactive-for', '6m'], 'days or weeks'],
    [['--never-logged-in', '1.5d'], 'days or weeks'],
    [['--role', 'OWNER'], 'There is no role OWNER. The organization has: Admin,'],
    [['--csv', '--json'], "can't be used with --csv"],
  ])('refuses %j', async (args, message) => {
    const { code, stderr } = await runOn(await organizationWith(), 'members', 'list', ...args)
    expect(code).toBe(2)
    expect(stderr).toContain(message)
  })

  it('prints CSV in which a formula is escaped', async () => {
    const sandbox = await organizationWith(({ store, user }) => {
      store.update('users', user(1).id, { name: '=HYPERLINK("https://evil.example")', email: '+1@example.com' })
    })
    const { stdout } = await runOn(sandbox, 'members', 'list', '--csv', '--role', 'TEAM_MANAGER')

    expect(stdout.split('\n')[0]).toBe('user,email,name,role,lastLoginAt,createdAt')
    expect(stdout).toContain(`,'+1@example.com,"'=HYPERLINK(""https://evil.example"")",Team Manager,`)
  })

  it('writes a list that members remove takes as it is, in a dry run and in earnest', async () => {
    const sandbox = await organizationWith((plot) => {
      people(plot)
      // Addresses that a spreadsheet or a shell could read in another way.
      plot.store.update('users', plot.user(1).id, { email: '=away@example.com' })
      plot.store.update('users', plot.user(3).id, { email: '-never@example.com' })
    })
    const file = join(folder().path, 'leavers.csv')
    const filter = ['members', 'list', '--inactive-for', '90d', '--never-logged-in', '30d', '--csv']
    const listed = await runOn(sandbox, ...filter, '--out', file)
    expect([listed.code, listed.stdout]).toEqual([0, ''])
    expect(listed.stderr).toContain(`Wrote 2 members to ${file}.`)
    expect(readFileSync(file, 'utf8')).toContain("'=away@example.com")

    const planned = await runOn(sandbox, 'members', 'remove', '--from', file, '--dry-run', '--json')
    expect(JSON.parse(planned.stdout)).toMatchObject({ rows: 2, dryRun: true, counts: { 'dry-run': 2 } })
    expect(await emails(sandbox)).toHaveLength(13)

    const removed = await runOn(sandbox, 'members', 'remove', '--from', file, '--yes', '--json')
    expect(JSON.parse(removed.stdout)).toMatchObject({ rows: 2, counts: { done: 2 } })
    expect(removed.code).toBe(0)
    const left = await emails(sandbox)
    expect(left).toHaveLength(11)
    expect(left).toEqual(expect.arrayContaining(['here', 'new']))
  })
})
