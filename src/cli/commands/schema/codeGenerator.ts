import { spawn } from 'node:child_process'
import type { Io } from '../../io.ts'
import { CommandError } from '../../output/commandError.ts'

/** Runs a code generator in a shell. Its output goes to stderr, as stdout is for the result. */
export async function runCodeGenerator({ stderr }: Io, command: string): Promise<void> {
  const ended = await new Promise<number | string>((resolve, reject) => {
    // A terminal is passed on as it is, so that the generator's colors stay.
    const output = 'fd' in stderr ? stderr : 'pipe'
    const child = spawn(command, { shell: true, stdio: ['inherit', output, output] })
    child.stdout?.pipe(stderr, { end: false })
    child.stderr?.pipe(stderr, { end: false })
    child.on('error', reject).on('close', (code, signal) => {
      resolve(code ?? signal ?? 'no exit code')
    })
  })
  if (ended !== 0) {
    throw new CommandError('SCHEMA', `The documents are written, but the --then command ended with ${ended}.`)
  }
}
