import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { execFileSync } from 'node:child_process'
import fc from 'fast-check'
import MarkdownIt from 'markdown-it'
import type { FindingKind, OrganizationReport } from 'labelbox-org'
import type { Sandbox } from '@labelbox-org/tools/sandbox'
import { describe, expect, it } from 'vitest'
import { folder } from '../../../test/support/folder.ts'
import { printable } from '../../core/printable.ts'
import { command, isPlainEmail } from '../../organization/report/reportCommands.ts'
import { findingKinds } from '../../organization/report/reportTypes.ts'
import { organizationWith, plants } from '../../organization/report/testingOrganizations.ts'
import { toHtml } from '../report/reportHtml.ts'
import { toMarkdown } from '../report/reportMarkdown.ts'
import { toText } from '../report/reportText.ts'
import { commandLine, errorOf, type Ended } from '../testing.ts'

const line = commandLine({ users: 1, invites: 0 })
const kinds = Object.keys(findingKinds) as FindingKind[]

/** Runs the command against a sandbox. */
const runOn = ({ url, apiKey }: Sandbox, ...args: readonly string[]): Promise<Ended> =>
  line.run(args, { env: { LABELBOX_API_KEY: apiKey, LABELBOX_ENDPOINT: url } })

type Shown = Omit<OrganizationReport, 'createdAt'>

async function reportOn(sandbox: Sandbox, ...args: readonly string[]): Promise<Shown> {
  const { stdout, stderr } = await runOn(sandbox, 'report', '--json', ...args)
  expect(stderr).toBe('')
  return JSON.parse(stdout) as Shown
}

/** The commands of a finding, as they are typed, with their files in a folder and without questions. */
const withoutQuestions = (argv: readonly string[], path: string): readonly string[] => {
  const [program, ...words] = argv.map((word) => (word.endsWith('.csv') ? join(path, word) : word))
  expect(program).toBe('labelbox-org')
  return ['--yes', ...words]
}

/** A person has to decide what to do about all others. */
const decided: readonly FindingKind[] = [
  'member-inactive',
  'member-never-logged-in',
  'invite-waiting',
  'invite-repeated',
  'invite-to-member',
  'key-of-former-member',
  'iam-without-default',
]
const undecided = kinds.filter((kind) => !decided.includes(kind))

describe('the commands of a finding', () => {
  it.each(decided)('put it right: %s', async (kind) => {
    const sandbox = await organizationWith((plot) => void plants[kind](plot))
    const { findings } = await reportOn(sandbox)
    const commands = findings.flatMap(({ subjects }) => subjects.flatMap((subject) => subject.commands))
    expect(commands.length).toBeGreaterThan(0)

    for (const { argv } of commands) {
      const { code, stderr } = await runOn(sandbox, ...withoutQuestions(argv, folder().path))
      expect([code, code === 0 ? '' : stderr]).toEqual([0, ''])
    }

    expect((await reportOn(sandbox)).findings.map((finding) => finding.kind)).not.toContain(kind)
  })

  it.each(['member-inactive', 'member-never-logged-in'] as const)('put it right for all at once: %s', async (kind) => {
    const sandbox = await organizationWith((plot) => void plants[kind](plot))
    const { path } = folder()
    const [found] = (await reportOn(sandbox)).findings
    expect(found?.commands).toHaveLength(2)

    for (const { argv } of found?.commands ?? []) {
      const { code, stderr } = await runOn(sandbox, ...withoutQuestions(argv, path))
      expect([code, code === 0 ? '' : stderr]).toEqual([0, ''])
    }

    expect((await reportOn(sandbox)).findings).toEqual([])
  })

  it.each(undecided)('are missing, and the advice says what to do: %s', async (kind) => {
    const sandbox = await organizationWith((plot) => void plants[kind](plot))
    const [found] = (await reportOn(sandbox)).findings

    expect(found).toMatchObject({ kind, commands: [] })
    expect(found?.subjects.flatMap(({ commands }) => commands)).toEqual([])
    expect(found?.advice.length).toBeGreaterThan(40)
  })

  it('name people by their ids where an address is not safe to type', async () => {
    const sandbox = await organizationWith(({ store, user, ago }) => {
      const addresses = ['--help@example.com', "o'neil@example.com", '$(reboot)@example.com', 'a@b.example\n::error::x']
      for (const [index, email] of addresses.entries()) {
        store.update('users', user(index + 1).id, { email, createdAt: ago(400), lastLoginAt: ago(300) })
      }
    })
    const [found] = (await reportOn(sandbox)).findings
    const subjects = found?.subjects ?? []

    expect(subjects).toHaveLength(4)
    for (const { id, commands } of subjects) {
      expect(commands.map(({ text }) => text)).toEqual([`labelbox-org members remove ${id}`])
    }
  })

  it('are split by a shell into the same words, for any name', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.string({ unit: 'binary' }).filter((word) => printable(word) === word),
          { maxLength: 4 },
        ),
        (words) => {
          const { argv, text } = command(...words)
          // Printed text is what a terminal gets: it has no line breaks or controls.
          expect(text).not.toMatch(/\p{Cc}/u)
          const shell = execFileSync('sh', ['-c', `printf '%s\\0' ${text}`], { encoding: 'utf8' })
          expect(shell.split('\0').slice(0, -1)).toEqual(argv)
        },
      ),
      { numRuns: 30 },
    )
  })

  it('never have an address with a sign of the shell, or one that is read as an option', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        if (isPlainEmail(text)) expect(text).toMatch(/^\w[\w.+-]*@[\w.-]+$/)
      }),
    )
  })
})

