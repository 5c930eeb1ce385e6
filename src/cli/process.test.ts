import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { promisify } from 'node:util'
import { Labelbox } from 'labelbox-org'
import { describe, expect, it } from 'vitest'
import { folder } from '../../test/support/folder.ts'
import { problemsOf } from './json/testingSchemas.ts'
import { commandLine, commandProcess, endOf, errorOf, onTerminal, type Dialogue } from './testing.ts'

// What only a process shows: signals, pipes, terminals, shells, npm. All else is tested by `run(argv, io)`.

const command = commandLine({ users: 6, invites: 0, seats: 1000 })
const own = commandProcess(command)

const grace = 'grace.hopper.2@example.com'
const people = (count: number, domain: string): string =>
  ['email,role', ...Array.from({ length: count }, (_, index) => `p${index + 1}@${domain},LABELER`)].join('\n')

const invited = async (domain: string): Promise<readonly string[]> =>
  ((await command.json(['invites', 'list'])) as readonly { readonly email: string }[])
    .map(({ email }) => email)
    .filter((email) => email.endsWith(domain))

const terminal = (args: readonly string[], dialogue: Dialogue = [], env: Readonly<Record<string, string>> = {}) =>
  onTerminal([own.main, ...args], { ...own.environment, ...env }, dialogue)

describe('on a terminal', () => {
  it('prompts for a missing API key and hides what is typed', async () => {
    const { code, seen } = await terminal(['whoami'], [['API key for http', `${command.sandbox.apiKey}\r`]], {
      LABELBOX_API_KEY: '',
    })

    expect(seen).toContain('ada.lovelace.1@example.com')
    expect(seen).not.toContain(command.sandbox.apiKey)
    expect(code).toBe(0)
  })

  it.each([
    ['\r', 3, 'Nothing was changed.'],
    ['\u0003', 130, 'Interrupted. Nothing was changed.'],
    ['y', 0, `Removed ${grace} from the organization.`],
  ])('answered with %j, the question before a removal ends with exit code %i', async (typed, exitCode, message) => {
    const question = `Remove ${grace} (Team Manager) from the organization?`
    const { code, seen } = await terminal(['members', 'remove', grace], [[question, typed]])

    expect(seen).toContain(message)
    expect(code).toBe(exitCode)
    expect(await command.json(['members', 'list'])).toHaveLength(typed === 'y' ? 5 : 6)
  })

  it('cancels only the invites that it showed, and none that was sent during the question', async () => {
    const email = 'twice@example.com'
    const { url: endpoint, apiKey } = command.sandbox
    const organization = await new Labelbox({ endpoint, apiKey }).getOrganization()
    const invite = () => organization.inviteUser({ email, role: 'LABELER' }, { ifInvited: 'send' })
    await invite()
    const answer = async () => {
      await invite()
      return 'y'
    }

    const { code, seen } = await terminal(
      ['invites', 'cancel', email],
      [[`Cancel the invite of ${email} as Labeler?`, answer]],
    )

    expect(code).toBe(0)
    expect(seen).toContain(`Cancelled the invite of ${email} as Labeler.`)
    expect(await invited('twice@example.com')).toHaveLength(1)
  })

  it('prints table heads in bold, unless NO_COLOR is set', async () => {
    const bold = '\u001b[1mEMAIL'
    expect((await terminal(['members', 'list'])).seen).toContain(bold)
    const { seen } = await terminal(['members', 'list'], [], { NO_COLOR: '1' })
    expect(seen).toContain('EMAIL')
    expect(seen).not.toContain('\u001b')
  })

  it('shows a progress bar with rate and time left', async () => {
    const file = folder().put('people.csv', people(5, 'bar.example'))
    const { code, seen } = await terminal(['invites', 'send', '--from', file])
    expect(code).toBe(0)
    expect(seen).toMatch(/Inviting .* 5 of 5, .* per second/)
  })
})

