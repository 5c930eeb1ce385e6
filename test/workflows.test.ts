import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { parse } from 'yaml'

interface Step {
  readonly name?: string
  readonly uses?: string
  readonly run?: string
  readonly env?: Readonly<Record<string, string>>
}

interface Job {
  readonly permissions?: Readonly<Record<string, string>>
  readonly 'timeout-minutes'?: number
  readonly steps: readonly Step[]
}

interface Workflow {
  readonly permissions: object
  readonly jobs: Readonly<Record<string, Job>>
}

const folder = '.github/workflows'
const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> }

describe.each(readdirSync(folder))('%s', (name) => {
  const text = readFileSync(`${folder}/${name}`, 'utf8')
  const workflow = parse(text) as Workflow
  const jobs = Object.values(workflow.jobs)
  const steps = jobs.flatMap((job) => job.steps)

  it('runs existing npm scripts, with valid shell syntax', () => {
    const named = steps.flatMap(({ run = '' }) =>
      [...run.matchAll(/\bnpm (?:run (?:-s )?)?([\w:]+)/g)].map(([, script = '']) => script),
    )
    expect(named.length).toBeGreaterThan(0)
    for (const script of named.filter((each) => each !== 'ci')) expect(Object.keys(scripts)).toContain(script)
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
    for (const job of jobs) {
      expect(job['timeout-minutes']).toBeLessThanOrEqual(60)
      const runsPackages = job.steps.some(({ run = '' }) => /\bnp[mx]\b/.test(run))
      if (runsPackages) expect(job.permissions).toEqual({ contents: 'read' })
      // A job that writes without a checkout needs only that one permission.
      const writes = Object.values(job.permissions ?? {}).filter((each) => each === 'write')
      if (!job.steps.some(({ uses = '' }) => uses.startsWith('actions/checkout@'))) expect(writes).toHaveLength(1)
    }
  })

  it('gives each secret to one step, and interpolates no outside text into a script', () => {
    expect(text.match(/\$\{\{ secrets\./g)).toHaveLength(1)
    for (const { run = '' } of steps) expect(run).not.toContain('${{')
  })
})

describe('the nightly schema workflow', () => {
  const { jobs } = parse(readFileSync(`${folder}/schema.yml`, 'utf8')) as Workflow
  let temp = ''
  beforeEach(() => {
    temp = mkdtempSync(join(tmpdir(), 'labelbox-org-workflow-'))
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
    const { status, stdout } = spawnSync(
      'bash',
      ['--noprofile', '--norc', '-eo', 'pipefail', '-c', step?.run ?? 'exit 99'],
      {
        encoding: 'utf8',
        env: {
          PATH: [temp, process.env['PATH']].join(delimiter),
          RUNNER_TEMP: temp,
          GITHUB_OUTPUT: join(temp, 'output'),
          GITHUB_STEP_SUMMARY: join(temp, 'summary'),
          ...env,
        },
      },
    )
    return { status, stdout, output: read('output') }
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
    expect({ status, output, asked: read('asked') }).toEqual({ status: 0, output: '', asked: 'run -s schema:pull\n' })
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
