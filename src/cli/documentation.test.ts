import { readFileSync } from 'node:fs'
import type { CommandUnknownOpts } from '@commander-js/extra-typings'
import { globSync } from 'tinyglobby'
import { expect, it } from 'vitest'
import { exitCodeHelp, exitCodes } from './exitCodes.ts'
import { toProgram } from './program.ts'

const leaves = (command: CommandUnknownOpts): readonly CommandUnknownOpts[] =>
  command.commands.length === 0 ? [command] : command.commands.flatMap(leaves)

const pathOf = (command: CommandUnknownOpts): string =>
  command.parent === null ? '' : `${pathOf(command.parent)} ${command.name()}`.trim()

/** The help of a command, with its examples. */
function helpOf(command: CommandUnknownOpts): string {
  let text = ''
  command.configureOutput({ writeOut: (part) => (text += part) }).outputHelp()
  return text
}

/** The words of a line as a shell splits it, without comments, pipes and redirections. */
const wordsOf = (line: string): readonly string[] =>
  [...line.replace(/\s+(#|\||<|>).*$/, '').matchAll(/"([^"]*)"|(\S+)/g)].map(
    ([, quoted, plain]) => quoted ?? plain ?? '',
  )

/** The path of the command that a line would run. */
async function reached(line: string): Promise<string | undefined> {
  const program = toProgram('1.0.0')
  let path: string | undefined
  for (const leaf of leaves(program)) {
    leaf.action(() => {
      path = pathOf(leaf)
    })
  }
  await program.parseAsync(wordsOf(line), { from: 'user' })
  return path
}

const commands = leaves(toProgram('1.0.0')).filter((command) => command.name() !== 'complete')

it.each(commands.map((command) => [pathOf(command), command] as const))(
  '%s: its help has examples that can be typed',
  async (path, command) => {
    const lines = [...helpOf(command).matchAll(/^ {2}\$ labelbox-org (.*)$/gm)].map(([, line]) => line ?? '')

    expect(lines).not.toEqual([])
    for (const line of lines) expect(await reached(line)).toBe(path)
  },
)

const groups = toProgram('1.0.0').commands.filter(({ commands }) => commands.length > 0)

it.each(groups.map((group) => [group.name(), group] as const))(
  '%s: its help has examples of its commands',
  async (name, group) => {
    const lines = [...helpOf(group).matchAll(/^ {2}\$ labelbox-org (.*)$/gm)].map(([, line]) => line ?? '')

    expect(lines).not.toEqual([])
    for (const line of lines) expect(await reached(line)).toMatch(new RegExp(`^${name} `))
  },
)

/** README.md and every page of docs/, as text. */
const pages = ['README.md', ...globSync('docs/**/*.md')].map((file) => readFileSync(file, 'utf8'))
const allPages = pages.join('\n')

it('documents commands that can be typed', async () => {
  const lines = [...allPages.matchAll(/^npx labelbox-org (.*)$/gm)].map(([, line]) => line ?? '')

  expect(lines.length).toBeGreaterThan(10)
  for (const line of lines) {
    const path = await reached(line)
    expect(path).toBeDefined()
    expect(wordsOf(line).join(' ')).toMatch(new RegExp(`^${String(path)}( |$)`))
  }
})

it('names the package of the command where npx installs it', () => {
  const installed = [...allPages.matchAll(/\bnpx (?:--yes|-y) (\S+)/g)].map(([, name]) => name)
  expect(installed).toContain('@labelbox-org/tools')
  // `labelbox-org` is a package without a command.
  expect(installed).not.toContain('labelbox-org')
})

it('documents every exit code, and lists the first seven in its help', () => {
  const listed = pages.flatMap((page) => {
    const [, table = ''] = /^\| exit code [^\n]*\n((?:\|.*\n)*)/m.exec(page) ?? []
    return [...table.matchAll(/^\| ([\d, ]+?) +\| *\S/gm)].flatMap(([, codes = '']) => codes.split(', ').map(Number))
  })
  const helped = [...exitCodeHelp.matchAll(/^ {2}(\d+) +\S/gm)].map(([, code]) => Number(code))

  expect(new Set(listed)).toEqual(new Set(Object.values(exitCodes)))
  expect(helped.slice(0, 7)).toEqual([0, 1, 2, 3, 4, 5, 6])
})

it('documents the JSON of every command', () => {
  const generic = /(create|update|delete)$/
  const undocumented = commands
    .map(pathOf)
    .filter((path) => path !== 'completion' && !generic.test(path) && !allPages.includes(`\`${path}\``))
  expect(undocumented).toEqual([])
})
