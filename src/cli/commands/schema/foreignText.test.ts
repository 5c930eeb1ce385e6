import { writeFileSync } from 'node:fs'
import { GraphQLError } from 'graphql'
import { expect, it } from 'vitest'
import { folder } from '../../../../test/support/folder.ts'
import { strangeServer } from '../../../schema/probe/testingServer.ts'
import { commandLine } from '../../testing.ts'

const command = commandLine()

/** A color, a clipboard write, C1, a direction override, and invisible characters. */
const hostile =
  'red\u001b[31m \u001b]52;c;aGk=\u0007 \u009b31m \u202egnp \u200b\u00ad\u3164\u{e0041}\u2028\n::error::no ##[add-mask]a'

/** Characters without a glyph, except the line breaks of the report. */
const unseen = /(?!\n)[\p{C}\p{Default_Ignorable_Code_Point}\p{Zl}\p{Zp}]/u

/** A workflow command of GitHub Actions other than the annotations. */
const injected = /^\s*::(?!(?:error|warning|notice) (?:file=[^:]*,line=\d+,col=\d+,)?title=)|##\[/m

const inBlock = hostile.replaceAll('\n', '\n    ')

/** Two schemas, of which the new one breaks the operation, with hostile text wherever SDL has free text. */
function files() {
  const { path, put } = folder()
  const sdl = (user: string, first: string, note: string) =>
    `type Query { user(first: Int, text: String = ${first}): User }\n"""\n    ${note}\n"""\ntype User { id: ID! ${user} }\n`
  const old = put('old.graphql', sdl('name: String email: String', '"a"', 'plain'))
  const next = sdl(
    `name: String @deprecated(reason: ${JSON.stringify(hostile)}) shoe: Int`,
    JSON.stringify(hostile),
    inBlock,
  )
  const own = `${path}/\u001b[31m\u200bown\u202e.graphql`
  writeFileSync(own, 'query Own {\n  user(first: 1) {\n    name\n    email\n  }\n}\n')
  return { old, next: put('new.graphql', next), own: `${path}/*own*.graphql`, out: `${path}/out.graphql` }
}

it.each([[[]], [['--markdown']], [['--github']], [['--changelog']], [['--json']]])(
  'schema diff %j escapes descriptions, defaults, reasons and file names',
  async (form) => {
    const { old, next, own } = files()
    const { stdout, stderr, code } = await command.run(['schema', 'diff', old, next, '--documents', own, ...form])

    expect({ code, stderr }).toEqual({ code: 12, stderr: '' })
    expect(stdout).toContain('email')
    expect(stdout).not.toMatch(unseen)
    expect(stdout).not.toMatch(injected)
  },
)

it.each([
  ['schema check', (at: ReturnType<typeof files>) => ['check', '--schema', at.next, '--documents', at.own], 1],
  [
    'schema pull',
    (at: ReturnType<typeof files>) => ['pull', at.next, '--former', at.old, '--out', at.out, '--documents', at.own],
    0,
  ],
  [
    'schema diff --apply',
    (at: ReturnType<typeof files>) => ['diff', at.old, at.next, '--documents', at.own, '--apply', '--dry-run'],
    0,
  ],
  ['schema probe --dry-run', (at: ReturnType<typeof files>) => ['probe', '--documents', at.own, '--dry-run'], 0],
])('%s escapes descriptions, defaults, reasons and file names', async (_what, argsFor, code) => {
  const ended = await command.run(['schema', ...argsFor(files())])

  expect(ended).toMatchObject({ code, stderr: '' })
  expect(ended.stdout).not.toBe('')
  expect(ended.stdout).not.toMatch(unseen)
  expect(ended.stdout).not.toMatch(injected)
})

it.each([[[]], [['--markdown']], [['--json']]])('schema probe %j escapes messages of the server', async (form) => {
  await using server = await strangeServer(() => ({
    errors: [new GraphQLError(`Cannot query field "${hostile}" on type "Query".`)],
  }))
  const { own } = files()
  const env = { LABELBOX_API_KEY: 'a', LABELBOX_ENDPOINT: server.url }
  const { stdout, stderr } = await command.run(['schema', 'probe', '--documents', own, ...form], { env })

  expect(stdout).toContain('Own')
  expect(`${stdout}${stderr}`).not.toMatch(unseen)
  expect(stdout).not.toMatch(injected)
})

it('tags list prints texts that differ in invisible characters differently', async () => {
  const { run, sandbox } = command
  const { apiKey, url } = sandbox
  const create = (text: string) =>
    fetch(url, {
      method: 'POST',
      headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        query: 'mutation M($text: String!) { createResourceTag(input: { text: $text, color: "ff0000" }) { id } }',
        variables: { text },
      }),
    })
  const texts = ['sign', 'sign\u200b', 'sign\u00ad', 'si\u3164gn', 'sign ', '::error::sign']
  for (const text of texts) expect(await (await create(text)).json()).not.toHaveProperty('errors')

  const { stdout } = await run(['tags', 'list'])
  const shown = stdout.split('\n').flatMap((line) => /^(\S*sign\S*|si\S*gn) +ff0000/.exec(line)?.[1] ?? [])
  expect(new Set(shown).size).toBe(texts.length)
  expect(stdout).not.toMatch(unseen)
  expect(stdout).not.toMatch(injected)
})
