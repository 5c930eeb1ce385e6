import { rm } from 'node:fs/promises'
import { median } from '../numbers.ts'
import { row } from '../row.ts'
import { interleaved } from '../rounds.ts'
import { consumerNames, writeConsumer, type ConsumerName } from './consumers.ts'
import { subjectOf } from './subject.ts'
import { typeCheck, type TypeCheck } from './typeCheck.ts'

const operations = 100

/** Compares the type check of a program with many operations, by what types its documents, and prints a table. */
export async function compareTypeChecks(rounds: number): Promise<void> {
  const subject = await subjectOf('ours', operations)
  try {
    const checks = new Map<ConsumerName, TypeCheck[]>(consumerNames.map((name) => [name, []]))
    const folders = new Map<ConsumerName, string>()
    for (const name of consumerNames) folders.set(name, await writeConsumer(subject, name))
    const ways = Object.fromEntries(
      consumerNames.map((name) => [
        name,
        async () => {
          const check = await typeCheck(folders.get(name) ?? '')
          checks.get(name)?.push(check)
          return check.checkSeconds
        },
      ]),
    ) as Record<ConsumerName, () => Promise<number>>
    await interleaved(ways, rounds)

    console.log(
      `A program with ${operations} operations on the schema of this package, checked by TypeScript: seconds of`,
    )
    console.log(`the checker and in all, instantiations of types, and megabytes. Medians of ${rounds} rounds.\n`)
    console.log(row('', ['check', 'total', 'types', 'memory']))
    for (const [name, own] of checks) {
      const of = (figure: keyof TypeCheck): number => median(own.map((check) => check[figure]))
      console.log(
        row(name, [of('checkSeconds').toFixed(2), of('totalSeconds').toFixed(2), of('instantiations'), of('memory')]),
      )
    }
    console.log()
  } finally {
    await rm(subject.folder, { recursive: true, force: true })
  }
}
