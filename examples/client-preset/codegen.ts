import type { CodegenConfig } from '@graphql-codegen/cli'

export default {
  // In your project: './node_modules/labelbox-org/graphql/schema.graphql'
  schema: '../../graphql/schema.graphql',
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
