// Takes a new schema: cuts what it has no longer out of graphql/, makes it the snapshot, regenerates, and says which of
// the package's types and methods are different.
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import ts from 'typescript'
import * as usage from '../generated/usage.ts'
import { exitCodes } from '../src/cli/exitCodes.ts'
import { repairText } from '../src/cli/schemaTable.ts'
import { applyTo } from '../src/schema/apply/repair.ts'
import { dependentsOf, type ChangedType } from '../src/schema/impact/changedTypes.ts'
import { distinctDefinitionsOf } from '../src/schema/files/loadDefinitions.ts'
import { readDocuments, readSdl, requireSound, toSchema } from '../src/schema/files/readFiles.ts'
import { UnreadableError } from '../src/schema/unreadableError.ts'
import { UnwritableError, writeFiles } from '../src/schema/files/writeFiles.ts'

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { 'dry-run': { type: 'boolean', default: false } },
})
const dryRun = values['dry-run']

try {
  await apply(positionals)
} catch (error) {
  if (!(error instanceof UnreadableError || error instanceof UnwritableError)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exitCode = exitCodes.usage
}

async function apply([oldFile, newFile, ...rest]: readonly string[]): Promise<void> {
  if (oldFile === undefined || newFile === undefined || rest.length > 0) {
    throw new UnreadableError('It takes two schemas: npm run -s schema:apply -- graphql/schema.graphql new.graphql')
  }
  const [before, after] = [await readSdl(oldFile), await readSdl(newFile)]
  const files = await readDocuments(['graphql/fragments/*.graphql', 'graphql/operations/*.graphql'])
  const definitions = distinctDefinitionsOf(files)
  const [old, now] = [toSchema(before, oldFile), toSchema(after, newFile)]
  for (const warning of [old, now].flatMap((each) => requireSound(each, definitions))) {
    process.stderr.write(`${warning}\n`)
  }
  const repair = applyTo(files, old.schema, now.schema)
  if (!dryRun) await writeFiles({ ...repair.changed, 'graphql/schema.graphql': after })

  process.stdout.write(repairText(repair, dryRun, undefined))
  if (repair.types.length > 0) process.stdout.write(facadeText(repair.types))
  if (repair.left.length > 0) process.exitCode = exitCodes.breaking
  else if (!dryRun) regenerate()
}

/** What is different of the package by that. */
function facadeText(changed: readonly ChangedType[]): string {
  const { types, methods } = dependentsOf(changed, usage)
  const answering = methodsAnswering(types)
  const others = methods.filter((method) => !answering.includes(method))
  const list = (names: readonly string[]) => (names.length === 0 ? 'none' : names.join(', '))
  return `Exported types that are different by that: ${list(types)}.
Methods that answer with one of them: ${list(answering)}.
Other methods that send what is different: ${list(others)}.
`
}

/** Of the facade, by the result types that it declares. */
function methodsAnswering(types: readonly string[]): string[] {
  return ['src/labelbox.ts', 'src/organization/organization.ts'].flatMap((file) => {
    const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest)
    return source.statements.filter(ts.isClassDeclaration).flatMap(({ name, members }) =>
      members
        .filter(ts.isMethodDeclaration)
        .filter(({ type }) =>
          type
            ?.getText(source)
            .match(/\w+/g)
            ?.some((word) => types.includes(word)),
        )
        .map((method) => `${name?.text ?? ''}.${method.name.getText(source)}`),
    )
  })
}

function regenerate(): void {
  const { status } = spawnSync('npm', ['run', '-s', 'codegen'], { stdio: 'inherit', shell: true })
  if (status !== 0) process.exitCode = exitCodes.failed
  else process.stdout.write('Now: npm run types, which names the code that reads what is gone, and npm test.\n')
}
