// Introspects an endpoint into graphql/schema.graphql.
import { readFile, writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { carryOver } from '../src/schema/carryOver.ts'
import { pullSchema } from '../src/schema/pull.ts'

const usage = `Usage: npm run schema:pull -- --endpoint URL [--out FILE]

  --endpoint  the GraphQL endpoint to introspect
  --out       where to write; default graphql/schema.graphql

The API key, where one is needed, is read from the environment variable LABELBOX_API_KEY.`

async function main(): Promise<number> {
  let endpoint: string | undefined
  let out: string
  try {
    const { values } = parseArgs({ options: { endpoint: { type: 'string' }, out: { type: 'string' } } })
    endpoint = values.endpoint
    out = resolve(values.out ?? resolve(import.meta.dirname, '../graphql/schema.graphql'))
    if (endpoint === undefined) throw new Error('--endpoint is missing.')
  } catch (error) {
    console.error(`${message(error)}\n\n${usage}`)
    return 2
  }
  try {
    const pulled = await pullSchema({ endpoint, apiKey: process.env['LABELBOX_API_KEY'] })
    const { sdl, descriptions, comments } = carryOver(pulled, await readIfThere(out))
    await writeFile(out, sdl)
    console.log(`Wrote ${out}.`)
    if (descriptions > 0) console.log(`${descriptions} descriptions that the server lacks were kept.`)
    if (comments > 0) {
      console.log(
        `${comments} comments at line ends were kept. An "inferred" that the real API has settled goes by hand.`,
      )
    }
    return 0
  } catch (error) {
    console.error(message(error))
    return 1
  }
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

/** `fetch` says "fetch failed" and keeps the reason in `cause`. */
function message(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message
}

process.exitCode = await main()
