import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { generate } from '@graphql-codegen/cli'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { typeErrors } from '../../test/support/typeErrors.ts'
import { labelboxOperations } from './index.ts'

const documents = {
  'src/members/newest.graphql': 'query Newest { organization { id users(first: 3) { ...Person } } }',
  'src/members/person.graphql': 'fragment Person on User { ...User orgRole { ...RoleName } }',
  'src/role.graphql': 'fragment RoleName on Role { name } query Roles { roles { ...RoleName } }',
  'src/tag.graphql':
    'mutation Tag($text: String!) { createResourceTag(input: { text: $text, color: "ff0000" }) { id } }',
}

let folder = ''
beforeEach(() => {
  // Inside the repository, where the generator finds plugins and presets.
  mkdirSync('test/.snippets', { recursive: true })
  folder = resolve(mkdtempSync('test/.snippets/own-'))
  for (const [name, text] of Object.entries(documents)) {
    const path = join(folder, name)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, text)
  }
})
afterEach(() => rmSync(folder, { recursive: true }))

/** The files that are generated for an output, by path. */
async function generated(output: string, given: object = {}): Promise<Readonly<Record<string, string>>> {
  const generates = { [output]: { ...labelboxOperations('src/**/*.graphql'), ...given } }
  const files = (await generate({ generates, cwd: folder, silent: true }, false)) as readonly {
    readonly filename: string
    readonly content: string
  }[]
  const nameOf = (name: string) => (name.startsWith(folder) ? relative(folder, name) : name).split(sep).join('/')
  return Object.fromEntries(files.map(({ filename, content }) => [nameOf(filename), content]))
}

/** The same files with their whole paths. */
const inPlace = (files: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(files).map(([name, text]) => [join(folder, name), text]))

const beside = (given: object = {}) => generated('src/', { presetConfig: { cwd: folder, ...given } })

describe('an output that is a folder', () => {
  it('has a file beside each document, and a list of the trusted documents', async () => {
    const files = await beside()
    expect(Object.keys(files).sort()).toEqual([
      'src/members/newest.generated.ts',
      'src/members/person.generated.ts',
      'src/role.generated.ts',
      'src/tag.generated.ts',
      'src/trustedDocuments.ts',
    ])
    expect(typeErrors(inPlace(files))).toEqual([])
    const exported = (name: string) =>
      [...(files[name] ?? '').matchAll(/^export const (\w+)/gm)].map(([, each]) => each)
    expect(exported('src/members/newest.generated.ts')).toEqual(['NewestDocument'])
    expect(exported('src/members/person.generated.ts')).toEqual(['PersonFragmentDoc'])
    expect(exported('src/role.generated.ts')).toEqual(['RoleNameFragmentDoc', 'RolesDocument'])
    expect(files['src/trustedDocuments.ts']).toContain("import { NewestDocument } from './members/newest.generated'\n")
  })

  it('lists the same trusted documents as a file', async () => {
    const idsIn = (text = '') => [...text.matchAll(/\{ document: .*/g)].map(([line]) => line).sort()
    const [{ 'src/trustedDocuments.ts': list }, { 'own.ts': file }] = await Promise.all([beside(), generated('own.ts')])
    expect(idsIn(list)).toHaveLength(3)
    expect(idsIn(list)).toEqual(idsIn(file))
  })

  it('has an extension, a folder and imports of your choice', async () => {
    const config = { importExtension: '.js' }
    const files = await generated('src/', {
      config,
      presetConfig: { cwd: folder, extension: '.gql.ts', folder: '__generated__' },
    })
    expect(Object.keys(files)).toContain('src/members/__generated__/newest.gql.ts')
    expect(files['src/trustedDocuments.ts']).toContain("from './members/__generated__/newest.gql.js'\n")
  })

  it.each([
    [{ baseTypesPath: 'types.ts' }, /cannot honor presetConfig\.baseTypesPath/],
    [{ extension: '.js' }, /extension must end with '\.ts'/],
  ])('refuses presetConfig %j', async (given, message) => {
    await expect(beside(given)).rejects.toThrow(message)
  })

  it('refuses types that refer to types of other files', async () => {
    const given = { config: { inlineFragmentTypes: 'mask' }, presetConfig: { cwd: folder } }
    await expect(generated('src/', given)).rejects.toThrow('inlineFragmentTypes: "mask" needs all types in one file')
  })
})

describe('an output that is a file', () => {
  it.each(['combine', 'mask'])('has the fragments of the package too with inlineFragmentTypes: %j', async (inline) => {
    const files = await generated('own.ts', { config: { inlineFragmentTypes: inline } })
    expect(files['own.ts']).toContain('export const UserFragmentDoc')
    expect(typeErrors(files)).toEqual([])
  })

  it('runs other plugins beside, such as add', async () => {
    const files = await generated('own.ts', { plugins: [{ add: { content: '// Ours.' } }] })
    expect(files['own.ts']).toMatch(/^\/\/ Ours\.$/m)
  })

  it.each(['typescript-operations', 'typed-document-node', 'typescript'])('refuses the plugin %s', async (plugin) => {
    await expect(generated('own.ts', { plugins: [plugin] })).rejects.toThrow(`Remove ${plugin} from the plugins`)
  })

  it('names the options that it cannot honor', async () => {
    const config = { documentMode: 'string', noExport: true }
    await expect(generated('own.ts', { config })).rejects.toThrow(/^- documentMode: [^]*^- noExport: /m)
  })

  it('refuses settings of a folder', async () => {
    await expect(generated('own.ts', { presetConfig: { extension: '.gql.ts' } })).rejects.toThrow(
      /presetConfig\.extension/,
    )
  })
})

describe('spread over another preset, labelboxOperations', () => {
  const other = { buildGeneratesSection: (options: object) => [{ ...options, filename: 'own.ts' }] }
  it.each([
    ['a preset', { preset: other }],
    ['the preset client', { preset: 'client' }],
    ['no preset', { preset: undefined, plugins: ['typescript-operations'] }],
  ])('refuses %s', async (_, given) => {
    await expect(generated('generated/', given)).rejects.toThrow(/is a preset itself, so its output takes no other one/)
  })
})
