import { readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { globSync } from 'tinyglobby'
import { defineConfig } from 'vitest/config'

const source = (entry: string, file: string) => ({
  find: new RegExp(`^${entry}$`),
  replacement: fileURLToPath(new URL(file, import.meta.url)),
})

/** The entries of both packages by the names that users import, resolved to the source: a build may be missing or stale. */
export const alias = [
  source('labelbox-org', 'src/index.ts'),
  source('labelbox-org/errors', 'src/errors/index.ts'),
  source('labelbox-org/operations', 'generated/operations.ts'),
  source('labelbox-org/urql', 'src/urql/index.ts'),
  source('labelbox-org/inviting', 'src/inviting/index.ts'),
  source('labelbox-org/react', 'src/react/index.ts'),
  source('labelbox-org/graphcache', 'src/graphcache/index.ts'),
  source('labelbox-org/proxy', 'src/proxy/index.ts'),
  source('labelbox-org/webhooks', 'src/webhooks/index.ts'),
  source('labelbox-org/opentelemetry', 'src/opentelemetry/index.ts'),
  source('labelbox-org/redis', 'src/redis/index.ts'),
  source('labelbox-org/undici', 'src/undici/index.ts'),
  source('labelbox-org/bulk', 'src/bulk/index.ts'),
  source('@labelbox-org/tools/sandbox', 'src/sandbox/index.ts'),
  source('@labelbox-org/tools/codegen', 'src/codegen/index.ts'),
  // The file that Node gives to packages that import graphql. graphql refuses schemas from a second copy.
  { find: /^graphql$/, replacement: 'graphql/index.js' },
]

/** For tests that hang, not for slow ones: many start processes, on busy machines. */
export const patience = {
  testTimeout: 60_000,
  hookTimeout: 60_000,
  expect: { poll: { timeout: 30_000 } },
  // CI's machine may be slow for a moment, in which a test of time fails once.
  retry: process.env['CI'] === undefined ? 0 : 1,
}

const exclude = ['**/node_modules/**', '**/*.browser.test.ts', '**/*.redis.test.ts', '**/*.runtime.test.ts']

/** What reads or changes something that all modules of a process share, or measures the process. */
const processWide =
  /\bvi\.(?!fn|waitFor|waitUntil)|\bprocess\.(?!platform|version|execPath|pid|ppid)|globalThis|\.prototype\b|packageCopy|memory|cli\/testing|\bgc\b/

/** Runs in the long form alone: `*.long.test.ts`. */
const isLongOnly = (file: string): boolean => file.includes('.long.')

/** Has a long form, or runs each test on each way to the API. */
const hasLongForm = /support\/long|\broads\b[^\n]* from /

/** Run in the long form too, as what they send depends on the type of `first`. */
const aboutPageSizes = ['test/operations.test.ts', 'test/everyMethod.test.ts', 'src/lists/paginated.test.ts']

const textOf = (file: string): string => readFileSync(new URL(file, import.meta.url), 'utf8')

/** The test files of a mode, in two groups: those that may follow each other in one process, which then loads the modules once. */
function testFiles(isLong: boolean) {
  const all = globSync('{src,scripts,examples,test}/**/*.test.{ts,tsx}', {
    cwd: fileURLToPath(new URL('.', import.meta.url)),
    ignore: exclude,
  }).filter((file) =>
    isLong ? isLongOnly(file) || aboutPageSizes.includes(file) || hasLongForm.test(textOf(file)) : !isLongOnly(file),
  )
  const shared = all.filter(
    (file) => /^(?:src|scripts)\//.test(file) && file.endsWith('.ts') && !processWide.test(textOf(file)),
  )
  return { shared, isolated: all.filter((file) => !shared.includes(file)) }
}

export default defineConfig(({ mode }) => {
  const isLong = mode === 'long'
  const { shared, isolated } = testFiles(isLong)
  return {
    resolve: { alias },
    test: {
      projects: [
        { extends: true, test: { name: 'shared', include: shared, exclude, isolate: false } },
        { extends: true, test: { name: 'isolated', include: isolated, exclude } },
      ],
      ...patience,
      // One more than cores, because many tests wait.
      maxWorkers: availableParallelism() + 1,
      // `npm run test:long` runs the long forms of what `npm test` runs short; see test/support/long.ts. Its sandboxes have the
      // other type of `first`, so that both are tested.
      env: isLong ? { LONG: '1', LABELBOX_SANDBOX_FIRST: 'Int' } : {},
      coverage: {
        include: ['core', 'transport', 'lists', 'organization', 'webhooks'].map((layer) => `src/${layer}/**/*.ts`),
        exclude: ['**/*.test.ts'],
        reporter: ['text-summary', 'html'],
        // What `npm test -- --coverage` reaches, rounded down. Never lower them.
        thresholds: { lines: 97, branches: 93, functions: 98 },
      },
    },
  }
})
