import { buildSchema, parse } from 'graphql'
import { userOperationsPlugin } from '../../src/codegen/operationsPlugin.ts'
import { userOperationsConfig, type GivenOptions } from '../../src/codegen/operationsConfig.ts'

/** The file that `@labelbox-org/tools/codegen` generates for operations against a schema. */
export async function generatedOperations(sdl: string, operations: string, config: GivenOptions = {}): Promise<string> {
  const documents = [{ document: parse(operations) }]
  const output = await userOperationsPlugin.plugin(buildSchema(sdl), documents, userOperationsConfig(config), {
    outputFile: 'own.ts',
  })
  if (typeof output === 'string') return output
  return [...(output.prepend ?? []), output.content].join('\n')
}
