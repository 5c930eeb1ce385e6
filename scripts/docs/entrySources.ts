import tsconfig from '../../tsconfig.json' with { type: 'json' }

/** The file that each entry of the packages is made of: `labelbox-org/urql` to `./src/urql/index.ts`. */
export const entrySources: ReadonlyMap<string, string> = new Map(
  Object.entries(tsconfig.compilerOptions.paths).flatMap(([entry, [file = '']]) =>
    file.endsWith('.ts') ? [[entry, file] as const] : [],
  ),
)
