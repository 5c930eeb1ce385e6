// Generates the code of the examples that have operations of their own: `npm run codegen:examples`.
import { resolve } from 'node:path'
import { generate } from '@graphql-codegen/cli'
import clientPreset from '../examples/client-preset/codegen.ts'
import nearOperationFile from '../examples/near-operation-file/codegen.ts'
import ownOperations from '../examples/own-operations/codegen.ts'

const configs = {
  'client-preset': clientPreset,
  'near-operation-file': nearOperationFile,
  'own-operations': ownOperations,
}
const root = process.cwd()
for (const [name, config] of Object.entries(configs)) {
  process.chdir(resolve(root, 'examples', name))
  await generate({ ...config, silent: true }, true)
}
