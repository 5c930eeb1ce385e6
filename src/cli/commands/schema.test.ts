import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildSchema, introspectionFromSchema } from 'graphql'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { without } from '../../../test/support/without.ts'
import { commandLine, errorOf } from '../testing.ts'

const command = commandLine()
const old = 'graphql/schema.graphql'
let folder = ''
const file = (name: string): string => join(folder, name)

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'labelbox-org-schema-diff-'))
  const sdl = await readFile(old, 'utf8')
  const inUser = (from: RegExp, to: string): string =>
    sdl.replace(/^type User \{[^}]*\}/m, (type) => type.replace(from, to))
  await Promise.all([
    writeFile(file('breaking.graphql'), inUser(/"""[^"]*"""\s+nickname: String.*/, 'shoeSize: Int')),
    writeFile(file('dangerous.graphql'), sdl.replace(/^enum WebhookTopic \{/m, 'enum WebhookTopic { NEW')),
    writeFile(file('safe.graphql'), sdl.replace(/^type User \{/m, 'type User { shoeSize: Int')),
    writeFile(file('old.json'), JSON.stringify({ data: introspectionFromSchema(buildSchema(sdl)) })),
    writeFile(file('own.graphql'), 'query Own {\n  user {\n    nickname\n  }\n}\n'),
    writeFile(file('not.graphql'), 'query Own {\n  user {\n'),
  ])
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const diff = (name: string, ...options: readonly string[]) =>
  command.run(['schema', 'diff', old, file(name), ...options])

it.each([
  ['old.json', 0, 'nothing', 'none'],
  ['safe.graphql', 10, 'safe', 'none'],
  ['dangerous.graphql', 11, 'dangerous', 'minor'],
  ['breaking.graphql', 12, 'breaking', 'major'],
])('diff: ends with %2$i for %1$s', async (name, code, verdict, bump) => {
  const ended = await diff(name, '--json')
  expect(ended).toMatchObject({ code, stderr: '' })
  expect(JSON.parse(ended.stdout)).toMatchObject({ verdict, bump })
})

it('diff --json: has the documented members only', async () => {
  const { stdout } = await diff('breaking.graphql', '--json')
  const { changes, invalid, untouched, ...rest } = JSON.parse(stdout) as Record<string, Record<string, unknown>[]>
  expect(Object.keys(rest)).toEqual([
    ...['verdict', 'bump', 'newRootFields', 'invalidFilters', 'renamed', 'perhapsRenamed', 'changelog', 'warnings'],
  ])
  expect(untouched).toEqual({ breaking: 0, dangerous: 0, safe: 1 })
  expect(changes).toHaveLength(1)
  expect(changes?.[0]).toEqual({
    class: 'breaking',
    type: 'FIELD_REMOVED',
    path: 'User.nickname',
    message: "Field 'nickname' was removed from object type 'User'",
    reason: null,
    operations: expect.arrayContaining(['GetUser', 'Users']) as unknown,
    fragments: ['User'],
    filters: [],
    methods: expect.arrayContaining(['Labelbox.getUser', 'Organization.users']) as unknown,
    types: expect.arrayContaining(['Member', 'User']) as unknown,
    places: [{ file: 'graphql/fragments/user.graphql', line: 5, column: 3 }],
  })
  expect(invalid?.find(({ name }) => name === 'GetUser')).toEqual({
    kind: 'query',
    name: 'GetUser',
    alreadyInvalid: false,
    problems: [
      {
        message: expect.stringContaining('Cannot query field "nickname" on type "User".') as unknown,
        place: { file: 'graphql/fragments/user.graphql', line: 5, column: 3 },
      },
    ],
  })
})

it('diff: names filters of the package, but for --documents only what they write', async () => {
  await writeFile(file('email.graphql'), without('UserWhereInput.email')(await readFile(old, 'utf8')))
  const { code, stdout } = await diff('email.graphql', '--json')
  expect(code).toBe(12)
  expect(JSON.parse(stdout)).toMatchObject({
    verdict: 'breaking',
    bump: 'major',
    changes: [
      {
        path: 'UserWhereInput.email',
        operations: [],
        filters: ['users.where.email'],
        methods: expect.arrayContaining(['Organization.users', 'Organization.inviteUser']) as unknown,
        places: [{ file: 'generated/filters.ts' }],
      },
    ],
    invalid: [],
    invalidFilters: [
      {
        list: 'users',
        argument: 'where',
        alreadyInvalid: false,
        problems: [{ message: expect.stringContaining('Field "email" is not defined') as unknown }],
      },
    ],
  })
  expect((await diff('email.graphql')).stdout).toContain('\nfilters of users\n  generated/filters.ts:')
  expect((await diff('email.graphql', '--github')).stdout).toMatch(
    /^::error file=generated\/filters\.ts,line=\d+,col=7,title=Invalid filters of users::/m,
  )
  expect(await diff('email.graphql', '--documents', file('own.graphql'))).toMatchObject({ code: 10 })
})

it('diff: prints a table and the suggested version', async () => {
  const { stdout } = await diff('breaking.graphql')
  expect(stdout).toMatch(/^CLASS +CHANGE +OPERATIONS +FRAGMENTS +FILTERS +METHODS +TYPES +AT\n/)
  expect(stdout).toMatch(/^breaking +Field 'nickname' was removed .* graphql\/fragments\/user\.graphql:5\n/m)
  expect(stdout).toContain('\nquery GetUser\n  graphql/fragments/user.graphql:5: Cannot query field "nickname"')
  expect(stdout).toContain(
    '\n1 more change affects none of the operations: 0 breaking, 0 dangerous, 1 safe.\nSuggested version: major.\n',
  )
})

it('diff --markdown: ends with the changelog entry, which --changelog prints alone', async () => {
  const [markdown, changelog] = [
    await diff('breaking.graphql', '--markdown'),
    await diff('breaking.graphql', '--changelog'),
  ]
  expect(markdown.code).toBe(12)
  expect(markdown.stdout).toMatch(/^## Schema changes: breaking\n\n.* \*\*Suggested version: major\.\*\*\n/)
  expect(markdown.stdout).toContain('- **breaking**: Field `nickname` was removed from object type `User`\n')
  expect(markdown.stdout).toContain('\n  - fragments: `User`\n')
  expect(changelog.stdout).toMatch(
    /^- \*\*Breaking\.\*\* Field `nickname` was removed .*`Organization\.users`.*\n- \*\*Breaking\.\*\* /,
  )
  expect(markdown.stdout.endsWith(`### For the changelog\n\n${changelog.stdout}`)).toBe(true)
})

it('diff --github: prints annotations', async () => {
  const { stdout } = await diff('breaking.graphql', '--github')
  expect(stdout.split('\n')[0]).toBe(
    "::error file=graphql/fragments/user.graphql,line=5,col=3,title=Schema%3A breaking::Field 'nickname' was removed from object type 'User'",
  )
})

it('diff --documents: compares for your operations, without methods', async () => {
  const { stdout, code } = await diff('breaking.graphql', '--documents', `${folder}/o*.graphql`, '--json')
  expect(code).toBe(12)
  const { changes } = JSON.parse(stdout) as { changes: unknown[] }
  expect(changes).toHaveLength(1)
  expect(changes[0]).toMatchObject({
    operations: ['Own'],
    methods: [],
    types: [],
    places: [{ file: expect.stringMatching(/own\.graphql$/) as unknown, line: 3, column: 5 }],
  })
  expect(await diff('dangerous.graphql', '--documents', `${folder}/o*.graphql`)).toMatchObject({ code: 10 })
})

it('diff: refuses two fragments of one name and says where they are; check: reports them', async () => {
  const twin = (name: string, fields: string) =>
    writeFile(file(name), `query ${fields} { user { ...Twin } }\nfragment Twin on User { ${fields} }\n`)
  await Promise.all([twin('twin1.txt', 'id'), twin('twin2.txt', 'nickname')])
  for (const options of [[], ['--apply']]) {
    const ended = await diff('breaking.graphql', '--documents', `${folder}/twin*.txt`, ...options)
    expect(ended).toMatchObject({ code: 2, stdout: '' })
    expect(ended.stderr).toMatch(/Two fragments are named Twin, at \S+twin1\.txt:2 and \S+twin2\.txt:2\. Rename one/)
  }
  const checked = await command.run(['schema', 'check', '--documents', `${folder}/twin*.txt`, '--json'])
  expect(checked.code).toBe(1)
  const { findings } = JSON.parse(checked.stdout) as { findings: { rule: string; place: { file: string } }[] }
  expect(findings.map(({ rule, place }) => [rule, place.file.slice(-9)])).toEqual([
    ['id', 'twin2.txt'],
    ['duplicate', 'twin2.txt'],
  ])
})

it('diff: reads a schema from stdin', async () => {
  const input = await readFile(file('breaking.graphql'), 'utf8')
  expect(await command.run(['schema', 'diff', old, '-'], { input })).toMatchObject({ code: 12, stderr: '' })
})

it('diff --apply: removes fields that are gone, and lists what needs a change by hand', async () => {
  const text = '# Mine.\nquery Mine {\n  user {\n    id\n    nickname # short\n  }\n}\n'
  const [mine, sole] = [file('mine.gql'), file('sole.gql')]
  await Promise.all([writeFile(mine, text), writeFile(sole, 'query Sole { user { nickname } }\n')])
  const apply = (...options: readonly string[]) =>
    diff('breaking.graphql', '--documents', `${folder}/*.gql`, '--apply', ...options)

  const dry = await apply('--dry-run')
  expect(dry).toMatchObject({ code: 12, stderr: '' })
  expect(dry.stdout).toMatch(/^Dry run: nothing was written\.\nTo be removed:\n.*mine\.gql:5: User\.nickname\n/)
  expect(await readFile(mine, 'utf8')).toBe(text)

  const refused = await apply()
  expect(refused.code).toBe(12)
  expect(refused.stdout).toMatch(/^Nothing was written, as some .* With --partial,.*\nTo be removed:\n.*mine\.gql:5/)
  expect(await readFile(mine, 'utf8')).toBe(text)

  const real = await apply('--partial', '--json')
  expect(real.code).toBe(12)
  expect(JSON.parse(real.stdout)).toEqual({
    dryRun: false,
    written: true,
    renamed: [],
    perhapsRenamed: [],
    files: [expect.stringMatching(/mine\.gql$/)],
    removed: [
      { what: 'User.nickname', place: { file: expect.stringMatching(/mine\.gql$/) as unknown, line: 5, column: 5 } },
    ],
    left: [expect.objectContaining({ kind: 'query', name: 'Sole', alreadyInvalid: false })],
    types: [
      {
        name: 'MineQuery',
        how: 'changed',
        members: [{ path: 'user.nickname', before: 'String', after: null }],
      },
    ],
    warnings: [],
  })
  expect(await readFile(mine, 'utf8')).toBe(text.replace('    nickname # short\n', ''))

  await rm(sole)
  const again = await apply()
  expect(again).toMatchObject({ code: 0, stdout: 'Nothing to remove or rename.\n' })
})

it('diff: reads operations in code; --apply refuses to change one there, and writes nothing', async () => {
  const [code, other] = [file('code.tsx'), file('other.qgl')]
  const text = 'const a = gql`query InCode {\n  user { id nickname }\n}`\n'
  const document = 'query Other { user { id nickname } }\n'
  await Promise.all([writeFile(code, text), writeFile(other, document)])
  const ended = await diff('breaking.graphql', '--documents', code, '--json')
  expect(JSON.parse(ended.stdout)).toMatchObject({
    verdict: 'breaking',
    changes: [
      {
        operations: ['InCode'],
        places: [{ file: expect.stringMatching(/code\.tsx$/) as unknown, line: 2, column: 13 }],
      },
    ],
  })
  const applied = await diff('breaking.graphql', '--documents', code, other, '--apply')
  expect(applied).toMatchObject({ code: 2, stdout: '' })
  expect(applied.stderr).toMatch(/Nothing was written: an operation in \S+code\.tsx needs a change/)
  expect([await readFile(code, 'utf8'), await readFile(other, 'utf8')]).toEqual([text, document])
})

it('diff and check know the fragments of the package that your documents spread; --apply does not write them', async () => {
  const spread = file('spread.query')
  const text = 'query Spread { user { ...User } project { id createdBy { id ...User } } }\n'
  await writeFile(spread, text)
  const checked = await command.run(['schema', 'check', '--documents', spread])
  expect(checked).toMatchObject({ code: 0, stderr: '' })
  const ended = await diff('breaking.graphql', '--documents', spread, '--json')
  expect(JSON.parse(ended.stdout)).toMatchObject({
    changes: [{ operations: ['Spread'], places: [{ file: '@labelbox-org/tools/fragments/user.graphql' }] }],
  })
  const applied = await diff('breaking.graphql', '--documents', spread, '--apply')
  expect(applied).toMatchObject({ code: 2, stdout: '' })
  expect(applied.stderr).toMatch(
    /Nothing was written: the fragment in @labelbox-org\/tools\/fragments\/user\.graphql needs a change/,
  )
  await writeFile(spread, `${text}fragment User on User { id }\n`)
  expect(await diff('breaking.graphql', '--documents', spread)).toMatchObject({ code: 10 })
})

it('diff --own: names the methods that send the documents of --documents', async () => {
  const options = ['--documents', 'graphql/fragments/*.graphql', 'graphql/operations/*.graphql', '--own', '--json']
  const [own, shipped] = [await diff('breaking.graphql', ...options), await diff('breaking.graphql', '--json')]
  expect(own).toEqual(shipped)
  await writeFile(file('getUser.graphql'), 'query GetUser { user { id nickname } }')
  const { stdout } = await diff('breaking.graphql', '--documents', file('getUser.graphql'), '--own', '--json')
  expect(JSON.parse(stdout)).toMatchObject({
    changes: [{ operations: ['GetUser'], places: [{ line: 1, column: 27 }] }],
  })
  expect(stdout).toContain('Labelbox.getUser')
})

describe('diff --rename', () => {
  const schema = (webhook: string, rest = '') =>
    `type Query { webhooks: [${webhook}!] user: User }\ntype ${webhook} { id: ID! url: String ${rest} }\ntype User { name: String }\n`
  const text = '# Mine.\nquery Hooks { webhooks { ...Parts } }\nfragment Parts on Webhook { id url }\n'
  const run = async (after: string, ...options: readonly string[]) => {
    const [before, now, own] = [file('before.txt'), file('now.txt'), file('hooks.gr')]
    await Promise.all([writeFile(before, schema('Webhook')), writeFile(now, after), writeFile(own, text)])
    const ended = await command.run(['schema', 'diff', before, now, '--documents', own, ...options])
    return { ...ended, text: await readFile(own, 'utf8') }
  }

  it('--apply takes over the new name of a type, and removes nothing', async () => {
    const ended = await run(schema('Hook'), '--apply')
    expect(ended).toMatchObject({ code: 0, stderr: '', text: text.replace('on Webhook', 'on Hook') })
    expect(ended.stdout).toMatch(/^Renamed:\n {2}\S+hooks\.gr:3: Webhook is Hook now\n$/)
    expect((await run(schema('Hook'))).stdout).toMatch(/^breaking +'Webhook' is named 'Hook' now +Hooks +Parts /m)
  })

  it('--apply leaves what may have several names, and says what to choose from', async () => {
    const after =
      'type Query { webhooks: [Subscription!] user: User }\ntype Subscription { key: ID! }\ntype User { name: String }\n'
    const left = await run(after, '--apply')
    expect(left).toMatchObject({ code: 12, text })
    expect(left.stdout).toContain(
      'Webhook may be named Subscription now: --rename Webhook=Subscription. If it has no other name: --rename Webhook=\n',
    )
    expect(JSON.parse((await run(after, '--json')).stdout)).toMatchObject({
      perhapsRenamed: [{ from: 'Webhook', to: ['Subscription'] }],
    })
    expect((await run(after, '--apply', '--rename', 'Webhook=Subscription')).stdout).toContain(
      'Webhook is Subscription now\n',
    )
  })

  it('gives a renamed field its old name as an alias', async () => {
    const after = schema('Webhook').replace('url:', 'urlOfHook:')
    const left = await run(after, '--apply')
    expect(left).toMatchObject({ code: 12, text })
    expect(left.stdout).toContain('--rename Webhook.url=urlOfHook')
    const renamed = await run(after, '--apply', '--rename', 'Webhook.url=urlOfHook', '--json')
    expect(renamed).toMatchObject({ code: 0, text: text.replace('id url', 'id url: urlOfHook') })
    expect(JSON.parse(renamed.stdout)).toMatchObject({ types: [], removed: [], renamed: [{ from: 'Webhook.url' }] })
    expect(await run(after, '--apply', '--rename', 'Webhook.url=')).toMatchObject({
      code: 0,
      text: text.replace('id url', 'id'),
    })
  })

  it('refuses two new names for one part', async () => {
    const { code, stderr } = await run(schema('Hook'), '--rename', 'Webhook=Hook', '--rename', 'Webhook=User')
    expect(code).toBe(2)
    expect(stderr).toContain('Webhook has two new names. Pass one.')
  })

  it.each([
    ['Webhok=Hook', '--rename Webhok=Hook: the old schema has no Webhok.'],
    ['Webhook=Hok', '--rename Webhook=Hok: the new schema has no Hok.'],
    ['User=Hook', '--rename User=Hook: the new schema still has User.'],
    ['Webhook', 'It must be an old and a new name, such as Webhook=Hook'],
  ])('refuses %s', async (rename, message) => {
    const ended = await run(schema('Hook'), '--rename', rename)
    expect(ended).toMatchObject({ code: 2, stdout: '' })
    expect(ended.stderr).toContain(message)
  })
})

describe('diff --then', () => {
  const own = () => ['--documents', file('then.graphql'), '--apply', '--then'] as const
  const write = (field: string) => writeFile(file('then.graphql'), `query Then {\n  user {\n    ${field}\n  }\n}\n`)

  it('runs the command after --apply, with its output on stderr', async () => {
    await write('id\n    nickname')
    const script = `node -e "console.log(require('fs').readFileSync(process.argv[1], 'utf8'))" "${file('then.graphql')}"`
    const { code, stdout, stderr } = await diff('breaking.graphql', ...own(), script, '--json')
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ removed: [{ what: 'User.nickname' }], types: [{ name: 'ThenQuery' }] })
    expect(stderr).toContain('query Then {\n  user {\n    id\n  }\n}')
  })

  it('ends with 1 if the command fails', async () => {
    await write('id')
    const ended = await diff('breaking.graphql', ...own(), 'node -e "process.exit(3)"', '--json')
    expect(errorOf(ended)).toMatchObject({
      code: 'SCHEMA',
      exitCode: 1,
      message: expect.stringContaining('ended with 3') as unknown,
    })
  })

  it('runs nothing in a dry run, or if a document is not valid', async () => {
    const [told, script] = [file('told.txt'), `node -e "fs.writeFileSync(process.argv[1], '')" "${file('told.txt')}"`]
    await write('id\n    nickname')
    expect(await diff('breaking.graphql', ...own(), script, '--dry-run')).toMatchObject({ code: 0 })
    await write('nickname')
    const left = await diff('breaking.graphql', ...own(), script, '--partial')
    expect(left.code).toBe(12)
    expect(left.stdout).toContain('The --then command was not run')
    await expect(readFile(told)).rejects.toThrow('ENOENT')
    await write('id')
    expect(await diff('breaking.graphql', ...own(), script)).toMatchObject({ code: 0 })
    expect(await readFile(told, 'utf8')).toBe('')
  })
})

it('diff: refuses to read both schemas from stdin', async () => {
  const ended = await command.run(['schema', 'diff', '-', '-'], { input: 'type Query { a: Int }' })
  expect(ended).toMatchObject({ code: 2, stdout: '' })
  expect(ended.stderr).toContain('Only one of the schemas can come from stdin.')
})

it('pull: names the file that it can not write', async () => {
  const out = file('nowhere/schema.graphql')
  const ended = await command.run(['schema', 'pull', old, '--out', out])
  expect(ended).toMatchObject({ code: 2, stdout: '' })
  expect(ended.stderr).toContain(`${out} can't be written: the file or its folder does not exist. Nothing was changed.`)
})

it.each([
  [['nowhere.graphql'], "nowhere.graphql can't be read: there is no such file"],
  [['own.graphql'], 'own.graphql is not a valid schema: '],
  [['safe.graphql', '--documents', 'nowhere/*.graphql'], 'No file matches nowhere/*.graphql.'],
  [['safe.graphql', '--documents', 'NOT'], "A document can't be read: Syntax Error"],
  [['safe.graphql', '--apply'], '--apply needs --documents'],
  [['safe.graphql', '--then', 'npm run codegen'], '--then needs --apply'],
  [['safe.graphql', '--markdown', '--github'], 'cannot be used with'],
])('diff: refuses %j with exit code 2', async ([name = '', ...options], message) => {
  const ended = await diff(name, ...options.map((option) => (option === 'NOT' ? file('not.graphql') : option)))
  expect(ended).toMatchObject({ code: 2, stdout: '' })
  expect(ended.stderr).toContain(message)
})
