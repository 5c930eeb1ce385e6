import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { generate } from '@graphql-codegen/cli'
import { buildSchema, print } from 'graphql'
import ts from 'typescript'
import { expect, it } from 'vitest'
import { labelboxOperations } from '../../codegen/index.ts'
import { applyTo } from './repair.ts'
import { readDefinitions } from '../documents/definitions.ts'

const read = (name: string) => readFile(`src/schema/fixtures/${name}`, 'utf8')

it('generates compiling types from repaired documents', { timeout: 120_000 }, async () => {
  const names = await readdir('src/schema/fixtures/operations')
  const files = Object.fromEntries(
    await Promise.all(names.map(async (name) => [name, await read(`operations/${name}`)] as const)),
  )
  const current = await read('2026-07.graphql')
  const { changed, left } = applyTo(files, buildSchema(await read('2024-10.graphql')), buildSchema(current))
  expect(Object.keys(changed)).not.toEqual([])
  // Drops the operations that need a decision.
  const undecided = new Set(left.map(({ name }) => name))
  const kept = readDefinitions({ ...files, ...changed }).filter(
    ({ kind, name }) => kind !== 'fragment' && !undecided.has(name),
  )
  const nodes = new Set(kept.flatMap((operation) => [operation, ...operation.fragments]).map(({ node }) => node))

  // Inside the repository, so that packages resolve.
  const cache = resolve('node_modules/.cache')
  await mkdir(cache, { recursive: true })
  const folder = await mkdtemp(join(cache, 'labelbox-org-applied-'))
  try {
    const schema = join(folder, 'schema.graphql')
    await writeFile(schema, current)
    await writeFile(join(folder, 'operations.graphql'), [...nodes].map(print).join('\n\n'))
    const out = join(folder, 'generated.ts')
    const documents = join(folder, 'operations.graphql')
    await generate({ generates: { [out]: labelboxOperations(documents, schema) }, silent: true }, true)
    const text = await readFile(out, 'utf8')
    expect(text).toContain('Document')
    expect(text).not.toMatch(/intercomHash|queueMode/)
    const program = ts.createProgram([out], {
      strict: true,
      noEmit: true,
      skipLibCheck: true,
      allowImportingTsExtensions: true,
      module: ts.ModuleKind.NodeNext,
      moduleResolution: ts.ModuleResolutionKind.NodeNext,
      target: ts.ScriptTarget.ES2022,
      types: ['node'],
      // From the source: a build may be missing or outdated.
      paths: { 'labelbox-org/operations': [resolve('generated/operations.ts')] },
    })
    expect(ts.getPreEmitDiagnostics(program).map(({ messageText }) => messageText)).toEqual([])
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})
