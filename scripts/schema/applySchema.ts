import { readFileSync } from 'node:fs'
import ts from 'typescript'
import * as usage from '../../src/organization/usage.ts'
import { exitCodes } from '../../src/cli/exitCodes.ts'
import { repairText } from '../../src/cli/commands/schema/schemaTables.ts'
import { applyTo } from '../../src/schema/apply/repair.ts'
import type { Files } from '../../src/schema/documents/definitions.ts'
import { distinctDefinitionsOf } from '../../src/schema/files/loadDefinitions.ts'
import { listQueries } from '../../src/schema/files/listQueries.ts'
import { readDocuments, readSdl, readTextIfThere, requireSound, toSchema } from '../../src/schema/files/readFiles.ts'
import { UnwritableError, writeFiles } from '../../src/schema/files/writeFiles.ts'
import { dependentsOf, type ChangedType, type TypeSource } from '../../src/schema/impact/changedTypes.ts'
import { impactOf } from '../../src/schema/impact/impact.ts'
import type { GivenRenames } from '../../src/schema/diff/renames.ts'
import { UnreadableError } from '../../src/schema/unreadableError.ts'
import { changedExports } from './changedExports.ts'
import { codegenError } from './codegenError.ts'
import { generatedFiles } from './generatedFiles.ts'

/** What the script prints, and its exit code. */
export interface Applied {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

export interface ApplyOptions {
  readonly dryRun?: boolean | undefined
  /** Whether to write `graphql/` also if operations need a decision; `generated/` stays as it is then. */
  readonly partial?: boolean | undefined
  /** What goes by another name, where the schemas do not say so clearly. */
  readonly renames?: GivenRenames | undefined
}

/**
 * Applies a new schema to the repository in the working directory: changes `graphql/` to what the schema has, makes it the
 * snapshot, and generates the code. Everything is written, or nothing.
 */
export async function applySchema(schemas: readonly string[], options: ApplyOptions = {}): Promise<Applied> {
  try {
    return await apply(schemas, options)
  } catch (error) {
    if (!(error instanceof UnreadableError || error instanceof UnwritableError)) throw error
    return { code: exitCodes.usage, stdout: '', stderr: `${error.message}\n` }
  }
}

async function apply(
  [oldFile, newFile, ...rest]: readonly string[],
  { dryRun = false, partial = false, renames }: ApplyOptions,
): Promise<Applied> {
  if (oldFile === undefined || newFile === undefined || rest.length > 0) {
    throw new UnreadableError('Pass two schemas: npm run -s schema:apply -- graphql/schema.graphql new.graphql')
  }
  const [before, after] = [await readSdl(oldFile), await readSdl(newFile)]
  const files = await readDocuments(['graphql/fragments/*.graphql', 'graphql/operations/*.graphql'])
  const definitions = distinctDefinitionsOf(files)
  const [old, now] = [toSchema(before, oldFile), toSchema(after, newFile)]
  const warnings = [old, now].flatMap((each) => requireSound(each, definitions))
  const repair = applyTo(files, old.schema, now.schema, { renames })
  const sources = [old, now].map(({ schema }) => ({ definitions, schema }))
  const { changes } = await impactOf(definitions, old.schema, now.schema, { ...usage, lists: listQueries() }, renames)
  const lost = [...new Set(changes.flatMap((change) => (change.class === 'breaking' ? change.filters : [])))]
  const changed = { ...repair.changed, 'graphql/schema.graphql': after }
  const isLeft = repair.left.length > 0
  const generated = isLeft ? {} : await generatedFiles(changed).catch(codegenError)
  const failure = typeof generated === 'string' ? generated : undefined
  const isWritten = !dryRun && failure === undefined && (partial || !isLeft)
  if (isWritten) await writeFiles({ ...changed, ...(typeof generated === 'string' ? {} : generated) })
  return {
    code: isLeft ? exitCodes.breaking : failure === undefined ? exitCodes.done : exitCodes.failed,
    stdout: [
      repairText(repair, { dryRun, isWritten }, undefined),
      ...(repair.types.length > 0 ? [facadeText(repair.types, sources)] : []),
      ...(typeof generated === 'string' ? [] : await exportsTexts(generated)),
      ...(lost.length > 0 ? [`Filters and orders that methods lose: ${lost.join(', ')}.\n`] : []),
      ...(isWritten ? [isLeft ? partialText : nextText] : []),
    ].join(''),
    stderr: [
      ...warnings.map((warning) => `${warning}\n`),
      ...(failure === undefined ? [] : [`Nothing was written, as codegen fails with the new schema: ${failure}\n`]),
    ].join(''),
  }
}

/** How the exports of `labelbox-org/operations` differ, a line for each kind. */
async function exportsTexts(generated: Files): Promise<string[]> {
  const file = 'generated/operations.ts'
  const now = generated[file]
  if (now === undefined) return []
  const exports = changedExports((await readTextIfThere(file)) ?? '', now)
  return (['added', 'removed', 'changed'] as const)
    .filter((how) => exports[how].length > 0)
    .map((how) => `Exports of labelbox-org/operations, ${how}: ${exports[how].join(', ')}.\n`)
}

const nextText =
  'Next: npm run codegen:examples; npm run types, which names code that uses removed fields; and npm test.\n'
const partialText =
  'generated/ is as it was, as codegen needs valid operations. Next: change the operations above, then npm run codegen.\n'

/** The exported types and methods that change with the generated types. */
function facadeText(changed: readonly ChangedType[], sources: readonly TypeSource[]): string {
  const { types, methods } = dependentsOf(changed, usage, sources)
  const returning = methodsReturning(types)
  const others = methods.filter((method) => !returning.includes(method))
  const list = (names: readonly string[]) => (names.length === 0 ? 'none' : names.join(', '))
  return `Changed exported types: ${list(types)}.
Methods that return one of them: ${list(returning)}.
Other methods with a changed operation: ${list(others)}.
`
}

/** Methods of the facade that declare one of the types as their result. */
function methodsReturning(types: readonly string[]): string[] {
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