it('prints bold heads into a pipe only with FORCE_COLOR, and never in JSON', async () => {
  const [plain, forced, json] = await Promise.all([
    own.run(['members', 'list']),
    own.run(['members', 'list'], { FORCE_COLOR: '1' }),
    own.run(['members', 'list', '--json'], { FORCE_COLOR: '1' }),
  ])
  expect(plain.stdout).not.toContain('\u001b')
  expect(forced.stdout).toContain('\u001b[1mEMAIL')
  expect(json.stdout).not.toContain('\u001b')
})

it('on SIGINT, aborts the request, prints what is known of it and ends with 130', async () => {
  command.sandbox.setFaults([{ kind: 'hang', processed: true, operationName: 'CreateResourceTag' }])
  const received = command.received('CreateResourceTag')
  const child = own.start(['tags', 'create', 'held up', '--color', 'ff0000', '--json'])
  const end = endOf(child)
  await received
  child.kill('SIGINT')

  const ended = await end
  command.sandbox.setFaults([])
  expect(ended.code).toBe(130)
  expect(ended.stderr).toContain('Interrupted')
  expect(errorOf(ended)).toMatchObject({ code: 'ABORTED', exitCode: 130, mayHaveRun: true })
})

it('ends with 0 when the reader of its output stops early', async () => {
  const child = own.start(['members', 'list'])
  child.stdout?.destroy()

  expect(await endOf(child)).toMatchObject({ code: 0, stderr: '' })
})

it('reports an unexpected error without its message', async () => {
  const code = 'globalThis.AbortController = class { constructor() { throw new RangeError("planted") } }'
  const NODE_OPTIONS = `--import=data:text/javascript,${encodeURIComponent(code)}`
  const ended = await own.run(['schema', 'probe', '--json'], { NODE_OPTIONS })

  expect(ended.code).toBe(1)
  expect(errorOf(ended)).toMatchObject({ code: 'INTERNAL', mayHaveRun: false, exitCode: 1 })
  expect(ended.stderr).not.toContain('planted')
})

it('prints nothing but the result on stdout when npm runs it in the repository', async () => {
  const { stdout, stderr } = await promisify(execFile)('npm', ['run', '-s', 'labelbox-org', '--', 'org', '--json'], {
    env: own.environment,
  })

  expect(JSON.parse(stdout)).toMatchObject({ name: 'Sandbox' })
  expect(stderr).toBe('')
})

it('completes words in bash and evaluates nothing that is typed', async () => {
  const { path } = folder()
  const executable = join(path, 'labelbox-org')
  writeFileSync(executable, `#!/bin/sh\nexec '${process.execPath}' '${own.main}' "$@"\n`)
  chmodSync(executable, 0o755)
  const script = `
    PATH="${path}:$PATH"
    source <(labelbox-org completion bash)
    offered() { COMP_WORDS=(labelbox-org "$@"); COMP_CWORD=$#; _labelbox_org; printf '%s,' "\${COMPREPLY[@]}"; echo; }
    offered members r
    offered iam create ''
    offered members remove '$(touch ${path}/evaluated)' --y
    ls ${path}
    complete -p labelbox-org`
  const { stdout, stderr } = await promisify(execFile)('bash', ['-c', script], { env: own.environment })

  expect(stderr).toBe('')
  expect(stdout.split('\n')).toEqual([
    'remove,role,',
    'AWS,GCP,Azure,',
    '--yes,',
    'labelbox-org',
    'complete -o default -F _labelbox_org labelbox-org',
    '',
  ])
})

