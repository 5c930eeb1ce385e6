// `@labelbox-org/tools/codegen`: a typed document for a user's own operation, through import and require.
import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import { generate } from '@graphql-codegen/cli'
import * as esm from '@labelbox-org/tools/codegen'

for (const { labelboxOperations } of [esm, createRequire(import.meta.url)('@labelbox-org/tools/codegen')]) {
  const generates = { 'generated.ts': labelboxOperations('seats.graphql') }
  const [output] = await generate({ generates, silent: true }, false)
  assert.match(output.content, /export const SeatsDocument = /)
  assert.match(output.content, /readonly remaining: number/)
  assert.doesNotMatch(output.content, /from '(?!labelbox-org\/operations)/)
}
