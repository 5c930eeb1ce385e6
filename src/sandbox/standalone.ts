import { readyLines, startSandbox } from './startSandbox.ts'

// The program behind `npm run sandbox`. It ends with 2 for a wrong command line and with 1 for any other error.
try {
  process.stdout.write(readyLines(await startSandbox(process.argv.slice(2))))
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = error instanceof TypeError ? 2 : 1
}
