// Full types for programs that do not install `graphql`.
import { readFileSync } from 'node:fs'

interface PluginContext {
  emitFile(file: { readonly type: 'asset'; readonly fileName: string; readonly source: string }): string
}

const file = 'graphql-fallback.d.ts'

/**
 * Writes a file that stands in for the types of `graphql` where it is not installed.
 *
 * `@urql/core` takes the types of documents from `graphql`, through `@0no-co/graphql.web`, which has types of its own for
 * where `graphql` is missing. Since TypeScript 5.5 these are not reached: what comes from a missing package is an error
 * type, a condition on an error type is one too, and every document is `any`. The file declares the names as plain `any`,
 * with which the conditions work.
 *
 * It declares a pattern, as `declare module 'graphql'` would hide an installed `graphql`. A pattern that means "graphql" also
 * means "graphql/users.graphql". This one is the narrowest: it begins with as much of the name as it can while the rest is
 * still no file ending but `.graphql`; `graphq*l` would take `graphql/users.gql` as well.
 */
export const graphqlFallbackTypes = {
  name: 'graphql-types',
  generateBundle(this: PluginContext): void {
    this.emitFile({ type: 'asset', fileName: file, source: fallback() })
  },
}

/** Makes each declaration file refer to that file, so that whoever imports the one has the other; `up` leads to its folder. */
export const referToFallbackTypes = (
  up = './',
): { readonly postBanner: (chunk: { readonly fileName: string }) => string } => ({
  postBanner: ({ fileName }) =>
    /\.d\.c?ts$/.test(fileName)
      ? `/// <reference path="${up}${'../'.repeat(fileName.split('/').length - 1)}${file}" />`
      : '',
})

function fallback(): string {
  const types = readFileSync('node_modules/@0no-co/graphql.web/dist/graphql.web.d.ts', 'utf8')
  const names = [...new Set([...types.matchAll(/\bGraphQL\.(\w+)/g)].flatMap(([, name]) => name ?? []))].sort()
  if (!names.includes('DocumentNode')) throw new Error('@0no-co/graphql.web no longer takes its types from graphql.')
  const declarations = names.map((name) => `  export ${name === 'Kind' ? 'const Kind:' : `type ${name} =`} any`)
  return `// For programs without the package \`graphql\`: with these, urql's types of documents fall back on types of their own.
// The pattern means "graphql". TypeScript looks at patterns only where it finds no package, so an installed one wins.
declare module 'grap*hql' {
${declarations.join('\n')}
  // For files such as "graphql/users.graphql", where a program has no closer pattern of its own.
  const file: any
  export default file
}
`
}
