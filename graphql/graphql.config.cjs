/**
 * What GraphQL editors and linters need to know of Labelbox's API, for a `graphql.config.cjs` of yours:
 *
 *     module.exports = require('@labelbox-org/tools/graphql.config')
 *
 * To look for documents elsewhere: `{ ...require('@labelbox-org/tools/graphql.config'), documents: [...] }`.
 */
const { posix, sep } = require('node:path')

const here = (file) => posix.join(__dirname.split(sep).join('/'), file)

/** The schema with its scalars, and the directives that urql, gql.tada and Apollo Client remove before sending. */
const schema = [here('schema.graphql'), here('clientDirectives.graphql')]

/** The fragments that your operations may spread. */
const fragments = here('fragments/*.graphql')

module.exports = { schema, documents: ['src/**/*.{graphql,gql,js,jsx,ts,tsx,vue,svelte}', fragments] }
