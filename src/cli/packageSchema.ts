import { fileURLToPath } from 'node:url'

/** The file of the snapshot that the package has, with its comments: from here, and from the built `dist/cli`. */
export const packageSchema = fileURLToPath(new URL('../../graphql/schema.graphql', import.meta.url))
