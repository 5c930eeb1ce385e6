import { readyLines, startSandbox } from './startSandbox.ts'

try {
  process.stdout.write(readyLines(await startSandbox(process.argv.slice(2))))
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = error instanceof TypeError ? 2 : 1
}
