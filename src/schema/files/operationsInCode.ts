import type * as Plucking from '@graphql-tools/graphql-tag-pluck'
import { UnreadableError } from '../unreadableError.ts'

/** Whether a file is source code, whose operations stand in template literals. */
export const isCodeFile = (file: string): boolean => /\.(?:[cm]?[jt]sx?|vue|svelte|astro|gts|gjs)$/.test(file)

/**
 * Returns the GraphQL of a source file: of `gql` and `graphql` tags and calls, and of literals after a comment `GraphQL`. All
 * else, interpolations included, becomes spaces, so that each definition keeps its line and column.
 *
 * @throws UnreadableError if the code cannot be parsed, or a package for its language is not installed.
 */
export async function operationsInCode(file: string, code: string, load = importPluck): Promise<string> {
  if (!/gql|graphql/i.test(code)) return ''
  const pluck = await loadPluck(file, load)
  // By position: a literal that has a tag and a comment is given twice.
  const literals = new Map<number, string>()
  try {
    await pluck(file, code, {
      // The script of a Vue or Svelte file is compiled, so that positions in it are not those of the file.
      pluckStringFromFile: (script, { start, end }) => {
        const found = script.slice(Number(start) + 1, Number(end) - 1)
        literals.set(Number(start), found)
        return found
      },
    })
  } catch (error) {
    // The first line names what is missing; how to install it is more than a message needs.
    const [reason] = (error as Error).message.split('\n')
    throw new UnreadableError(`${file} can't be read: ${reason ?? ''}`, { cause: error })
  }
  const text = blankedExcept(code, [...literals.values()])
  if (text !== undefined) return text
  throw new UnreadableError(`${file} can't be read: its compiled script has an operation that the file has not`)
}

type Pluck = Pick<typeof Plucking, 'gqlPluckFromCodeString'>

/** An optional package: with its parser it is larger than this one. */
const importPluck = (): Promise<Pluck> => import('@graphql-tools/graphql-tag-pluck')

async function loadPluck(file: string, load: typeof importPluck): Promise<Pluck['gqlPluckFromCodeString']> {
  try {
    return (await load()).gqlPluckFromCodeString
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw error
    throw new UnreadableError(
      `${file} has GraphQL in code, and reading it needs a package that is not installed. Run: npm install --save-dev @graphql-tools/graphql-tag-pluck`,
      { cause: error },
    )
  }
}

/** A literal may stand in an interpolation of another one. */
function blankedExcept(code: string, literals: readonly string[]): string | undefined {
  const known = new Set<number>()
  const text = blank(code).split('')
  for (const literal of [...literals].sort((a, b) => b.length - a.length)) {
    let start = code.indexOf(`\`${literal}\``)
    while (known.has(start)) start = code.indexOf(`\`${literal}\``, start + 1)
    if (start === -1) return undefined
    known.add(start)
    for (const [at, char] of withoutInterpolations(literal).split('').entries()) text[start + 1 + at] = char
  }
  return text.join('')
}

/** Replaces `${...}`, whatever braces it has, and the backslash of an escaped backtick, by as many spaces. */
function withoutInterpolations(literal: string): string {
  let text = ''
  while (text.length < literal.length) {
    const start = literal.indexOf('${', text.length)
    if (start === -1) return text + unescaped(literal.slice(text.length))
    let [end, depth] = [start + 2, 1]
    for (; end < literal.length && depth > 0; end += 1) {
      if (literal[end] === '{') depth += 1
      if (literal[end] === '}') depth -= 1
    }
    text += unescaped(literal.slice(text.length, start)) + blank(literal.slice(start, end))
  }
  return text
}

const unescaped = (text: string): string => text.replaceAll('\\`', ' `')

const blank = (text: string): string => text.replaceAll(/[^\r\n]/g, ' ')
