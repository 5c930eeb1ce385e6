#!/usr/bin/env node
import { processIo } from './io.ts'
import { run } from './runCommand.ts'

// A reader that stops early, such as `head`, does not make the command fail: the work is done.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', ({ code }: NodeJS.ErrnoException) => {
    if (code !== 'EPIPE') process.exitCode = 1
  })
}

const exitCode = await run(process.argv.slice(2), processIo())
process.exitCode ??= exitCode
