import { createRequire } from 'node:module'
import type { CodegenConfig } from '@graphql-codegen/cli'

export default {
  schema: createRequire(import.meta.url).resolve('@labelbox-org/tools/schema.graphql'),
  documents: 'src/*.ts',
  generates: {
    'src/gql/': {
      preset: 'client',
      presetConfig: { fragmentMasking: { unmaskFunctionName: 'readFragment' } },
      config: {
        useTypeImports: true,
        importExtension: '.ts',
        scalars: { DateTime: 'string', PageSize: 'number' },
      },
    },
  },
} satisfies CodegenConfig