it('starts a sandbox that the other commands reach, and stops it on SIGTERM', async () => {
  const child = own.start(['sandbox', '--users', '4', '--resource-tags', '7', '--json'])
  const stderr = text(child.stderr as NonNullable<typeof child.stderr>)
  const [line] = (await once(child.stdout?.setEncoding('utf8') as NonNullable<typeof child.stdout>, 'data')) as [string]
  expect(problemsOf('sandbox', JSON.parse(line))).toEqual([])
  const { url, apiKey } = JSON.parse(line) as { url: string; apiKey: string }
  const tags = await command.json(['tags', 'list', '--endpoint', url], { env: { LABELBOX_API_KEY: apiKey } })
  child.kill('SIGTERM')

  const [code] = (await once(child, 'close')) as [number | null]
  expect(tags).toHaveLength(7)
  expect(code).toBe(0)
  expect(await stderr).toMatch(/^Warning: [^\n]*sandbox-key[^\n]*\n$/)
})

describe('a file of rows', () => {
  it('is locked while a process works through it', async () => {
    const { path, put } = folder()
    const file = put('people.csv', people(1, 'locked.example'))
    command.sandbox.setFaults([{ kind: 'hang', operationName: 'InviteUser', times: 1 }])
    const received = command.received('InviteUser')
    const first = own.start(['invites', 'send', '--from', file, '--json'])
    const end = endOf(first)
    await received
    const second = await command.run([
      'invites',
      'send',
      '--from',
      file,
      '--resume',
      '--report',
      `${path}/r.csv`,
      '--json',
    ])
    first.kill('SIGKILL')
    await end
    command.sandbox.setFaults([])

    expect(second).toMatchObject({ code: 2, stdout: '' })
    expect(errorOf(second)).toMatchObject({ message: expect.stringContaining('in use') as string })
    expect(readdirSync(path)).not.toContain('r.csv')
    const resumed = await command.json(['invites', 'send', '--from', file, '--resume', '--resend-unknown'])
    expect(resumed).toMatchObject({ counts: { invited: 1 } })
    expect(await invited('locked.example')).toEqual(['p1@locked.example'])
    expect(readdirSync(path)).toEqual(['people.csv'])
  })

  it('loses nothing when a dry run is killed, which leaves no temporary file', async () => {
    const { path, put } = folder()
    const temporary = join(path, 'tmp')
    mkdirSync(temporary)
    const file = put('people.csv', people(3, 'killed.example'))
    const { organization } = (await command.json(['whoami'])) as { readonly organization: { readonly id: string } }
    const journal = `${JSON.stringify({ job: 'inviteUsers', organizationId: organization.id })}\n`
    put('people.csv.journal', journal)

    command.sandbox.setFaults([{ kind: 'hang', operationName: 'GetInvites', times: 1 }])
    const args = ['invites', 'send', '--from', file, '--resume', '--dry-run', '--report', `${path}/r.csv`]
    const received = command.received('GetInvites')
    const child = own.start(args, { TMPDIR: temporary })
    await received
    child.kill('SIGKILL')
    await once(child, 'exit')

    expect(readdirSync(temporary)).toEqual([])
    expect(readdirSync(path).sort()).toEqual(['people.csv', 'people.csv.journal', 'people.csv.journal.lock', 'tmp'])
    command.sandbox.setFaults([])
    expect(await command.json(args)).toMatchObject({ dryRun: true, counts: { 'dry-run': 3 } })
    expect(readFileSync(`${file}.journal`, 'utf8')).toBe(journal)
  })

  it('stops on a full disk, prints what was sent, and continues from there', async () => {
    const { path, put } = folder()
    const file = put('people.csv', people(200, 'full.example'))
    // No file may exceed 4 KiB. Without a folder for temporary files, the rows stay in memory.
    const script = `ulimit -f 4; exec '${process.execPath}' '${own.main}' invites send --from '${file}' --batch-size 20 --json`
    const env = { ...own.environment, TMPDIR: `${path}/none` }
    const { code, stdout, stderr } = await endOf(spawn('bash', ['-c', script], { env }))

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

    expect(await command.json(['invites', 'send', '--from', file, '--resume'])).toMatchObject({
      counts: { invited: 200 },
    })
    const addresses = await invited('full.example')
    expect(new Set(addresses).size).toBe(200)
    expect(addresses).toHaveLength(200)
  })
})
