import { complete } from '../complete.ts'
import type { Program } from '../globals.ts'
import { examples } from '../options.ts'
import { scripts, shells } from '../shells.ts'

export function completion(program: Program): void {
  program
    .command('completion')
    .description('the script that lets a shell complete this command')
    .addArgument(program.createArgument('<shell>', 'which shell').choices(shells))
    .addHelpText(
      'after',
      `${examples('completion fish > ~/.config/fish/completions/labelbox-org.fish')}
  $ source <(labelbox-org completion bash)   # in ~/.bashrc; for zsh the same, in ~/.zshrc after compinit`,
    )
    .action((shell) => void process.stdout.write(scripts[shell]))
  program
    .command('complete', { hidden: true })
    .argument('[words...]')
    .action((words) => {
      const lines = complete(program, words).map(({ value, description }) => `${value}\t${description}\n`)
      process.stdout.write(lines.join(''))
    })
}
