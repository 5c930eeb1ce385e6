// Changes code in many small ways, one at a time, and runs the tests of its folder against each change:
// `npm run mutate -- webhooks`, or `src/lists/refine.ts` for one file. A change that no test notices has survived.
import { parseArgs } from 'node:util'
import { Stryker } from '@stryker-mutator/core'
import { score, survivors } from './mutate/survivors.ts'
import { targetsOf } from './mutate/targets.ts'

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    /** Patterns of further tests, where code is tested outside its folder. */
    tests: { type: 'string', multiple: true, default: [] },
    concurrency: { type: 'string', default: '1' },
    /** Tries only changes whose code or tests differ from the last run, and those that survived it. */
    changed: { type: 'boolean', default: false },
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
  process.env['MUTATE_TESTS'] = JSON.stringify([`src/${folder}/**/*.test.{ts,tsx}`, ...values.tests])
  const changes = await new Stryker({
    mutate: [...mutate],
    testRunner: 'vitest',
    plugins: ['@stryker-mutator/vitest-runner'],
    vitest: { configFile: 'scripts/mutate/vitest.config.ts', related: false },
    concurrency: Number(values.concurrency),
    ignorePatterns: ['dist', 'docs', 'coverage'],
    // What runs while a module loads would need all tests again for each change.
    ignoreStatic: true,
    incremental: true,
    incrementalFile: `coverage/mutate-${folder}.json`,
    force: !values.changed,
    reporters: ['progress-append-only'],
    allowEmpty: false,
    tempDirName: `coverage/mutate-${folder}`,
  }).runMutationTest()
  for (const line of survivors(changes)) console.log(line)
  const minutes = ((performance.now() - started) / 60_000).toFixed(1)
  console.log(`${folder}: ${score(changes)} It took ${minutes} minutes.`)
}
