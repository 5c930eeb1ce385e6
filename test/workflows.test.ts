import { execFileSync, spawnSync } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { browsers } from '../scripts/runtimes/browsers.ts'
import { runtimes } from '../scripts/runtimes/launch.ts'

interface Step {
  readonly name?: string
  readonly uses?: string
  readonly run?: string
  readonly if?: string
  readonly with?: Readonly<Record<string, unknown>>
  readonly env?: Readonly<Record<string, string>>
}

interface Job {
  readonly needs?: string
  readonly environment?: unknown
  readonly outputs?: Readonly<Record<string, string>>
  readonly strategy?: { readonly matrix: Readonly<Record<string, readonly string[]>> }
  readonly permissions?: Readonly<Record<string, string>>
  readonly 'timeout-minutes'?: number
  readonly steps: readonly Step[]
}

interface Workflow {
  readonly permissions: object
  readonly concurrency: object
  readonly jobs: Readonly<Record<string, Job>>
}

const folder = '.github/workflows'
const workflowOf = (name: string): Workflow => parse(readFileSync(`${folder}/${name}`, 'utf8')) as Workflow

/** All permissions to write, by workflow and job. */
const writing: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  'ci.yml': {},
  'docs.yml': { deploy: ['pages', 'id-token'] },
  'release.yml': { publish: ['id-token'], announce: ['contents'] },
  'schema.yml': { propose: ['contents', 'pull-requests'], tell: ['issues'] },
}
/** The secrets that each workflow reads. */
const secrets: Readonly<Record<string, readonly string[]>> = { 'schema.yml': ['LABELBOX_API_KEY'] }
/** A job that installs or runs packages, so that code from npm sees its token. */
const runsPackages = ({ steps }: Job): boolean =>
  steps.some(({ run = '' }) => /\bnp[mx]\b/.test(run.replaceAll(/\bnpm (?:publish .* --ignore-scripts$|view )/gm, '')))
const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> }

describe.each(readdirSync(folder))('%s', (name) => {
  const text = readFileSync(`${folder}/${name}`, 'utf8')
  const workflow = workflowOf(name)
  const jobs = Object.values(workflow.jobs)
  const steps = jobs.flatMap((job) => job.steps)

  it('runs existing npm scripts, with valid shell syntax', () => {
    const named = steps.flatMap(({ run = '' }) =>
      [...run.matchAll(/\bnpm (?:run (?:-s )?)?([\w:]+)/g)].map(([, script = '']) => script),
    )
    expect(named.length).toBeGreaterThan(0)
    for (const script of named.filter((each) => !['ci', 'publish', 'view'].includes(each)))
      expect(Object.keys(scripts)).toContain(script)
    for (const { run } of steps) {
      // `bash -n` checks the syntax and runs nothing.
      if (run !== undefined) execFileSync('bash', ['-n'], { input: run })
    }
  })

  it('pins actions to commits', () => {
    const used = [...text.matchAll(/uses: (.*)/g)].map(([, action]) => action)
    expect(used).toHaveLength(steps.filter(({ uses }) => uses !== undefined).length)
    for (const action of used) expect(action).toMatch(/^actions\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/)
  })

  it('has no default permissions, and no write token in a job that runs packages', () => {
    expect(workflow.permissions).toEqual({})
    const found = Object.entries(workflow.jobs).flatMap(([job, { permissions = {} }]) => {
      const written = Object.keys(permissions).filter((each) => permissions[each] === 'write')
      return written.length === 0 ? [] : [[job, written]]
    })
    expect(Object.fromEntries(found)).toEqual(writing[name])
    for (const job of jobs.filter(runsPackages)) expect(job.permissions).toEqual({ contents: 'read' })
  })

  it('has a concurrency group, and a timeout of an hour at most for each job', () => {
    expect(workflow.concurrency).toHaveProperty('group')
    for (const job of jobs) expect(job['timeout-minutes']).toBeLessThanOrEqual(60)
  })

  it('leaves no token in the checkout', () => {
    for (const { uses = '', with: options } of steps) {
      if (uses.startsWith('actions/checkout@')) expect(options).toMatchObject({ 'persist-credentials': false })
    }
  })

  it('caches packages only where neither a secret nor a release is at stake', () => {
    const isTrusted = secrets[name] !== undefined || name === 'release.yml'
    for (const { uses = '', with: options } of steps) {
      if (!uses.startsWith('actions/setup-node@')) continue
      expect(options).toMatchObject(isTrusted ? { 'package-manager-cache': false } : { cache: 'npm' })
    }
  })

  it('gives each secret to one step, and interpolates no outside text into a script', () => {
    expect([...text.matchAll(/\bsecrets\.(\w+)/g)].map(([, secret]) => secret)).toEqual(secrets[name] ?? [])
    for (const { run = '' } of steps) expect(run).not.toContain('${{')
  })
})

