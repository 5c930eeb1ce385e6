import { spawn } from 'node:child_process'
import { CommandError } from '../../failure.ts'

/** Runs a code generator, as a shell would. What it says goes to stderr: stdout has the result, and nothing else. */
export async function runGenerator(command: string): Promise<void> {
  const ended = await new Promise<number | string>((end, fail) => {
    const child = spawn(command, { shell: true, stdio: ['inherit', process.stderr, process.stderr] })
    child.on('error', fail).on('close', (code, signal) => {
      end(code ?? signal ?? 'nothing')
    })
  })
  if (ended !== 0) {
    throw new CommandError('SCHEMA', `The documents are done, but what --then runs ended with ${ended}.`)
  }
}
