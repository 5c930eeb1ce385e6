import { readFileSync } from 'node:fs'
import { relative, sep } from 'node:path'
import type { CodegenPlugin } from '@graphql-codegen/plugin-helpers'

/** The source text of the operations, so that an installed command can name the line that a change affects. */
export const documentsPlugin: CodegenPlugin = {
  plugin: (_schema, documents) => {
    const entries = documents
      // Codegen prints documents again, with other lines and without comments.
      .map(({ location = '' }) => [relative('.', location).split(sep).join('/'), textOf(location)] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1))
    const lines = entries.map(([file, text]) => `  ${JSON.stringify(file)}: ${JSON.stringify(text)},`)
    const scope = textOf('graphql/scope.graphql')
    return `/** The text of every operation and fragment file, by path in the repository. */
export const documents: Readonly<Record<string, string>> = {\n${lines.join('\n')}\n}

/** Further parts of the schema that the snapshot keeps. */
export const scope = ${JSON.stringify(scope)}\n`
  },
}

/** A checkout on Windows may have other line ends. */
const textOf = (file: string): string => readFileSync(file, 'utf8').replaceAll('\r\n', '\n')
