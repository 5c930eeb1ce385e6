import { brief } from '../../core/printable.ts'
import type { Io } from '../io.ts'
import { CommandError } from '../output/commandError.ts'

/** Whether a person can answer. Questions go to stderr, as stdout is for the result. */
export const isInteractive = ({ stdin, stderr }: Io): boolean => stdin.isTTY === true && stderr.isTTY === true

/** Asks for a secret, which is not shown as it is typed. */
export async function askSecret({ stdin, stderr }: Io, message: string): Promise<string> {
  const { isCancel, password } = await import('@clack/prompts')
  const answer = await password({
    message,
    input: stdin,
    output: stderr,
    validate: (text) => (text === undefined || text.trim() === '' ? 'It can’t be empty.' : undefined),
  })
  if (isCancel(answer)) throw interrupted()
  return answer.trim()
}

/** Asks whether to go on. Enter means no. */
export async function askYesOrNo({ stdin, stderr }: Io, question: string): Promise<boolean> {
  const { confirm, isCancel } = await import('@clack/prompts')
  const answer = await confirm({ message: brief(question, 2000), initialValue: false, input: stdin, output: stderr })
  if (isCancel(answer)) throw interrupted()
  return answer
}

const interrupted = (): CommandError => new CommandError('INTERRUPTED', 'Interrupted. Nothing was changed.')
