import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildSchema, introspectionFromSchema } from 'graphql'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { applyTo } from '../apply/repair.ts'
import { definitionsFrom } from './loadDefinitions.ts'
import { readDocuments, readSchema, readSdl, readTextIfThere, toSchema } from './readFiles.ts'
import { UnreadableError } from '../unreadableError.ts'
import { takeSnapshot } from '../pull/snapshot.ts'
import { UnwritableError, writeFiles } from './writeFiles.ts'

let folder = ''
const file = (name: string): string => join(folder, name)
const text = 'query A { a }\n'

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'labelbox-org-schema-read-'))
  for (const name of ['own/deep', 'own/node_modules/other', 'outside', 'bytes', 'empty']) {
    await mkdir(file(name), { recursive: true })
  }
  await Promise.all([
    writeFile(file('own/deep/a.graphql'), text),
    writeFile(file('own/node_modules/other/b.graphql'), text),
    writeFile(file('outside/c.graphql'), text),
    writeFile(file('bytes/latin.graphql'), Buffer.from('# caf\xe9\nquery A { a }\n', 'latin1')),
    writeFile(file('bytes/bom.graphql'), '\uFEFFquery A { a gone }\n'),
    writeFile(
      file('bytes/bom.json'),
      `\uFEFF${JSON.stringify(introspectionFromSchema(buildSchema('type Query { a: Int }')))}`,
    ),
    writeFile(file('empty/comment.graphql'), '# Nothing is left.\n'),
    writeFile(file('empty/empty.graphql'), ''),
    writeFile(file('empty/a.graphql'), text),
  ])
  await symlink(file('outside'), file('own/link'))
  await symlink(file('outside/c.graphql'), file('own/c.graphql'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const namesOf = async (...patterns: readonly string[]) =>
  Object.keys(await readDocuments(patterns.map((pattern) => pattern.replace(/^!?/, `$&${folder}/`)))).map((name) =>
    name.replace(/.*\/(own|outside)\//, '$1/'),
  )

describe('readDocuments', () => {
  it('skips symbolic links and node_modules in patterns', async () => {
    expect(await namesOf('own/**/*.graphql')).toEqual(['own/deep/a.graphql'])
  })

  it('reads a complete file name in any folder', async () => {
    expect(await namesOf('own/node_modules/other/b.graphql')).toEqual(['own/node_modules/other/b.graphql'])
    expect(await namesOf('own/c.graphql', 'own/**/*.graphql')).toEqual(['own/c.graphql', 'own/deep/a.graphql'])
  })

  it('skips excluded files', async () => {
    expect(await namesOf('{own,outside}/**/*.graphql', '!own/**')).toEqual(['outside/c.graphql'])
    await expect(namesOf('own/c.graphql', '!own/**')).rejects.toThrow(UnreadableError)
  })

  it('rejects files that are not UTF-8', async () => {
    for (const read of [readSchema, readTextIfThere, (name: string) => readDocuments([name])]) {
      await expect(read(file('bytes/latin.graphql'))).rejects.toThrow(/latin\.graphql can't be read: it is not UTF-8$/)
    }
  })

  it('keeps a byte order mark', async () => {
    const files = await readDocuments([file('bytes/bom.graphql')])
    const before = buildSchema('type Query { a: Int gone: [T] } type T { gone: Int }')
    expect(Object.values(files)).toEqual(['\uFEFFquery A { a gone }\n'])
    expect(applyTo(files, before, before).changed).toEqual({})
    expect((await readSchema(file('bytes/bom.json'))).schema.getQueryType()?.name).toBe('Query')
  })

  it('reads a snapshot without the line ends of Windows', async () => {
    await writeFile(file('windows.graphql'), 'type Query {\r\n  a: Int # inferred: type name\r\n}\r\n')
    for (const read of [readSdl, readTextIfThere]) {
      expect(await read(file('windows.graphql'))).toBe('type Query {\n  a: Int # inferred: type name\n}\n')
    }
  })

  it('accepts files without definitions', async () => {
    const patterns = [file('empty/*.graphql')]
    expect((await definitionsFrom(patterns)).map(({ name }) => name)).toEqual(['A'])
    const operations = await readDocuments(patterns)
    const schema = toSchema('type Query { a: Int }', 'a schema')
    const { sdl } = await takeSnapshot(schema, undefined, { operations, scope: {}, usage: undefined })
    expect(sdl).toContain('a: Int')
  })
})

describe('writeFiles', () => {
  it('changes nothing if a file cannot be written, and names it with the reason', async () => {
    const [first, second, third, last] = ['w1.graphql', 'outside', 'w3.graphql', 'w5.graphql'].map(file)
    if (!first || !second || !third || !last) throw new Error('There are four files.')
    await writeFiles({ [first]: 'a', [third]: 'b' })
    const failed = await writeFiles({ [last]: 'new', [first]: 'c', [third]: '', [second]: 'd' }).catch(
      (error: unknown) => error,
    )
    expect(failed).toBeInstanceOf(UnwritableError)
    expect((failed as Error).message).toBe(`${second} can't be written: EISDIR. Nothing was changed.`)
    expect(await Promise.all([first, third, last].map(readTextIfThere))).toEqual(['a', 'b', undefined])
  })

  it('deletes a file whose text is empty', async () => {
    await writeFiles({ [file('w4.graphql')]: 'a' })
    await writeFiles({ [file('w4.graphql')]: '\n' })
    expect(await readTextIfThere(file('w4.graphql'))).toBeUndefined()
  })
})
