// Every entry of `@labelbox-org/tools` as ESM and CommonJS, and its files.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)
const expected = {
  '@labelbox-org/tools/sandbox': ['createSandbox'],
  '@labelbox-org/tools/codegen': ['labelboxOperations'],
}
for (const [entry, names] of Object.entries(expected)) {
  for (const module of [await import(entry), require(entry)]) {
    for (const name of names) if (module[name] === undefined) throw new Error(`${entry} exports no ${name}.`)
  }
}
const { name, version } = require('@labelbox-org/tools/package.json')
if (name !== '@labelbox-org/tools') throw new Error('package.json is not exported.')
if (version !== require('labelbox-org/package.json').version) throw new Error('The packages have different versions.')
require.resolve('@labelbox-org/tools/schema.graphql')
require.resolve('@labelbox-org/tools/fragments/user.graphql')
const { title } = require('@labelbox-org/tools/schemas/members-list.json')
if (title === undefined) throw new Error('A schema has no title.')
for (const file of require('@labelbox-org/tools/graphql.config').schema) readFileSync(file)