describe('the exit code', () => {
  it.each([
    [[], 16],
    [['--fail-on', 'warning'], 16],
    [['--fail-on', 'critical'], 0],
    [['--fail-on', 'never'], 0],
    [['--only', 'tag-unused', 'key-without-end'], 0],
    [['--only', 'invite-waiting'], 16],
  ])('with %j it is %i for a warning', async (args, expected) => {
    const sandbox = await organizationWith((plot) => void plants['invite-waiting'](plot))
    expect((await runOn(sandbox, 'report', ...args)).code).toBe(expected)
  })

  it('is 0 where there is nothing to look at', async () => {
    const { code, stdout } = await runOn(await organizationWith(), 'report')
    expect([code, stdout]).toEqual([0, expect.stringContaining('Nothing to look at.')])
  })

  it('is 5 for a wrong key, and 2 for an option that makes no sense', async () => {
    const sandbox = await organizationWith()
    const wrong = await line.run(['report'], { env: { LABELBOX_API_KEY: 'wrong', LABELBOX_ENDPOINT: sandbox.url } })
    expect(wrong.code).toBe(5)
    for (const args of [
      ['--inactive-for', '3m'],
      ['--inactive-for', '0d'],
      ['--inactive-for', '99999w'],
      ['--only', 'everything'],
      ['--format', 'pdf'],
      ['--format', 'html', '--json'],
      ['--out', '/nowhere/at/all.html'],
    ]) {
      const refused = await runOn(sandbox, 'report', ...args)
      expect([args, refused.code]).toEqual([args, 2])
    }
    expect(errorOf(await runOn(sandbox, 'report', '--inactive-for', '3m', '--json'))['message']).toContain(
      'days or weeks: 90d, 12w',
    )
  })
})

