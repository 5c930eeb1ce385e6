/** A folder of `src`, and what to change in it: patterns of Stryker, such as `src/lists/refine.ts` or `src/lists/refine.ts:10-20`. */
export interface Target {
  readonly folder: string
  readonly mutate: readonly string[]
}

const notCode = ['!**/*.test.ts', '!**/*.test-d.ts', '!**/testing*.ts']

/** What the arguments of the command name, a target for each folder: `lists` or `src/lists` is the whole folder. */
export function targetsOf(names: readonly string[], folders: readonly string[]): readonly Target[] {
  const patterns = new Map<string, string[]>()
  for (const name of names.length > 0 ? names : folders) {
    const [, folder = '', pattern] = /^(?:src\/)?([^/]*)(?:\/(.+))?$/.exec(name) ?? []
    if (!folders.includes(folder))
      throw new Error(`${name} is not in a folder that can be changed: ${folders.join(', ')}.`)
    patterns.set(folder, [...(patterns.get(folder) ?? []), `src/${folder}/${pattern ?? '**/*.{ts,tsx}'}`])
  }
  return [...patterns].map(([folder, named]) => ({ folder, mutate: [...named, ...notCode] }))
}
