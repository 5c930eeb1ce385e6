import type { CommandUnknownOpts } from '@commander-js/extra-typings'

/** A word that fits at the cursor. */
interface Candidate {
  readonly value: string
  readonly description: string
}

/**
 * The words that fit at the end of a command line, whose last word is being typed. No request is sent, so names of people
 * and projects are not completed.
 */
export function complete(program: CommandUnknownOpts, typed: readonly string[]): readonly Candidate[] {
  // Bash breaks words at `=`: `--quality`, `=` and `both` are one option.
  const words = typed.at(-1) === '=' ? [...typed.slice(0, -1), ''] : typed
  const [before, current] = [words.slice(0, -1).filter((word) => word !== '='), words.at(-1) ?? '']
  const place = walk(program, before)
  const [flag = '', value] = current.startsWith('--') && current.includes('=') ? splitAtFirst(current) : []
  if (value !== undefined) {
    const choices = choicesOf(findOption(place.path, flag))
    return choices.map((choice) => candidate(`${flag}=${choice}`)).filter(startsWith(current))
  }
  return candidates(place, current).filter(startsWith(current))
}

interface Place {
  /** The commands from the program down. */
  readonly path: readonly CommandUnknownOpts[]
  /** The number of arguments that the last command has. */
  readonly given: number
  /** The option whose value comes next. */
  readonly awaiting: Option | undefined
}

type Option = CommandUnknownOpts['options'][number]

function walk(program: CommandUnknownOpts, words: readonly string[]): Place {
  let path: readonly CommandUnknownOpts[] = [program]
  let given = 0
  let awaiting: Option | undefined
  for (const word of words) {
    if (awaiting !== undefined) {
      // The first value, where an option takes several.
      awaiting = undefined
      continue
    }
    if (word.startsWith('-')) {
      const option = findOption(path, word)
      awaiting = option?.required === true && !word.includes('=') ? option : undefined
      continue
    }
    const next = path.at(-1)?.commands.find((command) => command.name() === word)
    if (next === undefined) given += 1
    else path = [...path, next]
  }
  return { path, given, awaiting }
}

function candidates({ path, given, awaiting }: Place, current: string): readonly Candidate[] {
  if (awaiting !== undefined) return choicesOf(awaiting).map((choice) => candidate(choice))
  const command = path.at(-1)
  if (command === undefined) return []
  if (current.startsWith('-')) {
    const options = path.flatMap((each) => each.createHelp().visibleOptions(each))
    const flags = options.map(({ long, description }) => [long ?? '', description] as const)
    // Every command on the path has --help.
    return [...new Map(flags)].map(([flag, description]) => candidate(flag, description))
  }
  const choices = command.registeredArguments[given]?.argChoices ?? []
  const commands = given > 0 ? [] : command.createHelp().visibleCommands(command)
  return [
    ...choices.map((choice) => candidate(choice)),
    ...commands.map((each) => candidate(each.name(), each.description())),
  ]
}

const candidate = (value: string, description = ''): Candidate => ({ value, description })

const startsWith =
  (current: string) =>
  ({ value }: Candidate): boolean =>
    value.startsWith(current)

function splitAtFirst(word: string): readonly [flag: string, value: string] {
  const at = word.indexOf('=')
  return [word.slice(0, at), word.slice(at + 1)]
}

const choicesOf = (option: Option | undefined): readonly string[] => option?.argChoices ?? []

function findOption(path: readonly CommandUnknownOpts[], word: string): Option | undefined {
  const [flag] = word.includes('=') ? splitAtFirst(word) : [word]
  return path.flatMap(({ options }) => options).find(({ long, short }) => flag === long || flag === short)
}