describe('the workflow for pushes and pull requests', () => {
  const { jobs } = workflowOf('ci.yml')
  const lines = Object.values(jobs).flatMap(({ steps }) => steps.map(({ run = '' }) => run))

  it('runs every step of .ci/run', () => {
    const wanted = [...readFileSync('.ci/run', 'utf8').matchAll(/^ *(?:step|beside) (npm .*)$/gm)].map(
      ([, step = '']) => step,
    )
    // It has no second build in there.
    wanted.push('npm run runtimes')
    expect(wanted.length).toBeGreaterThan(15)
    expect(wanted.filter((step) => !lines.some((line) => line === step || line.startsWith(`${step} -- `)))).toEqual([])
  })

  it.each([
    ['in a pull request requires a changeset for a change of the public types', 'main', '--since origin/main'],
    ['takes the branch that a pull request is for as one word', 'a b;c', '--since origin/a b;c'],
    ['after a push compares the public types alone', '', ''],
  ])('%s', (_, base, expected) => {
    const job = Object.values(jobs).find(({ steps }) => steps.some(({ run = '' }) => run.includes('api:check')))
    const step = job?.steps.find(({ run = '' }) => run.includes('api:check'))
    expect(step?.env).toEqual({ BASE: '${{ github.base_ref }}' })
    expect(job?.steps[0]?.with).toMatchObject({ 'fetch-depth': 0 })
    const script = `npm() { printf '%s|' "$@"; }\n${step?.run ?? ''}`
    const env = { PATH: process.env['PATH'], BASE: base }
    const words = ['run', 'api:check', '--', ...expected.split(/ (.*)/).filter(Boolean)]
    expect(execFileSync('bash', ['--noprofile', '--norc', '-ec', script], { env, encoding: 'utf8' })).toBe(
      `${words.join('|')}|`,
    )
  })

  it('has the tags of releases where it compiles the programs of the last one', () => {
    const job = Object.values(jobs).find(({ steps }) => steps.some(({ run }) => run === 'npm run types:former'))
    expect(job?.steps[0]?.with).toMatchObject({ 'fetch-depth': 0 })
  })

  it('installs packages in each job, from the lock file', () => {
    for (const { steps } of Object.values(jobs)) expect(steps.map(({ run }) => run)).toContain('npm ci')
  })

  it('has a job for each runtime of `npm run runtimes`', () => {
    expect(jobs['runtimes']?.strategy?.matrix['runtime']).toEqual(runtimes.map(({ name }) => name))
  })

  it('installs the browser that the runner lacks', () => {
    const webkit = browsers.find(({ name }) => name === 'WebKit')
    const step = jobs['runtimes']?.steps.find((each) => each.if === "matrix.runtime == 'WebKit'")
    expect(step?.run).toMatch(new RegExp(`apt-get install .* ${webkit?.packages}$`, 'm'))
  })
})

