import { readFile } from 'node:fs/promises'
import { generate } from '@graphql-codegen/cli'
import config from '../../codegen.ts'

/** The files of `generated/` that codegen would write differently. Line ends don't count. */
export async function staleFiles(documents = config.documents ?? []): Promise<readonly string[]> {
  const outputs = (await generate({ ...config, documents, silent: true }, false)) as {
    readonly filename: string
    readonly content: string
  }[]
  const found = await Promise.all(
    outputs.map(async ({ filename, content }) => {
      const current = await readFile(filename, 'utf8').catch(() => undefined)
      return current?.replaceAll('\r\n', '\n') === content ? [] : [filename]
    }),
  )
  return found.flat()
}
