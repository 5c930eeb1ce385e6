import { readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import type { CodegenPlugin } from '@graphql-codegen/plugin-helpers'

/**
 * The source text of the operations, so that an installed command can name the line that a change affects. `root` is the
 * folder that holds `graphql/`; default: the working directory.
 */
export const documentsPlugin: CodegenPlugin<{ readonly root?: string }> = {
  plugin: (_schema, documents, { root = '.' }) => {
    const entries = documents
      // Codegen prints documents again, with other lines and without comments.
      .map(({ location = '' }) => [relative(root, location).split(sep).join('/'), textOf(location)] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1))
    const lines = entries.map(([file, text]) => `  ${JSON.stringify(file)}: ${JSON.stringify(text)},`)
    const scope = textOf(join(root, 'graphql/scope.graphql'))
    return `/** The text of every operation and fragment file, by path in the repository. */
export const documents: Readonly<Record<string, string>> = {\n${lines.join('\n')}\n}

/** Further parts of the schema that the snapshot keeps. */
export const scope = ${JSON.stringify(scope)}\n`
  },
}

/** A checkout on Windows may have other line ends. */
const textOf = (file: string): string => readFileSync(file, 'utf8').replaceAll('\r\n', '\n')
