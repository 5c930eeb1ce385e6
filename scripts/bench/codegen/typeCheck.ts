import { execFile } from 'node:child_process'
import { resolve } from 'node:path'
import { promisify } from 'node:util'

/** What TypeScript reports of a type check. */
export interface TypeCheck {
  readonly instantiations: number
  /** Seconds of the checker, without reading and parsing. */
  readonly checkSeconds: number
  readonly totalSeconds: number
  /** Megabytes. */
  readonly memory: number
}

/** Checks the types of a program with TypeScript's command. Throws if they are wrong. */
export async function typeCheck(folder: string): Promise<TypeCheck> {
  const tsc = resolve(import.meta.dirname, '../../../node_modules/typescript/bin/tsc')
  const args = [tsc, '-p', 'tsconfig.json', '--extendedDiagnostics']
  try {
    const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: folder, maxBuffer: 64 * 1024 * 1024 })
    return readDiagnostics(stdout)
  } catch (error) {
    const { stdout = '' } = error as { readonly stdout?: string }
    throw new Error(`The program has type errors:\n${stdout.slice(0, 2000)}`, { cause: error })
  }
}

/** Reads the output of `--extendedDiagnostics`. */
export function readDiagnostics(output: string): TypeCheck {
  const values = new Map(
    output.split('\n').map((line) => {
      const [name = '', value = ''] = line.split(':')
      return [name.trim(), Number(value.trim().replace(/[sK]$/, ''))] as const
    }),
  )
  const read = (name: string): number => {
    const value = values.get(name)
    if (value === undefined || Number.isNaN(value)) throw new Error(`TypeScript does not report "${name}".`)
    return value
  }
  return {
    instantiations: read('Instantiations'),
    checkSeconds: read('Check time'),
    totalSeconds: read('Total time'),
    memory: read('Memory used') / 1024,
  }
}
