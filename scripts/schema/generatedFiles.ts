import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { generateOutput } from '@gql.tada/cli-utils'
import { generate } from '@graphql-codegen/cli'
import config from '../../codegen.ts'
import type { Files } from '../../src/schema/documents/definitions.ts'
import { codegenError } from './codegenError.ts'

/** What gql.tada makes of the schema, for the example. */
const exampleTypes = 'examples/gql-tada/graphql-env.d.ts'

/**
 * What codegen makes of the working directory with changes that are not written yet.
 *
 * @param changes - Files of `graphql/`; an empty text stands for a file that goes.
 * @throws Error with the reason if codegen fails.
 */
export async function generatedFiles(changes: Files): Promise<Files> {
  const root = await mkdtemp(join(tmpdir(), 'labelbox-org-generated-'))
  try {
    await cp('graphql', join(root, 'graphql'), { recursive: true })
    for (const [file, text] of Object.entries(changes)) {
      await (text.trim() === '' ? rm(join(root, file)) : writeFile(join(root, file), text))
    }
    const outputs = (await generate({ ...config, cwd: root, config: { root }, silent: true }, false)) as {
      readonly filename: string
      readonly content: string
    }[]
    const generated = outputs.map(({ filename, content }) => [filename, content] as const)
    return Object.fromEntries([...generated, [exampleTypes, await typesOfExample(root)]])
  } catch (error) {
    throw new Error(codegenError(error, root), { cause: error })
  } finally {
    await rm(root, { recursive: true, force: true })
  }
}

async function typesOfExample(root: string): Promise<string> {
  const folder = join(root, 'example')
  const [tsconfig, output] = [join(folder, 'tsconfig.json'), join(folder, 'graphql-env.d.ts')]
  const plugin = {
    name: 'gql.tada/ts-plugin',
    schema: '../graphql/schema.graphql',
    tadaOutputLocation: './graphql-env.d.ts',
  }
  await mkdir(folder)
  await writeFile(tsconfig, JSON.stringify({ compilerOptions: { plugins: [plugin] }, include: ['.'] }))
  await generateOutput({ output, tsconfig, silent: true })
  return readFile(output, 'utf8')
}
