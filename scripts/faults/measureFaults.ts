import { readFile, writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { toMarkdown } from '../docs/markdownTable.ts'
import { measurementsPage, pretty } from '../docs/markedBlock.ts'
import { answerLabel, timingLabel } from './labels.ts'
import { withTables } from './guideTables.ts'
import { run, tasks, type Task } from './schedule.ts'
import { isTransportName } from './transports.ts'
import { byOperation, fullTable, summaryTable } from './table.ts'

/** Where the command prints. */
export interface Output {
  readonly stdout: { write(text: string): unknown }
  readonly stderr: { write(text: string): unknown; readonly isTTY?: boolean | undefined }
}

/**
 * Runs the command and returns its exit code. With `--write`, the tables in docs/guide/measurements.md are replaced if
 * nothing failed. With `--transport undici`, or `pipelined`, calls are sent by undici's dispatcher instead of `fetch`.
 */
export async function measureFaults(args: readonly string[], { stdout, stderr }: Output): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: { write: { type: 'boolean' }, only: { type: 'string' }, transport: { type: 'string' } },
  })
  const { write = false, only, transport = 'fetch' } = values
  if (write && only !== undefined) return fail('--write needs all results: remove --only.')
  if (!isTransportName(transport)) return fail('--transport is fetch, undici or pipelined.')
  if (write && transport !== 'fetch') return fail('--write is for the results of fetch: remove --transport.')
  const todo = tasks.filter((task) => nameOf(task).includes(only ?? ''))
  if (todo.length === 0) return fail(`No call has a name that contains "${only ?? ''}".`)

  const tell = (done: number): void => {
    if (stderr.isTTY) stderr.write(`\r${done} of ${todo.length}${done === todo.length ? '\n' : ''}`)
  }
  const results = await run(todo, tell, transport)

  const sections = [...byOperation(results)].map(([operation, own]) =>
    pretty(`## ${operation.name}\n\n${toMarkdown(fullTable(operation, own))}`),
  )
  const summary = await pretty(toMarkdown(summaryTable(results)))
  stdout.write(
    [
      `${todo.length} calls with the client's default options. Times are as measured.\n`,
      ...(await Promise.all(sections)),
      summary,
    ].join('\n'),
  )

  const complaints = results.flatMap((result) => result.complaints.map((each) => `${nameOf(result)}: ${each}.`))
  if (complaints.length > 0) return fail(complaints.join('\n'))
  if (write) {
    const file = resolve(import.meta.dirname, '../..', measurementsPage)
    await writeFile(file, await withTables(await readFile(file, 'utf8'), results))
  }
  return 0

  function fail(message: string): number {
    stderr.write(`${message}\n`)
    return 1
  }
}

const nameOf = ({ operation, faultCase }: Task): string =>
  `${operation.name} ${answerLabel(faultCase)} ${timingLabel(operation, new Set([faultCase.times]), faultCase.processing)}`
