// Introspects an endpoint into graphql/schema.graphql.
import { readFile, writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { carryOver } from '../src/schema/carryOver.ts'
import { mergeExperimental } from '../src/schema/merge.ts'
import { pullSchema } from '../src/schema/pull.ts'
import { connect } from '../src/transport/connection.ts'

const usage = `Usage: npm run schema:pull -- --endpoint URL [--out FILE] [--public-only]

  --endpoint     the GraphQL endpoint to introspect; the experimental one, /_gql in place of /graphql, is merged in
  --out          where to write; default graphql/schema.graphql
  --public-only  leave the experimental endpoint out, and what only it knows

The API key, where one is needed, is read from the environment variable LABELBOX_API_KEY.`

/** What a pull replaces in the end, so its marks and descriptions go into a new file as well. */
const snapshot = resolve(import.meta.dirname, '../graphql/schema.graphql')

async function main(): Promise<number> {
  let endpoint: string | undefined
  let out: string
  let publicOnly: boolean
  try {
    const { values } = parseArgs({
      options: { endpoint: { type: 'string' }, out: { type: 'string' }, 'public-only': { type: 'boolean' } },
    })
    endpoint = values.endpoint
    publicOnly = values['public-only'] ?? false
    out = resolve(values.out ?? snapshot)
    if (endpoint === undefined) throw new Error('--endpoint is missing.')
  } catch (error) {
    console.error(`${message(error)}\n\n${usage}`)
    return 2
  }
  try {
    const options = { endpoint, apiKey: process.env['LABELBOX_API_KEY'] }
    const pulled = publicOnly ? await pullSchema(options) : await pullBoth(options)
    const { sdl, descriptions, comments } = carryOver(pulled, (await readIfThere(out)) ?? (await readIfThere(snapshot)))
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

/** The snapshot is of both endpoints: half a pull would drop what only the experimental one knows, so it is none. */
async function pullBoth(options: { readonly endpoint: string; readonly apiKey: string | undefined }): Promise<string> {
  const { endpoint, experimentalEndpoint } = connect(options)
  const pulled = await pullSchema(options)
  if (experimentalEndpoint === endpoint) return pulled
  try {
    return mergeExperimental(pulled, await pullSchema({ ...options, endpoint: experimentalEndpoint }))
  } catch (error) {
    throw new Error(`${message(error)}\nNothing was written. --public-only pulls without the experimental endpoint.`, {
      cause: error,
    })
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
  return error instanceof TypeError && error.cause instanceof Error
    ? `${error.message}: ${error.cause.message}`
    : error.message
}

process.exitCode = await main()
