import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
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

  it('runs scripts that there are, in a shell that can read them', () => {
    const named = steps.flatMap(({ run = '' }) =>
      [...run.matchAll(/\bnpm (?:run (?:-s )?)?([\w:]+)/g)].map(([, script = '']) => script),
    )
    expect(named.length).toBeGreaterThan(0)
    for (const script of named.filter((each) => each !== 'ci')) expect(Object.keys(scripts)).toContain(script)
    for (const { run } of steps) {
      // `bash -n` reads it and runs nothing.
      if (run !== undefined) execFileSync('bash', ['-n'], { input: run })
    }
  })

  it('uses actions as they are now, whatever becomes of their tags', () => {
    const used = [...text.matchAll(/uses: (.*)/g)].map(([, action]) => action)
    expect(used).toHaveLength(steps.filter(({ uses }) => uses !== undefined).length)
    for (const action of used) expect(action).toMatch(/^actions\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/)
  })

  it('may do nothing that no job asks for, and gives no job that runs packages a token that can write', () => {
    expect(workflow.permissions).toEqual({})
    for (const job of jobs) {
      expect(job['timeout-minutes']).toBeLessThanOrEqual(60)
      const runsPackages = job.steps.some(({ run = '' }) => /\bnp[mx]\b/.test(run))
      if (runsPackages) expect(job.permissions).toEqual({ contents: 'read' })
    }
  })

  it('gives a secret to one step, and puts nothing that comes from outside into a script', () => {
    expect(text.match(/\$\{\{ secrets\./g)).toHaveLength(1)
    for (const { run = '' } of steps) expect(run).not.toContain('${{')
  })
})
