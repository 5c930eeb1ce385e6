import { CommandError } from './failure.ts'
import { brief } from '../core/printable.ts'

/** Whether there is somebody to ask. Questions go to stderr, as stdout is for the result. */
export const isInteractive = (): boolean => process.stdin.isTTY && process.stderr.isTTY

/** Asks for something that is not shown as it is typed. */
export async function askSecret(message: string): Promise<string> {
  const { isCancel, password } = await import('@clack/prompts')
  const answer = await password({
    message,
    output: process.stderr,
    validate: (text) => (text === undefined || text.trim() === '' ? 'It can’t be empty.' : undefined),
  })
  if (isCancel(answer)) throw interrupted()
  return answer.trim()
}

/** Asks whether to go on; no is the answer to Enter. */
export async function askWhether(question: string): Promise<boolean> {
  const { confirm, isCancel } = await import('@clack/prompts')
  const answer = await confirm({ message: brief(question, 2000), initialValue: false, output: process.stderr })
  if (isCancel(answer)) throw interrupted()
  return answer
}

const interrupted = (): CommandError => new CommandError('INTERRUPTED', 'Interrupted. Nothing was changed.')
