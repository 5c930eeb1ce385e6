// Every fault of the sandbox's against every kind of operation, through the client as users have it.
import { readFile, writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { pretty, withTables } from './faults/readme.ts'
import { run, tasks, type Task } from './faults/schedule.ts'
import { byOperation, fullTable, summaryTable, toMarkdown } from './faults/table.ts'
import { answerLabel, timingLabel } from './faults/labels.ts'

const { values } = parseArgs({ options: { write: { type: 'boolean' }, only: { type: 'string' } } })
if (values.write && values.only !== undefined) throw new Error('--write takes all of it: leave --only out.')

const nameOf = ({ operation, faultCase }: Task): string =>
  `${operation.name} ${answerLabel(faultCase)} ${timingLabel(operation, new Set([faultCase.times]), faultCase.processing)}`
const todo = tasks.filter((task) => nameOf(task).includes(values.only ?? ''))
if (todo.length === 0) throw new Error('There is nothing by that name.')

const results = await run(todo, (done) => {
  if (process.stderr.isTTY) process.stderr.write(`\r${done} of ${todo.length}${done === todo.length ? '\n' : ''}`)
})

console.log(`${todo.length} calls, with the client's default options and all times as measured.\n`)
for (const [operation, own] of byOperation(results)) {
  console.log(await pretty(`## ${operation.name}\n\n${toMarkdown(fullTable(operation, own))}`))
}
console.log(await pretty(toMarkdown(summaryTable(results))))

const complaints = results.flatMap((result) => result.complaints.map((complaint) => `${nameOf(result)}: ${complaint}.`))
for (const complaint of complaints) console.error(complaint)
if (complaints.length > 0) {
  process.exitCode = 1
} else if (values.write) {
  const file = resolve(import.meta.dirname, '../README.md')
  await writeFile(file, await withTables(await readFile(file, 'utf8'), results))
}
