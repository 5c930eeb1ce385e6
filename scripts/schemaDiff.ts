// Prints what changed between two schemas, and which of our operations it breaks.
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { buildSchema, Source } from 'graphql'
import { diffSchemas } from '../src/schema/diff.ts'
import { brokenOperations, readOperations } from '../src/schema/impact.ts'
import { report } from '../src/schema/report.ts'

const usage = `Usage: npm run schema:diff -- OLD NEW

  OLD, NEW  schema files (SDL)

Exit code: 0 when every operation of graphql/ validates against NEW, 1 when one does not, 2 when it could not be asked.`

async function main(): Promise<number> {
  try {
    const { positionals } = parseArgs({ allowPositionals: true, options: {} })
    const [oldFile, newFile, ...rest] = positionals
    if (oldFile === undefined || newFile === undefined || rest.length > 0) throw new Error('Two files are compared.')
    const [before, after] = await Promise.all([readSchema(oldFile), readSchema(newFile)])
    const operations = await readOperations(resolve(import.meta.dirname, '../graphql'))
    const broken = brokenOperations(operations, before, after)
    console.log(report(await diffSchemas(before, after), broken, operations.length))
    return broken.length > 0 ? 1 : 0
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`)
    return 2
  }
}

const readSchema = async (file: string) => buildSchema(new Source(await readFile(file, 'utf8'), file))

process.exitCode = await main()
