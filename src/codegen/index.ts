/**
 * Typed documents for your own operations. It needs `@graphql-codegen/cli` and `graphql`.
 *
 * @packageDocumentation
 */
import type { Types } from '@graphql-codegen/plugin-helpers'
import { userOperationsPlugin } from './operationsPlugin.ts'
import { userOperationsConfig } from './operationsConfig.ts'
import { packageFile, withPackageFragments } from './packageFragments.ts'

/**
 * Returns an output for GraphQL Code Generator: one file with typed documents for your own operations against
 * Labelbox's API. The documents work with `labelbox.execute` and any urql client, and have the scalars, open enums and
 * comments of `labelbox-org/operations`. Requires the packages `@graphql-codegen/cli` and `graphql`.
 *
 * @param documents - Globs of your `.graphql` files.
 * @param schema - Path or URL of a schema. Default: the one in this package, `labelbox-org/schema.graphql`.
 * @example
 * // codegen.ts
 * import type { CodegenConfig } from '@graphql-codegen/cli'
 * import { labelboxOperations } from 'labelbox-org/codegen'
 *
 * export default {
 *  generates: { 'src/generated.ts': labelboxOperations('src/*.graphql') },
 * } satisfies CodegenConfig
 */
export const labelboxOperations = (
  documents: string | readonly string[],
  schema = packageFile('schema.graphql'),
): CodegenOutput => ({ schema, documents: [documents].flat(), preset: preset as CodegenOutput['preset'], plugins: [] })

/** A value of `generates` in any version of GraphQL Code Generator. */
export interface CodegenOutput {
  schema: string
  documents: string[]
  /** Created and read by the generator. */
  preset: {
    /** Called by the generator. */
    buildGeneratesSection: (options: unknown) => never[]
  }
  plugins: never[]
}

const preset: Types.OutputPreset = {
  buildGeneratesSection: (options) => [
    {
      ...options,
      filename: options.baseOutputDir,
      documents: withPackageFragments(options.documents),
      plugins: [{ operations: {} }],
      pluginMap: { operations: userOperationsPlugin },
      config: userOperationsConfig(options.config),
    },
  ],
}
