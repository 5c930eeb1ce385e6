import js from '@eslint/js'
import graphql from '@graphql-eslint/eslint-plugin'
import regexp from 'eslint-plugin-regexp'
import tseslint from 'typescript-eslint'

const typescript = ['**/*.{ts,tsx}']

export default tseslint.config(
  {
    ignores: [
      'generated/**',
      '**/{generated,*.generated}.ts',
      'examples/near-operation-file/src/trustedDocuments.ts',
      'examples/client-preset/src/gql/**',
      '**/dist/**',
      'coverage/**',
      'docs/.vitepress/{cache,dist,.temp}/**',
      'graphql/schema.graphql',
      'scripts/package/mistakes.ts',
      // `next build` checks it, where its packages are installed.
      'examples/next/**',
      'examples/gql-tada/graphql-env.d.ts',
    ],
  },
  { files: ['**/*.{js,ts,tsx}'], ...js.configs.recommended },
  ...tseslint.configs.strictTypeChecked.map((config) => ({ ...config, files: typescript })),
  {
    files: typescript,
    // With `projectService`, each example's own tsconfig would load the source again.
    languageOptions: { parserOptions: { project: './tsconfig.json', tsconfigRootDir: import.meta.dirname } },
    rules: {
      // Numbers and booleans read well in a template.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      // `noPropertyAccessFromIndexSignature` requires brackets where this rule requires dots.
      '@typescript-eslint/dot-notation': 'off',
      // Documents are plain objects with string kinds: the runtime path never imports graphql's enums.
      '@typescript-eslint/no-unsafe-enum-comparison': 'off',
      '@typescript-eslint/no-unsafe-enum-assignment': 'off',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      // An interface that only extends a generated type gives it a name, which editors and errors show.
      '@typescript-eslint/no-empty-object-type': ['error', { allowInterfaces: 'with-single-extends' }],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      // Event handlers and promises use `() => void` around a call.
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
    },
  },
  {
    // Text from a server, a file or a user may be long, so regular expressions must run in linear time.
    files: ['**/*.{js,ts,tsx}'],
    ignores: ['**/*.test.ts', '**/*.test-d.ts', '**/testing*.ts', 'test/**', '*.config.ts'],
    plugins: { regexp },
    rules: {
      'regexp/no-super-linear-backtracking': ['error', { report: 'potential' }],
      'regexp/no-super-linear-move': ['error', { report: 'potential', ignorePartial: false, ignoreSticky: false }],
      // The rules above check constant patterns only.
      'no-restricted-syntax': [
        'error',
        {
          selector: ':function :matches(NewExpression, CallExpression)[callee.name="RegExp"]',
          message: 'Build the pattern once, from constants. Search for variable text with string methods.',
        },
      ],
    },
  },
  { files: ['**/*.js'], languageOptions: { globals: { console: 'readonly', process: 'readonly' } } },
  { files: ['examples/script-tag/*.js'], languageOptions: { globals: { document: 'readonly' } } },
  {
    files: ['graphql/{fragments,operations}/*.graphql'],
    languageOptions: {
      parser: graphql.parser,
      parserOptions: {
        graphQLConfig: {
          schema: './graphql/schema.graphql',
          documents: ['graphql/fragments/*.graphql', 'graphql/operations/*.graphql'],
        },
      },
    },
    plugins: { '@graphql-eslint': graphql },
    rules: {
      ...graphql.configs['flat/operations-recommended'].rules,
      // Operations are named after the facade's methods, `getRoles` for example, one in each file.
      '@graphql-eslint/naming-convention': [
        'error',
        { VariableDefinition: 'camelCase', OperationDefinition: 'PascalCase', FragmentDefinition: 'PascalCase' },
      ],
      '@graphql-eslint/match-document-filename': [
        'error',
        { query: 'camelCase', mutation: 'camelCase', fragment: 'camelCase' },
      ],
      '@graphql-eslint/no-anonymous-operations': 'error',
      '@graphql-eslint/no-deprecated': 'error',
      '@graphql-eslint/no-duplicate-fields': 'error',
      '@graphql-eslint/no-unused-fragments': 'error',
      '@graphql-eslint/no-unused-variables': 'error',
      '@graphql-eslint/require-selections': 'error',
      '@graphql-eslint/unique-fragment-name': 'error',
      '@graphql-eslint/unique-operation-name': 'error',
      '@graphql-eslint/lone-executable-definition': 'error',
    },
  },
  {
    // They leave the id of the caller's role out: no source shows that it can be read.
    files: ['graphql/operations/getPermissions.graphql', 'graphql/operations/getRolePermissions.graphql'],
    rules: { '@graphql-eslint/require-selections': 'off' },
  },
)
