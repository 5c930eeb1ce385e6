import { readdirSync, readFileSync } from 'node:fs'
import type { CommandUnknownOpts } from '@commander-js/extra-typings'
import { expect, it } from 'vitest'
import { exitCodeHelp, exitCodes } from './exitCodes.ts'
import { toProgram } from './program.ts'

const guide = readFileSync('docs/guide/command.md', 'utf8')
const pages = ['README.md', ...readdirSync('docs/guide').map((file) => `docs/guide/${file}`)]
const leaves = (command: CommandUnknownOpts): readonly CommandUnknownOpts[] =>
  command.commands.length === 0 ? [command] : command.commands.flatMap(leaves)

const pathOf = (command: CommandUnknownOpts): string =>
  command.parent === null ? '' : `${pathOf(command.parent)} ${command.name()}`.trim()

/** The help of a command with what is added to it. */
function helpOf(command: CommandUnknownOpts): string {
  let text = ''
  command.configureOutput({ writeOut: (part) => (text += part) }).outputHelp()
  return text
}

/** As a shell breaks a line, without what it would do itself. */
const wordsOf = (line: string): readonly string[] =>
  [...line.replace(/\s+(#|\||<|>).*$/, '').matchAll(/"([^"]*)"|(\S+)/g)].map(
    ([, quoted, plain]) => quoted ?? plain ?? '',
  )

/** The command that a line runs, which is not run. */
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
  'shows examples of %s that can be typed',
  async (path, command) => {
    const lines = [...helpOf(command).matchAll(/^ {2}\$ labelbox-org (.*)$/gm)].map(([, line]) => line ?? '')

    expect(lines).not.toEqual([])
    for (const line of lines) expect(await reached(line)).toBe(path)
  },
)

const groups = toProgram('1.0.0').commands.filter(({ commands }) => commands.length > 0)

it.each(groups.map((group) => [group.name(), group] as const))(
  'shows examples of the commands of %s',
  async (name, group) => {
    const lines = [...helpOf(group).matchAll(/^ {2}\$ labelbox-org (.*)$/gm)].map(([, line]) => line ?? '')

    expect(lines).not.toEqual([])
    for (const line of lines) expect(await reached(line)).toMatch(new RegExp(`^${name} `))
  },
)

it('shows lines in the README and the guides that can be typed', async () => {
  const lines = pages
    .flatMap((page) => [...readFileSync(page, 'utf8').matchAll(/^npx labelbox-org (.*)$/gm)])
    .map(([, line]) => line ?? '')

  expect(lines.length).toBeGreaterThan(10)
  for (const line of lines)
    expect(await reached(line)).toBe(
      wordsOf(line)
        .slice(0, (await reached(line))?.split(' ').length)
        .join(' '),
    )
})

it('says the same of exit codes in the guide and in the help', () => {
  const [, section = ''] = guide.split('## Exit codes')
  const listed = [...section.matchAll(/^\| ([\d, ]+?) +\| (.*?) +\|$/gm)].map(([, code, when]) => [code, when])
  const helped = [...exitCodeHelp.matchAll(/^ {2}(\d+) +(.*)$/gm)].map(([, code, when]) => [code, when])

  expect(listed.flatMap(([code = '']) => code.split(', ').map(Number)).sort()).toEqual(
    Object.values(exitCodes).map(Number).sort(),
  )
  expect(listed.slice(0, 7).map(([code, when]) => [code, when?.replaceAll('`', '')])).toEqual(helped.slice(0, 7))
})

it('documents the JSON of every command', () => {
  const [, section = ''] = guide.split('## JSON')
  const generic = /(create|update|delete)$/
  const undocumented = commands
    .map(pathOf)
    .filter((path) => path !== 'completion' && !generic.test(path) && !section.includes(`\`${path}\``))
  expect(undocumented).toEqual([])
})
