// Writes the files of a new method for a root field of graphql/schema.graphql: `npm run new:method -- organizationActivity`.
import { spawnSync } from 'node:child_process'
import { parseArgs } from 'node:util'
import { UnsuitableFieldError } from './newMethod/methodPlan.ts'
import { writeNewMethod } from './newMethod/newMethod.ts'

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { as: { type: 'string' }, in: { type: 'string' } },
})
const [field, ...rest] = positionals

if (field === undefined || rest.length > 0) {
  console.error('Pass a root field: npm run new:method -- organizationActivity [--as getActivity] [--in activity]')
  process.exitCode = 2
} else {
  try {
    const files = await writeNewMethod(field, { method: values.as, resource: values.in })
    for (const file of files) console.log(file)
    console.log('\nGenerating the typed document: npm run codegen')
    const { status } = spawnSync('npm', ['run', '-s', 'codegen'], { stdio: ['ignore', 'ignore', 'inherit'] })
    process.exitCode = status ?? 1
    console.log(
      status === 0
        ? 'What is left to you is marked: npm run lint:words lists it. Its tests fail until it is done.'
        : 'Codegen failed, for the reason above. Correct the new files in graphql/, then run: npm run codegen',
    )
  } catch (error) {
    if (!(error instanceof UnsuitableFieldError)) throw error
    console.error(error.message)
    process.exitCode = 2
  }
}
