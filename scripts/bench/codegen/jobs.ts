import { join } from 'node:path'
import { generate } from '@graphql-codegen/cli'
import type { Types } from '@graphql-codegen/plugin-helpers'
import { diff, validate } from '@graphql-inspector/core'
import { Source } from 'graphql'
import { userOperationsPlugin } from '../../../src/codegen/operationsPlugin.ts'
import { operationsConfig } from '../../../src/codegen/operationsConfig.ts'
import { checkDocuments } from '../../../src/schema/check/checkDocuments.ts'
import { readDefinitions } from '../../../src/schema/documents/definitions.ts'
import { impactOf } from '../../../src/schema/impact/impact.ts'
import { toSchema } from '../../../src/schema/files/readFiles.ts'
import { takeSnapshot } from '../../../src/schema/pull/snapshot.ts'
import type { Subject } from './subject.ts'

/**
 * The measured jobs, and other tools that do the same. Each starts with text, as the command does, unless it needs
 * files.
 */
export const jobs = {
  pull: ({ sdl, files }) =>
    takeSnapshot(toSchema(sdl, 'schema.graphql'), undefined, { operations: files, scope: {}, usage: undefined }),
  check: ({ before, files }) => checkDocuments(readDefinitions(files), before),
  inspectorDiff: ({ before, after }) => diff(before, after),
  inspectorDiffAndValidate: async ({ before, after, files }) => {
    const sources = Object.entries(files).map(([file, text]) => new Source(text, file))
    return [await diff(before, after), validate(after, sources)]
  },
  diffWithImpact: ({ before, after, files }) => impactOf(readDefinitions(files), before, after),
  bareCodegen: (subject) =>
    generated(subject, { plugins: ['typescript-operations', 'typed-document-node'], config: configOf(subject) }),
  codegen: (subject) =>
    generated(subject, {
      plugins: [],
      preset: {
        buildGeneratesSection: (options) => [
          {
            ...options,
            filename: options.baseOutputDir,
            plugins: [{ operations: {} }],
            pluginMap: { operations: userOperationsPlugin },
            config: { ...options.config, ...configOf(subject) },
          },
        ],
      },
    }),
} as const satisfies Readonly<Record<string, (subject: Subject) => unknown>>

export type JobName = keyof typeof jobs

/** GitHub's scalars differ from Labelbox's. */
const configOf = ({ name }: Subject) => ({ ...operationsConfig, strictScalars: name === 'ours' })

const generated = ({ folder, schemaFile }: Subject, output: Types.ConfiguredOutput) =>
  generate(
    {
      schema: schemaFile,
      documents: join(folder, 'operations/*.graphql'),
      generates: { [join(folder, 'generated.ts')]: output },
      silent: true,
    },
    false,
  )