describe('the release workflow', () => {
  const { jobs } = workflowOf('release.yml')

  it('publishes what the job without a write token has packed and tried', () => {
    expect(Object.keys(jobs)).toEqual(['pack', 'publish', 'announce'])
    expect(jobs['publish']).toMatchObject({ needs: 'pack', environment: 'npm' })
    expect(jobs['announce']).toMatchObject({ needs: 'publish' })
    expect(jobs['pack']?.steps.map(({ run }) => run)).toContain(
      'npm run release:check -- --tag "$GITHUB_REF_NAME" --out "$RUNNER_TEMP/release"',
    )
  })

  /**
   * Runs the script of the step that publishes, in a folder with the packages of a version.
   *
   * @param published - The versions on npm, as `name@version`.
   * @param newest - What the tag `latest` names on npm; `undefined` if npm does not answer.
   * @returns What npm was called with to publish, and the tag that the job hands on.
   */
  function publish(version: string, published: readonly string[], newest: string | undefined) {
    const [script = '', ...others] = jobs['publish']?.steps.flatMap(({ run = [] }) => run) ?? []
    expect(others).toEqual([])
    const folder = mkdtempSync(join(tmpdir(), 'labelbox-org-publish-'))
    try {
      mkdirSync(join(folder, 'release'))
      for (const name of ['labelbox-org', 'labelbox-org-tools']) {
        writeFileSync(join(folder, 'release', `${name}-${version}.tgz`), '')
      }
      // In place of npm: knows what is published, and writes down what it is called with.
      const views = [
        ...published.map((each) => `"view ${each} version") echo ${version} ;;`),
        ...(newest === undefined
          ? []
          : [`"view labelbox-org version"|"view @labelbox-org/tools version") echo ${newest} ;;`]),
      ].join(' ')
      const npm = `#!/bin/bash\ncase "$*" in ${views} view*) exit 1 ;; *) echo "$*" >> calls ;; esac\n`
      writeFileSync(join(folder, 'npm'), npm, { mode: 0o755 })
      const env = {
        PATH: `${folder}${delimiter}${process.env['PATH'] ?? ''}`,
        GITHUB_REF_NAME: `v${version}`,
        GITHUB_OUTPUT: join(folder, 'output'),
      }
      // As the runner calls it.
      const args = ['--noprofile', '--norc', '-eo', 'pipefail', '-c', script]
      const { status } = spawnSync('bash', args, { cwd: folder, env })
      const linesOf = (file: string) =>
        existsSync(join(folder, file)) ? readFileSync(join(folder, file), 'utf8').trim().split('\n') : []
      return { status, calls: linesOf('calls'), output: linesOf('output') }
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  }

  const publishing = (version: string, tag: string) =>
    ['labelbox-org', 'labelbox-org-tools'].map(
      (name) => `publish ./release/${name}-${version}.tgz --tag ${tag} --provenance --access public --ignore-scripts`,
    )

  it.each([
    ['both packages', [], publishing('1.2.3', 'latest')],
    ['what is missing, when it runs again', ['labelbox-org@1.2.3'], publishing('1.2.3', 'latest').slice(1)],
    ['nothing, when all is there', ['labelbox-org@1.2.3', '@labelbox-org/tools@1.2.3'], []],
  ])('publishes %s', (_what, present, calls) => {
    const newest = present.length > 0 ? '1.2.3' : '1.2.2'
    expect(publish('1.2.3', present, newest)).toEqual({ status: 0, calls, output: ['tag=latest'] })
  })

  it.each([
    ['the first major version', '1.0.0', '0.9.0', 'latest'],
    ['the next major version', '10.0.0', '9.4.0', 'latest'],
    ['the next minor version', '1.10.0', '1.9.0', 'latest'],
    ['a fix of the former minor version', '1.4.1', '1.5.0', 'release-1.x'],
    ['a fix of the former major version', '1.4.1', '2.0.0', 'release-1.x'],
    ['a fix of a former major version of one digit', '9.4.1', '10.0.0', 'release-9.x'],
  ])('publishes %s, %s after %s, under the tag %s', (_what, version, newest, tag) => {
    const calls = publishing(version, tag)
    expect(publish(version, [], newest)).toEqual({ status: 0, calls, output: [`tag=${tag}`] })
  })

  it('publishes nothing if npm does not say which version is the newest', () => {
    expect(publish('1.4.1', [], undefined)).toEqual({ status: 1, calls: [], output: [] })
  })

  it('marks a release on GitHub as the latest only if npm has it as the latest', () => {
    expect(jobs['publish']?.outputs).toEqual({ tag: '${{ steps.publish.outputs.tag }}' })
    const [step] = jobs['announce']?.steps.filter(({ run }) => run !== undefined) ?? []
    expect(step?.env).toMatchObject({ IS_LATEST: "${{ needs.publish.outputs.tag == 'latest' }}" })
    expect(step?.run).toContain(' --latest="$IS_LATEST"')
  })

  it('keeps the repository away from the jobs that may write', () => {
    for (const name of ['publish', 'announce']) {
      expect(jobs[name]?.steps.some(({ uses = '' }) => uses.startsWith('actions/checkout@'))).toBe(false)
    }
  })
})

/** The workflow commands that the runner would take from an output. */
function commandsIn(output: string): string[] {
  let resume: string | undefined
  return output.split('\n').flatMap((line) => {
    const [, name = '', value = ''] =
      /^\s*::([\w-]+)[^:]*::(.*)/.exec(line) ?? /##\[([\w-]+)[^\]]*\](.*)/.exec(line) ?? []
    if (resume !== undefined) {
      if (name === resume) resume = undefined
      return []
    }
    if (name === 'stop-commands') resume = value
    return name === '' || name === 'stop-commands' ? [] : [name]
  })
}

describe('the nightly schema workflow', () => {
  const { jobs } = workflowOf('schema.yml')
  let temp = ''
  beforeEach(() => {
    temp = mkdtempSync(join(tmpdir(), 'labelbox-org-workflow-'))
    mkdirSync(join(temp, 'workspace/graphql'), { recursive: true })
    writeFileSync(join(temp, 'workspace/graphql/schema.graphql'), 'before')
  })
  afterEach(() => {
    rmSync(temp, { recursive: true, force: true })
  })

  const read = (name: string): string => (existsSync(join(temp, name)) ? readFileSync(join(temp, name), 'utf8') : '')

  /** Runs the script of a step as the runner does, with fakes for the commands that it calls. */
  function run(job: string, name: string, commands: Readonly<Record<string, string>>, env: object = {}) {
    for (const [command, script] of Object.entries(commands)) {
      writeFileSync(join(temp, command), `#!/bin/bash\n${script}\n`)
      chmodSync(join(temp, command), 0o755)
    }
    const step = jobs[job]?.steps.find((each) => each.name === name)
    const { status, stdout, stderr } = spawnSync(
      'bash',
      ['--noprofile', '--norc', '-eo', 'pipefail', '-c', step?.run ?? 'exit 99'],
      {
        encoding: 'utf8',
        cwd: join(temp, 'workspace'),
        env: {
          PATH: [temp, process.env['PATH']].join(delimiter),
          RUNNER_TEMP: temp,
          GITHUB_WORKSPACE: join(temp, 'workspace'),
          GITHUB_OUTPUT: join(temp, 'output'),
          GITHUB_STEP_SUMMARY: join(temp, 'summary'),
          ...env,
        },
      },
    )
    return { status, stdout, stderr, output: read('output') }
  }

  const key = { LABELBOX_API_KEY: 'key' }
  const probing = (code: number) => ({
    npm: `case "$*" in *schema:pull*) exit 1 ;; *) echo 'the report'; exit ${code} ;; esac`,
  })

  it('without a key says so and sends nothing', () => {
    expect(run('look', 'Take the snapshot', { npm: 'touch "$RUNNER_TEMP/asked"' })).toMatchObject({
      status: 1,
      output: '',
    })
    expect(read('asked')).toBe('')
  })

  it('skips the probe after an introspection, and neutralizes workflow commands in output', () => {
    const npm = 'echo "$*" >> "$RUNNER_TEMP/asked"; echo "::set-output name=found::true"'
    const { status, stdout, output } = run('look', 'Take the snapshot', { npm }, key)
    expect({ status, output, asked: read('asked') }).toEqual({
      status: 0,
      output: '',
      asked: `run -s schema:pull -- --out ${temp}/new.graphql\n`,
    })
    expect(stdout).toMatch(/^::stop-commands::[0-9a-f]{32}\n::set-output/)
  })

  it.each([
    [0, 0, '', 'all are valid'],
    [13, 0, 'found=true\n', 'some are not'],
    [15, 0, 'found=true\n', 'the locks are not proven'],
    [14, 14, '', 'nothing is known of some'],
    [5, 5, '', 'the key is not accepted'],
  ])('after a probe that ends with %i ends with %i', (code, status, output) => {
    expect(run('look', 'Take the snapshot', probing(code), key)).toMatchObject({ status, output })
    expect(read('report/body.md')).toBe('the report\n')
    if (status !== 0) expect(read('summary')).toBe('the report\n')
  })

  it('cuts a report that is too long for GitHub at a line end, and puts all of it into the summary', () => {
    run('look', 'Take the snapshot', probing(13), key)
    const whole = `- **invalid**: ${'ä'.repeat(500)}\n`.repeat(100)
    writeFileSync(join(temp, 'report/body.md'), whole)
    expect(run('look', 'Finish the report', {}).status).toBe(0)
    const [kept = '', rest] = read('report/body.md').split('\n\n\n')
    expect(whole.startsWith(`${kept}\n`)).toBe(true)
    expect(rest).toBe('The rest is in the summary of the run.\n')
    expect(Buffer.byteLength(read('report/body.md'))).toBeLessThan(65_536)
    expect(read('summary')).toBe(whole)
  })

  it.each([
    ['the API has not changed', 'before', 0, 0, 'changed=false\n'],
    ['only a text has changed', 'after', 0, 0, 'changed=true\n'],
    ['a change breaks an operation', 'after', 12, 0, 'changed=true\n'],
    ['the schema can’t be read', 'after', 2, 2, ''],
    ['the operations were probed', undefined, 0, 0, 'changed=false\n'],
  ])('says what has changed: %s', (_, schema, code, status, output) => {
    if (schema !== undefined) writeFileSync(join(temp, 'new.graphql'), schema)
    const ended = run('look', 'Say what has changed', { npm: `echo "$*"; exit ${code}` })
    expect(ended).toMatchObject({ status, output })
    if (output === 'changed=true\n') {
      expect(read('report/body.md')).toBe(
        `run -s schema:diff -- graphql/schema.graphql ${temp}/new.graphql --markdown\n`,
      )
    }
  })

  it.each([0, 1, 12])('applies the change, and proposes the snapshot alone if apply writes nothing: %i', (code) => {
    writeFileSync(join(temp, 'new.graphql'), 'after')
    const { status, stdout } = run('look', 'Apply the change', { npm: `echo "$*"; exit ${code}` })
    expect(status).toBe(code)
    expect(stdout).toContain(`run -s schema:apply -- graphql/schema.graphql ${temp}/new.graphql --partial\n`)
    expect(read('workspace/graphql/schema.graphql')).toBe('after')
  })

  it('proposes everything that schema:apply writes, and nothing else', () => {
    const workspace = join(temp, 'workspace')
    const git = (...args: readonly string[]) => execFileSync('git', args, { cwd: workspace, encoding: 'utf8' })
    const write = (name: string, text: string) => {
      mkdirSync(dirname(join(workspace, name)), { recursive: true })
      writeFileSync(join(workspace, name), text)
    }
    const written = ['examples/gql-tada/graphql-env.d.ts', 'generated/operations.ts', 'graphql/schema.graphql']
    for (const name of [...written, 'src/index.ts']) write(name, 'before\n')
    execFileSync('git', ['init', '--quiet', '--bare', join(temp, 'origin.git')])
    git('init', '--quiet')
    git('remote', 'add', 'origin', join(temp, 'origin.git'))
    git('add', '.')
    git('-c', 'user.name=a', '-c', 'user.email=a@example.com', 'commit', '--quiet', '--message', 'before')
    mkdirSync(join(temp, 'report'))
    writeFileSync(join(temp, 'report/body.md'), 'the report\n')

    for (const name of [...written, 'generated/new.ts', 'src/index.ts']) write(name, 'after\n')
    expect(run('look', 'Take the patch', {}, { OUTCOMES: '- all passed' }).status).toBe(0)
    git('reset', '--quiet', '--hard')
    const { status } = run('propose', 'Open a pull request, or bring the open one up to date', { gh: 'true' })

    expect(status).toBe(0)
    expect(git('diff', '--name-only', 'HEAD~', 'origin/schema/nightly').trim().split('\n').sort()).toEqual(
      [...written, 'generated/new.ts'].sort(),
    )
  })

  it.each([
    ['opens a pull request with the report', '', 'pr create --head schema/nightly --title The API has changed'],
    ['brings the open pull request up to date', '7', 'pr edit 7'],
  ])('%s, never one from a fork', (_, open, expected) => {
    const gh = `echo "$*" >> "$RUNNER_TEMP/called"; case "$*" in 'pr list'*) echo '${open}' ;; esac`
    const { status } = run('propose', 'Open a pull request, or bring the open one up to date', { gh, git: 'true' })
    expect(status).toBe(0)
    const [login, list, then] = read('called').split('\n')
    expect(login).toBe('auth setup-git')
    expect(list).toBe(
      'pr list --head schema/nightly --state open --json number,isCrossRepository --jq [.[] | select(.isCrossRepository | not) | .number][0] // empty',
    )
    expect(then).toBe(`${expected} --body-file ${temp}/report/body.md`)
  })

  const scripts = Object.entries(jobs).flatMap(([job, { steps }]) =>
    steps.flatMap(({ name = '', run: script }) =>
      script === undefined || script === 'npm ci' ? [] : [[job, name] as const],
    ),
  )
  it.each(scripts)('takes no text of the API for a workflow command: %s, %s', (job, name) => {
    const hostile = String.raw`printf '%s\n' '::error::a' ' ::set-env name=A::b' 'b ##[add-path]c' '::stop-commands::d' '::d::' '::add-mask::e'`
    const says = `${hostile}; ${hostile} >&2`
    const commands = { npm: `${says}; exit 1`, git: says, gh: says }
    mkdirSync(join(temp, 'report'))
    for (const file of ['new.graphql', 'report/body.md', 'report/schema.patch']) {
      writeFileSync(join(temp, file), '::error::a\n')
    }
    const { stdout, stderr } = run(job, name, commands, key)
    expect(commandsIn(stdout + stderr)).toEqual([])
    // Without the first line of the script they would be taken.
    expect(commandsIn(stderr).length > 0).toBe(stderr !== '')
  })

  it('runs every command that the guide names for this repository', () => {
    const section =
      /^## In this repository$(.*?)(?=^## |(?![^]))/ms.exec(readFileSync('docs/guide/schema.md', 'utf8'))?.[1] ?? ''
    const named = [...section.matchAll(/\bschema:\w+/g)].map(([name]) => name)
    const text = Object.values(jobs).flatMap(({ steps }) => steps.map(({ run: script = '' }) => script))
    expect(new Set(named).size).toBeGreaterThan(4)
    expect([...new Set(named)].filter((each) => !text.some((script) => script.includes(`npm run -s ${each}`)))).toEqual(
      [],
    )
  })

  it.each([
    ['opens an issue with the report', '', 'issue create --title The API may not know these operations any more'],
    ['brings the open issue up to date', '7', 'issue edit 7'],
  ])('%s', (_, open, expected) => {
    const gh = `echo "$*" >> "$RUNNER_TEMP/called"; case "$*" in 'issue list'*) echo '${open}' ;; esac`
    expect(run('tell', 'Open an issue, or bring the open one up to date', { gh }).status).toBe(0)
    const [list, then] = read('called').split('\n')
    expect(list).toContain(
      '[.[] | select(.title == "The API may not know these operations any more") | .number][0] // empty',
    )
    expect(then).toBe(`${expected} --body-file ${temp}/report/body.md`)
  })
})
