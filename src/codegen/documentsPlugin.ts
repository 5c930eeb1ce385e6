import { readFileSync } from 'node:fs'
import { relative, sep } from 'node:path'
import type { CodegenPlugin } from '@graphql-codegen/plugin-helpers'

/** The operations as they are written, so that a command that has been installed can say which line a change touches. */
export const documentsPlugin: CodegenPlugin = {
  plugin: (_schema, documents) => {
    const entries = documents
      // What codegen has read is printed anew, on other lines and without the comments.
      .map(
        ({ location = '' }) => [relative('.', location).split(sep).join('/'), readFileSync(location, 'utf8')] as const,
      )
      .sort(([a], [b]) => (a < b ? -1 : 1))
    const lines = entries.map(([file, text]) => `  ${JSON.stringify(file)}: ${JSON.stringify(text)},`)
    const scope = readFileSync('graphql/scope.graphql', 'utf8')
    return `/** Every file of operations and fragments, by its path in the repository. */
export const documents: Readonly<Record<string, string>> = {\n${lines.join('\n')}\n}

/** What the snapshot of the schema keeps beside what they ask for. */
export const scope = ${JSON.stringify(scope)}\n`
  },
}