describe('the formats', () => {
  it('writes a file that only its owner can read', async () => {
    const sandbox = await organizationWith((plot) => void plants['tag-unused'](plot))
    const out = join(folder().path, 'report.html')
    const { code, stdout, stderr } = await runOn(sandbox, 'report', '--format', 'html', '--out', out)

    expect([code, stdout, stderr]).toEqual([16, '', `labelbox-org: Wrote ${out}.\n`])
    expect(readFileSync(out, 'utf8')).toMatch(/^<!doctype html>/)
    expect(statSync(out).mode & 0o077).toBe(0)
  })

  it('prints the report in a dry run too, without asking Labelbox to validate', async () => {
    const sandbox = await organizationWith((plot) => void plants['iam-invalid'](plot))
    const { findings, notChecked } = await reportOn(sandbox, '--dry-run', '--validate')

    expect(findings.map(({ kind }) => kind)).toEqual(['iam-invalid'])
    expect(notChecked.map(({ part, code }) => [part, code])).toEqual([['iam', 'DRY_RUN']])
  })

  it('fits sentences and tables into a narrow terminal, and leaves commands whole', async () => {
    const sandbox = await organizationWith((plot) => {
      for (const kind of ['member-inactive', 'webhook-without-tls', 'invite-waiting'] as const) plants[kind](plot)
    })
    const report = { ...(await reportOn(sandbox)), createdAt: new Date() }
    const stdout = { columns: 40 } as never
    const lines = toText(report, { colors: false, stdout }).split('\n')

    for (const text of lines.filter((each) => !each.includes('$ labelbox-org'))) expect(text.length).toBeLessThan(41)
    const commands = report.findings.flatMap(({ subjects }) => subjects.flatMap((subject) => subject.commands))
    for (const { text } of commands) expect(lines).toContain(`  $ ${text}`)
    expect(toText(report, { colors: true, stdout })).toContain('\u001b[')
  })

  const hostile = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom(
      '<script>alert(1)</script>',
      '"><img src=x onerror=alert(1)>',
      '[link](javascript:alert(1))',
      '![x](https://evil.example/x.png)',
      'a | b\n| c',
      '```\n# heading',
      '`code` **bold** https://evil.example www.evil.example',
      '=HYPERLINK("x")',
      '</style><script>',
      '&lt;b&gt;',
      '\u202e\u0000\u001b[31m',
      '::error::x',
    ),
  )

  const reportWith = (name: string, detail: string): OrganizationReport => ({
    organization: { id: 'c1', name },
    createdAt: new Date('2026-01-31T09:05:00Z'),
    settings: { inactiveForDays: 90, waitingForDays: 30, keysEndingInDays: 30, validate: false },
    seats: { used: 1, limit: 2, remaining: 1, share: 0.5 },
    counts: {
      members: 1,
      invites: 0,
      keys: null,
      groups: 0,
      projects: 0,
      tags: 0,
      webhooks: 0,
      iamIntegrations: 0,
    },
    findings: [
      {
        kind: 'tag-unused',
        severity: 'notice',
        message: '1 tag is unused.',
        advice: 'Delete it.',
        subjects: [{ type: 'resource-tag', id: 'c2', name, detail, commands: [command('tags', 'delete', 'c2')] }],
        commands: [],
      },
    ],
    notChecked: [{ part: 'keys', kinds: ['key-without-end'], reason: detail, code: 'AUTHORIZATION' }],
  })

  it('HTML has its own elements only, and shows any name as text', async () => {
    const untyped: string = 'jsdom'
    const { JSDOM } = (await import(untyped)) as {
      readonly JSDOM: new (html: string) => { readonly window: { readonly document: Document } }
    }
    const elements = (html: string): readonly string[] =>
      [...new JSDOM(html).window.document.querySelectorAll('*')].map((element) =>
        [element.localName, ...element.getAttributeNames()].join(' '),
      )
    const plain = elements(toHtml(reportWith('plain', 'plain')))
    expect(plain.filter((name) => name.startsWith('script'))).toEqual([])
    fc.assert(
      fc.property(hostile, hostile, (name, detail) => {
        const html = toHtml(reportWith(name, detail))
        expect(elements(html)).toEqual(plain)
        // eslint-disable-next-line no-control-regex
        expect(html).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/)
      }),
      { numRuns: 60 },
    )
  })

  it('Markdown has the same structure for any name: no links, pictures, code or markup of others', () => {
    const markdown = new MarkdownIt({ html: true, linkify: true })
    const structure = (text: string): readonly string[] =>
      markdown
        .parse(text, {})
        .flatMap(({ type, children }) => [type, ...(children ?? []).map((child) => child.type)])
        .filter((type) => type !== 'text' && type !== 'text_special')
    const plain = structure(toMarkdown(reportWith('plain', 'plain')))
    expect(plain).toContain('table_open')
    fc.assert(
      fc.property(hostile, hostile, (name, detail) => {
        expect(structure(toMarkdown(reportWith(name, detail)))).toEqual(plain)
      }),
    )
  })

  it('the terminal gets no control characters of others', () => {
    fc.assert(
      fc.property(hostile, hostile, (name, detail) => {
        const text = toText(reportWith(name, detail), { colors: false, stdout: { columns: 100 } as never })
        // eslint-disable-next-line no-control-regex
        expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/)
        expect(text).not.toMatch(/^::/m)
      }),
    )
  })
})
