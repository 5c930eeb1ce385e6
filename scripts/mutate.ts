// Changes code in many small ways, one at a time, and runs the tests of its folder against each change:
// `npm run mutate -- webhooks`, or `src/lists/refine.ts` for one file. A change that no test notices has survived.
import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { Stryker } from '@stryker-mutator/core'
import { linesOf, score, survivors, type Report } from './mutate/survivors.ts'
import { targetsOf } from './mutate/targets.ts'

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    /** Patterns of further tests, where code is tested outside its folder. */
    tests: { type: 'string', multiple: true, default: [] },
    concurrency: { type: 'string', default: '1' },
    /** Tries again only the lines on which a change survived the last run. */
    survivors: { type: 'boolean', default: false },
  },
})

for (const { folder, mutate } of targetsOf(positionals, [
  'core',
  'transport',
  'lists',
  'proxy',
  'webhooks',
  'schema',
])) {
  const started = performance.now()
  const report = `coverage/mutate-${folder}.json`
  const chosen = values.survivors ? linesOf(JSON.parse(readFileSync(report, 'utf8')) as Report) : mutate
  process.env['MUTATE_TESTS'] = JSON.stringify([`src/${folder}/**/*.test.{ts,tsx}`, ...values.tests])
  const changes = await new Stryker({
    mutate: [...chosen],
    testRunner: 'vitest',
    plugins: ['@stryker-mutator/vitest-runner'],
    vitest: { configFile: 'scripts/mutate/vitest.config.ts', related: false },
    concurrency: Number(values.concurrency),
    // Stryker can't copy links to folders.
    ignorePatterns: ['dist', 'docs', 'coverage', 'packages/tools/graphql', 'packages/tools/schemas'],
    // Else each file gets one more line, and tests that read the lines of a file fail.
    disableTypeChecks: false,
    // What runs while a module loads would need all tests again for each change.
    ignoreStatic: true,
    reporters: ['progress-append-only', 'json'],
    jsonReporter: { fileName: report },
    allowEmpty: false,
    tempDirName: `coverage/mutate-${folder}`,
  }).runMutationTest()
  for (const line of survivors(changes)) console.log(line)
  const minutes = ((performance.now() - started) / 60_000).toFixed(1)
  console.log(`${folder}: ${score(changes)} It took ${minutes} minutes.`)
}
