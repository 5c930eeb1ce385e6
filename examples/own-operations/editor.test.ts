import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import graphqlPlugin from '@graphql-eslint/eslint-plugin'
import { ESLint } from 'eslint'
import { Kind } from 'graphql'
import { loadConfig } from 'graphql-config'
import { afterAll, beforeAll, expect, it } from 'vitest'

const rules = ['fields-on-correct-type', 'known-directives', 'known-fragment-names', 'require-selections']

/** A project that has installed the package, and has the example's configuration. */
const project = mkdtempSync(join(tmpdir(), 'labelbox-org-editor-'))
beforeAll(() => {
  for (const folder of ['node_modules/@labelbox-org', 'src']) mkdirSync(join(project, folder), { recursive: true })
  symlinkSync(join(process.cwd(), 'packages/tools'), join(project, 'node_modules/@labelbox-org/tools'))
  symlinkSync(join(process.cwd(), 'node_modules/graphql'), join(project, 'node_modules/graphql'))
  copyFileSync('examples/own-operations/graphql.config.cjs', join(project, 'graphql.config.cjs'))
})
afterAll(() => rmSync(project, { recursive: true, force: true }))

it('an editor finds the schema, the scalars, the directives and the fragments by graphql.config', async () => {
  writeFileSync(join(project, 'src/own.graphql'), 'query Own { user { ...User } }')
  const config = await loadConfig({ rootDir: project })
  const schema = await config?.getDefault().getSchema()
  const documents = await config?.getDefault().getDocuments()

  expect(schema?.getType('DateTime')).toBeDefined()
  expect(schema?.getDirective('_optional')).toBeDefined()
  const names = documents?.flatMap(({ document }) =>
    (document?.definitions ?? []).flatMap((each) => (each.kind === Kind.FRAGMENT_DEFINITION ? [each.name.value] : [])),
  )
  expect(names).toEqual(expect.arrayContaining(['User', 'Organization', 'Webhook']))
})

it('graphql-eslint accepts a fragment of the package and directives of clients, and names mistakes', async () => {
  const eslint = new ESLint({
    cwd: project,
    overrideConfigFile: true,
    overrideConfig: [
      {
        files: ['**/*.graphql'],
        languageOptions: { parser: graphqlPlugin.parser },
        plugins: { '@graphql-eslint': graphqlPlugin as never },
        rules: Object.fromEntries(rules.map((rule) => [`@graphql-eslint/${rule}`, 'error'])),
      },
    ],
  })
  const messages = async (text: string) => {
    writeFileSync(join(project, 'src/own.graphql'), text)
    const [result] = await eslint.lintFiles(['src/own.graphql'])
    return result?.messages.map(({ message }) => message)
  }

  expect(await messages('query Own {\n  user {\n    id\n    ...User\n    nickname @_optional\n  }\n}\n')).toEqual([])
  expect(await messages('query Own {\n  user {\n    id\n    nickName\n  }\n}\n')).toEqual([
    expect.stringContaining('Cannot query field "nickName"') as unknown,
  ])
})
