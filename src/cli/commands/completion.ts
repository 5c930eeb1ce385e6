import { complete } from '../completion/candidates.ts'
import type { Program } from '../input/globalOptions.ts'
import { examples } from '../input/optionParsers.ts'
import { invocationOf } from '../invocation.ts'
import { scripts, shells } from '../completion/shellScripts.ts'

export function completion(program: Program): void {
  program
    .command('completion')
    .description('print a completion script for a shell')
    .addArgument(program.createArgument('<shell>', 'shell').choices(shells))
    .addHelpText(
      'after',
      `${examples('completion fish > ~/.config/fish/completions/labelbox-org.fish')}
  $ source <(labelbox-org completion bash)   # in ~/.bashrc; for zsh in ~/.zshrc, after compinit`,
    )
    .action((shell, _options, command) => void invocationOf(command).io.stdout.write(scripts[shell]))
  program
    .command('complete', { hidden: true })
    .argument('[words...]')
    .action((words, _options, command) => {
      const lines = complete(program, words).map(({ value, description }) => `${value}\t${description}\n`)
      invocationOf(command).io.stdout.write(lines.join(''))
    })
}
