import { createRequire } from 'node:module'
import type { Types } from '@graphql-codegen/plugin-helpers'
import { userOperationsPlugin } from './operationsPlugin.ts'
import { userOperationsConfig } from './operationsConfig.ts'

/**
 * An output of GraphQL Code Generator for operations of your own against Labelbox's API: one file, with typed documents
 * that run through `labelbox.execute` and any urql client, with the same scalars, open enums and comments as those of
 * `labelbox-org/operations`. It needs the packages `@graphql-codegen/cli` and `graphql`.
 *
 * @param documents - Globs of your `.graphql` files.
 * @param schema - By default the schema that this package ships, `labelbox-org/schema.graphql`.
 * @example
 * // codegen.ts
 * import type { CodegenConfig } from '@graphql-codegen/cli'
 * import { labelboxOperations } from 'labelbox-org/codegen'
 *
 * export default {
 *   generates: { 'src/generated.ts': labelboxOperations('src/*.graphql') },
 * } satisfies CodegenConfig
 */
export const labelboxOperations = (
  documents: string | readonly string[],
  schema = createRequire(import.meta.url).resolve('labelbox-org/schema.graphql'),
): CodegenOutput => ({ schema, documents: [documents].flat(), preset: preset as CodegenOutput['preset'], plugins: [] })

/** An output as every version of GraphQL Code Generator takes it: a value of `generates`. */
export interface CodegenOutput {
  schema: string
  documents: string[]
  /** Made and read by the generator. */
  preset: { buildGeneratesSection: (options: unknown) => never[] }
  plugins: never[]
}

const preset: Types.OutputPreset = {
  buildGeneratesSection: (options) => [
    {
      ...options,
      filename: options.baseOutputDir,
      plugins: [{ operations: {} }],
      pluginMap: { operations: userOperationsPlugin },
      config: userOperationsConfig(options.config),
    },
  ],
}
