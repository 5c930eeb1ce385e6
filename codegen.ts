import type { CodegenConfig } from '@graphql-codegen/cli'
import { preset } from './src/codegen/preset.ts'

const config: CodegenConfig = {
  schema: 'graphql/schema.graphql',
  documents: ['graphql/fragments/*.graphql', 'graphql/operations/*.graphql'],
  generates: { 'generated/': { preset } },
}

export default config
