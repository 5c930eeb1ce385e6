import { execFile } from 'node:child_process'
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { complete } from './candidates.ts'
import { toProgram } from '../program.ts'
import { commandLine } from '../testing.ts'

const command = commandLine()

const values = (...words: readonly string[]) => complete(toProgram('1.0.0'), words).map(({ value }) => value)

it.each([
  [['mem'], ['members']],
  [
    ['members', ''],
    ['list', 'remove', 'role', 'help'],
  ],
  [
    ['--profile', 'work', 'members', 'r'],
    ['remove', 'role'],
  ],
  [['--profile', ''], []],
  [['members', 'list', '--l'], ['--limit']],
  [['members', 'list', '--li', '--'], expect.arrayContaining(['--json', '--limit', '--help']) as unknown],
  [
    ['iam', 'create', ''],
    ['AWS', 'GCP', 'Azure'],
  ],
  [['iam', 'create', 'AWS', ''], []],
  [
    ['invites', 'send', 'a@example.com', '--if-invited', 're'],
    ['refuse', 'return', 'replace'],
  ],
  [
    ['invites', 'send', '--if-invited=re'],
    ['--if-invited=refuse', '--if-invited=return', '--if-invited=replace'],
  ],
  // As bash breaks it.
  [
    ['invites', 'send', '--if-invited', '=', 're'],
    ['refuse', 'return', 'replace'],
  ],
  [
    ['invites', 'send', '--if-invited', '='],
    ['refuse', 'return', 'replace', 'send'],
  ],
  [
    ['completion', ''],
    ['bash', 'zsh', 'fish'],
  ],
  [['compl'], ['completion']],
  [['nothing', ''], []],
])('offers for %j what may stand there', (words, expected) => {
  expect(values(...words)).toEqual(expected)
})

it('offers each once', () => {
  const offered = values('members', 'list', '--')
  expect(new Set(offered).size).toBe(offered.length)
})

it('completes in bash, and evaluates nothing of what is typed', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'labelbox-org-'))
  try {
    const executable = join(folder, 'labelbox-org')
    await writeFile(executable, `#!/bin/sh\nexec '${process.execPath}' '${command.main}' "$@"\n`)
    await chmod(executable, 0o755)
    const script = `
      PATH="${folder}:$PATH"
      source <(labelbox-org completion bash)
      offered() { COMP_WORDS=(labelbox-org "$@"); COMP_CWORD=$#; _labelbox_org; printf '%s,' "\${COMPREPLY[@]}"; echo; }
      offered members r
      offered iam create ''
      offered members remove '$(touch ${folder}/evaluated)' --y
      ls ${folder}
      complete -p labelbox-org`
    const { stdout, stderr } = await promisify(execFile)('bash', ['-c', script], { env: command.environment })

    expect(stderr).toBe('')
    expect(stdout.split('\n')).toEqual([
      'remove,role,',
      'AWS,GCP,Azure,',
      '--yes,',
      'labelbox-org',
      'complete -o default -F _labelbox_org labelbox-org',
      '',
    ])
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})
