// Types for programs that do not install `graphql`.
import { readFileSync } from 'node:fs'

interface PluginContext {
  emitFile(file: { readonly type: 'asset'; readonly fileName: string; readonly source: string }): string
}

const file = 'graphql-fallback.d.ts'

/**
 * Emits a file that replaces the types of `graphql` where it is not installed.
 *
 * `@urql/core` takes document types from `graphql` through `@0no-co/graphql.web`, which has its own types for when
 * `graphql` is missing. Since TypeScript 5.5 those are not reached: an import of a missing package is an error type, a
 * condition on it is one too, and every document becomes `any`. This file declares the names as plain `any`, with which
 * the conditions work.
 *
 * It declares a pattern, because `declare module 'graphql'` would hide an installed `graphql`. A pattern that matches
 * "graphql" also matches "graphql/users.graphql". This one is the narrowest: its prefix is as long as possible while
 * the suffix is still not a file extension other than `.graphql`; `graphq*l` would match `graphql/users.gql` too.
 */
export const graphqlFallbackTypes = {
  name: 'graphql-types',
  generateBundle(this: PluginContext): void {
    this.emitFile({ type: 'asset', fileName: file, source: fallback() })
  },
}

/** Adds a reference to that file to each declaration file; `up` leads to its folder. */
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
  return `// For programs without the package \`graphql\`: urql's document types then use their own definitions.
// The pattern matches "graphql". TypeScript uses patterns only if it finds no package, so an installed one wins.
declare module 'grap*hql' {
${declarations.join('\n')}
  // For files such as "graphql/users.graphql", unless the program has a more specific pattern.
  const file: any
  export default file
}
`
}
