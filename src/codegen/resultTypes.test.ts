import { readdirSync, readFileSync } from 'node:fs'
import { plugin, type TypeScriptDocumentsPluginConfig } from '@graphql-codegen/typescript-operations'
import type { Types } from '@graphql-codegen/plugin-helpers'
import { buildSchema, concatAST, parse, type DocumentNode } from 'graphql'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'
import { operationsConfig } from './operationsConfig.ts'
import { resultTypes } from './resultTypes.ts'
import type { Source } from './typeNames.ts'

const documentsIn = (folder: string) =>
  readdirSync(folder).map((name) => ({ document: parse(readFileSync(`${folder}/${name}`, 'utf8')) }))

const ours = {
  sdl: readFileSync('graphql/schema.graphql', 'utf8'),
  documents: [...documentsIn('graphql/fragments'), ...documentsIn('graphql/operations')],
}

/** A schema with every feature of GraphQL. */
const every = {
  sdl: `
    """When."""
    scalar DateTime
    type Query {
      "Someone, or something."
      node(by: By, where: Where, at: DateTime): Node
      "Anything."
      any: [Any!]!
    }
    input By @oneOf { id: ID name: String }
    "What to look for."
    input Where {
      "The name has it."
      name: String = "a"
      color: [Color!]
      and: Where
    }
    "A colour."
    enum Color { RED "Like grass." GREEN }
    enum Unused { ONE }
    interface Node { id: ID! color: Color }
    type Cat implements Node {
      "Its id. It ends a comment: */"
      id: ID!
      "Of the fur,\\nmostly."
      color: Color
      "All of them."
      colors: [Color!]!
      born: DateTime
    }
    type Dog implements Node { id: ID! color: Color "Whom it likes." likes: [Any] }
    union Any = Cat | Dog
  `,
  documents: [
    {
      document: parse(`
        query Every($by: By, $where: Where, $at: DateTime, $with: Boolean!) {
          node(by: $by, where: $where, at: $at) { ...Named shade: color @include(if: $with) }
          any { __typename kind: __typename ... on Cat { id color colors born } ... on Dog { id likes { ...Named } } }
        }
        query Kinds { __schema { types { kind } } }
        fragment Named on Node { id color ... on Cat { born } }
      `),
    },
  ],
}

/** External fragments are not printed again. */
const shared: Subject = {
  sdl: every.sdl,
  documents: [
    { document: parse('fragment Elsewhere on Cat { id color }'), type: 'external' },
    { document: parse('query Own { any { ... on Cat { ...Elsewhere } } }'), type: 'standard' },
  ],
}

interface Subject {
  readonly sdl: string
  readonly documents: Types.DocumentFile[]
}

function sourceOf(sdl: string, documents: Types.DocumentFile[]): Source {
  const [all, written] = [documents, documents.filter(({ type }) => type !== 'external')].map((files) =>
    concatAST(files.flatMap(({ document }) => document ?? [])),
  ) as [DocumentNode, DocumentNode]
  return { schema: buildSchema(sdl), all, written }
}

const own = ({ sdl, documents }: Subject, config: TypeScriptDocumentsPluginConfig) =>
  resultTypes(sourceOf(sdl, documents), config, '')

async function bare({ sdl, documents }: Subject, config: TypeScriptDocumentsPluginConfig) {
  const output = await plugin(buildSchema(sdl), documents, config, { outputFile: '' })
  const { prepend = [], content } = typeof output === 'string' ? { content: output } : output
  return {
    prepend: prepend.filter((line) => (line as string | null) && !line.includes('type Exact<')),
    content: content.replaceAll(/= Exact<(\{[\s\S]*?\})>(?=;| \|)/g, '= $1'),
  }
}

/** Removes our additions. */
const stripped = (text: string) =>
  text.replaceAll(/\/\*\* (?:(?!\*\/).)* \*\/ (?=(?:readonly )?\w+\??:)/g, '').replaceAll(/\bOpen<(\w+)>/g, '$1')

const drifted =
  'The installed @graphql-codegen/typescript-operations differs from what resultTypes.ts expects. Compare its plugin() and the constructor of its visitor with that file.'

describe.each([
  ['the operations of this package', ours],
  ['every feature of GraphQL', every],
  ['operations with external fragments', shared],
])('resultTypes for %s', (_, subject) => {
  it.each([
    ['the configuration of this package', operationsConfig as TypeScriptDocumentsPluginConfig],
    ['no configuration', {}],
    ['another configuration', { immutableTypes: true, maybeValue: 'Maybe<T>', typesPrefix: 'L' }],
  ])('prints like the plugin, except for descriptions, open enums and Exact, with %s', async (_, config) => {
    const { prepend, content } = own(subject, config)
    const expected = await bare(subject, config)
    expect(stripped(content), drifted).toBe(expected.content)
    // The plugin always declares it.
    const isUsed = expected.content.includes('Incremental<')
    const needed = expected.prepend.filter((text) => isUsed || !text.includes('type Incremental<'))
    expect(prepend.filter(Boolean), drifted).toEqual(needed)
  })

  it('leaves other outputs of the same run unchanged', async () => {
    const before = await bare(subject, {})
    own(subject, {})
    expect(await bare(subject, {})).toEqual(before)
    expect(before.content).not.toContain('Open<')
  })
})

it('adds descriptions, and opens enums in results but not in variables', () => {
  const { content } = own(every, operationsConfig)
  expect(content, drifted).toContain('/** Of the fur, mostly. */ readonly color: Open<Color> | null')
  expect(content).toContain('/** All of them. */ readonly colors: ReadonlyArray<Open<Color>>')
  expect(content).toContain('/** Its id. It ends a comment: *\\/ */ readonly id: string')
  expect(content).toContain('readonly color?: ReadonlyArray<Color>')
  expect(content).not.toContain('Unused')
})

it('marks deprecated fields with their reason, objects included', () => {
  const sdl = `type Query { old: Int @deprecated(reason: "Use\\n  new.") "New." new: Int @deprecated someone(id: ID): Someone @deprecated(reason: "Use node.") }
    type Someone { id: ID! friend: Someone @deprecated }`
  const document = parse('query A { old alias: new someone { id friend { id } } me: someone { friend { id } } }')
  const { content } = own({ sdl, documents: [{ document }] }, operationsConfig)
  const source = ts.createSourceFile('a.ts', content, ts.ScriptTarget.Latest, true)
  const deprecated: (readonly [string, unknown])[] = []
  const visit = (node: ts.Node): void => {
    const tag = ts.isPropertySignature(node) ? ts.getJSDocDeprecatedTag(node) : undefined
    if (tag && ts.isPropertySignature(node)) deprecated.push([node.name.getText(), tag.comment])
    ts.forEachChild(node, visit)
  }
  visit(source)
  expect(deprecated).toEqual([
    ['old', 'Use new.'],
    ['alias', 'No longer supported'],
    ['someone', 'Use node.'],
    ['friend', 'No longer supported'],
    ['me', 'Use node.'],
    ['friend', 'No longer supported'],
  ])
  expect(content).toContain('New.')
})
