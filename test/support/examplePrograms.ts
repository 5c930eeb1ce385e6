import { execFile } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'
import { isAbsolute, relative, resolve, sep } from 'node:path'
import { promisify } from 'node:util'
import { generate, type CodegenConfig } from '@graphql-codegen/cli'
import { createSandbox } from '@labelbox-org/tools/sandbox'

/** What an example prints, against a sandbox with four members. */
export async function printedBy(main: string): Promise<{ readonly stdout: string; readonly stderr: string }> {
  await using sandbox = await createSandbox({ users: 4 })
  const env = { ...process.env, LABELBOX_ENDPOINT: sandbox.url, LABELBOX_API_KEY: sandbox.apiKey }
  return await promisify(execFile)(process.execPath, ['--import', 'tsx', main], { env })
}

type Contents = Readonly<Record<string, string>>

/** The files that GraphQL Code Generator writes for an example, by path in its folder. */
export async function generatedIn(folder: string, config: CodegenConfig): Promise<Contents> {
  const output = (await generate({ ...config, cwd: folder, silent: true }, false)) as readonly {
    readonly filename: string
    readonly content: string
  }[]
  const nameOf = (name: string) => (isAbsolute(name) ? relative(folder, name) : name).split(sep).join('/')
  return Object.fromEntries(output.map(({ filename, content }) => [nameOf(filename), content] as const))
}

/** The files of an example that match a pattern. */
export async function filesIn(folder: string, pattern: RegExp): Promise<Contents> {
  const names = (await readdir(folder, { recursive: true })).map((name) => name.split(sep).join('/'))
  const found = names.filter((name) => pattern.test(name)).sort()
  return Object.fromEntries(
    await Promise.all(found.map(async (name) => [name, await readFile(resolve(folder, name), 'utf8')] as const)),
  )
}
