import type { RawClientSideBasePluginConfig } from '@graphql-codegen/visitor-plugin-common'
import type { TypeScriptTypedDocumentNodesConfig } from '@graphql-codegen/typed-document-node'
import type { TypeScriptDocumentsPluginConfig } from '@graphql-codegen/typescript-operations'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { generatedOperations } from '../../test/support/generatedOperations.ts'
import { isLong } from '../../test/support/long.ts'
import { typeErrors } from '../../test/support/typeErrors.ts'
import { userOperationsConfig } from './operationsConfig.ts'

const sdl = `
  scalar DateTime
  scalar Money
  scalar Json
  type Query { thing(by: By, where: Where, colors: [Color!], first: Int = 3): Thing any: [Any!]! price(at: Money): Money }
  type Mutation { paint(where: Where!): Cat }
  input By @oneOf { id: ID name: String }
  "What to look for."
  input Where { name: String = "a" color: [Color!]! and: Where at: DateTime data: Json }
  enum Color { RED "Like grass." light_green }
  interface Thing { id: ID! color: Color }
  "A cat."
  type Cat implements Thing { "Its id." id: ID! color: Color colors: [Color!]! born: DateTime data: Json price: Money owner: Owner }
  type Dog implements Thing { id: ID! color: Color likes: [Any] }
  type Owner { id: ID! name: String }
  union Any = Cat | Dog
`
const operations = `
  query find_things($by: By, $where: Where, $colors: [Color!], $first: Int! = 3, $at: Money) {
    thing(by: $by, where: $where, colors: $colors, first: $first) { ...parts }
    any { __typename ... on Cat { ...cat_parts owner { name } } ... on Dog { likes { ... on Thing { color } } } }
    price(at: $at)
  }
  mutation Paint($where: Where!) { paint(where: $where) { ...cat_parts } }
  query PlainQuery { price }
  fragment parts on Thing { id color }
  fragment cat_parts on Cat { ...parts colors born data price owner { id name } }
`

type Options = TypeScriptDocumentsPluginConfig & RawClientSideBasePluginConfig & TypeScriptTypedDocumentNodesConfig

/** A value and a sign of it in the generated file, or a value and the word for refusing it. */
type Case = readonly [value: unknown, sign: RegExp | 'refused']

/** All options of the plugins that `labelboxOperations` stands on: with a further one, this file does not compile. */
const cases: { readonly [Name in keyof Required<Options>]: readonly Case[] } = {
  addOperationExport: [[true, 'refused']],
  addTypenameToSelectionSets: [[true, 'refused']],
  allowEnumStringTypes: [[true, /./]],
  allowUndefinedQueryVariables: [[true, /PlainQueryQueryVariables = .*\| undefined/]],
  arrayInputCoercion: [[true, /colors\?: ReadonlyArray<Color> \| Color/]],
  avoidOptionals: [
    [true, /readonly name: string \| null/],
    [{ inputValue: true }, /readonly name: string \| null/],
  ],
  customDirectives: [[{ apolloUnmask: true }, /./]],
  declarationKind: [
    ['interface', /export interface Where \{/],
    [{ input: 'interface' }, /export interface Where \{/],
  ],
  dedupeOperationSuffix: [[true, /export type PlainQuery = /]],
  defaultScalarType: [['symbol', /readonly price: symbol \| null/]],
  disableDescriptions: [[true, /^(?!.*(?:Like grass|Its id|look for))/s]],
  documentMode: [
    ['documentNode', /PaintDocument = \{/],
    ['documentNodeImportFragments', /PaintDocument = \{/],
    ['string', 'refused'],
    ['graphQLTag', 'refused'],
    ['external', 'refused'],
  ],
  documentNodeImport: [['graphql#DocumentNode', 'refused']],
  documentVariablePrefix: [['Doc', /export const DocPaintDocument /]],
  documentVariableSuffix: [['Text', /export const PaintText /]],
  enumPrefix: [[false, /./]],
  enumSuffix: [[false, /./]],
  enumType: [
    ['string-literal', /export type Color =/],
    ['const', /export const Color = \{/],
    ['native', /export enum Color \{/],
    ['native-numeric', 'refused'],
  ],
  enumValues: [
    [{ Color: './colors.ts#Color' }, /from '\.\/colors\.ts'/],
    [{ Color: { RED: 'red' } }, /'red'/],
  ],
  exportFragmentSpreadSubTypes: [[true, /./]],
  experimentalFragmentVariables: [[true, 'refused']],
  externalFragments: [[[], 'refused']],
  extractAllFieldsToTypes: [[true, /export type Paint\w+_paint/]],
  extractAllFieldsToTypesCompact: [[true, /export type \w+_paint/]],
  flattenGeneratedTypes: [[true, 'refused']],
  flattenGeneratedTypesIncludeFragments: [[true, 'refused']],
  fragmentImports: [[[], 'refused']],
  fragmentVariablePrefix: [['Part', /export const Partcat_PartsFragmentDoc /]],
  fragmentVariableSuffix: [['Part', /export const Cat_PartsPart /]],
  futureProofEnums: [[true, /%future added value/]],
  generateOperationTypes: [[false, 'refused']],
  globalNamespace: [[true, 'refused']],
  gqlImport: [['graphql.macro#gql', /^(?!.*graphql\.macro)/s]],
  ignoreEnumValuesFromSchema: [[true, /./]],
  immutableTypes: [[false, /^(?!.*(?:\n *readonly|ReadonlyArray))/s]],
  importDocumentNodeExternallyFrom: [['./documents', 'refused']],
  importExtension: [['.js', /./]],
  importOperationTypesFrom: [['Types', 'refused']],
  importSchemaTypesFrom: [['schemaTypes.ts', /import type \* as Types from '\.\/schemaTypes'/]],
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- users of older versions have it.
  emitLegacyCommonJSImports: [[false, /./]],
  includeExternalFragments: [[true, 'refused']],
  inlineFragmentTypes: [
    ['inline', /./],
    ['combine', /paint: Cat_PartsFragment/],
    ['mask', /\$fragmentRefs/],
  ],
  inputMaybeValue: [['T | null', /by\?: By \| null;/]],
  maybeValue: [['T | undefined', /readonly born: DateTime \| undefined/]],
  mergeFragmentTypes: [[true, /./]],
  namespacedImportName: [['Types', 'refused']],
  namingConvention: [
    ['keep', /export const find_thingsDocument /],
    ['change-case-all#upperCase', /export const FIND_THINGSDocument |export const FIND_THINGSDOCUMENT /i],
    [{ typeNames: 'change-case-all#pascalCase', enumValues: 'keep' }, /Find_ThingsDocument|FindThingsDocument/],
  ],
  noExport: [[true, 'refused']],
  nonOptionalTypename: [[true, /readonly __typename: 'Cat'/]],
  nullability: [[{ errorHandlingClient: true }, 'refused']],
  omitOperationSuffix: [[true, /export type Paint = /]],
  operationResultSuffix: [['Result', /export type PaintMutationResult = /]],
  optimizeDocumentNode: [[false, /"arguments":\[\]/]],
  printFieldsOnNewLines: [[false, /./]],
  pureMagicComment: [[true, /PaintDocument = \/\*#__PURE__\*\/ \{/]],
  scalars: [
    [{ DateTime: 'Date' }, /readonly born: Date \| null/],
    [{ Money: { input: 'bigint', output: 'string' } }, /readonly price: string \| null/],
    [{ Money: './money.ts#Money' }, /from '\.\/money\.ts'/],
    [{ DateTime: 'labelbox-org/operations#DateTime' }, /readonly born: DateTime \| null/],
  ],
  skipTypeNameForRoot: [[true, /./]],
  strictScalars: [[false, /readonly data: unknown/]],
  typesPrefix: [['L', /export type LPaintMutation = /]],
  typesSuffix: [['T', /export type PaintMutationT = /]],
  useTypeImports: [[false, /./]],
}
const all = Object.entries(cases).flatMap(([name, values]) => values.map(([value, sign]) => ({ name, value, sign })))
const honored = all.flatMap(({ sign, ...each }) => (sign === 'refused' ? [] : [{ ...each, sign }]))

const modules = {
  // With `useTypeImports: false`, both are imported as values.
  'colors.ts':
    "export type Color = 'RED' | 'light_green'; export const Color = { RED: 'RED', light_green: 'light_green' } as const",
  'money.ts': 'export type Money = bigint; export const Money = BigInt',
  'schemaTypes.ts': "export type Color = 'RED' | 'light_green'; export type By = object; export type Where = object",
}

describe('labelboxOperations', () => {
  it.each(honored)('honors $name: $value', async ({ name, value, sign }) => {
    expect(await generatedOperations(sdl, operations, { [name]: value })).toMatch(sign)
  })

  it.each(all.filter(({ sign }) => sign === 'refused'))('refuses $name: $value, by name', ({ name, value }) => {
    const plain = () => userOperationsConfig({ scalars: {}, [name]: value })
    expect(plain).toThrow(new RegExp(`cannot honor these options[^]*^- ${name}: .+\\.$`, 'm'))
    expect(() => userOperationsConfig({ [name]: undefined })).not.toThrow()
  })

  it('refuses mergeFragmentTypes with inlineFragmentTypes', () => {
    const config = { mergeFragmentTypes: true, inlineFragmentTypes: 'combine' } as const
    expect(() => userOperationsConfig(config)).toThrow('mergeFragmentTypes: with inlineFragmentTypes')
  })

  it('generates compiling types with every option that it honors, beside others', async () => {
    // With it, types have to be in another file under the names that other options give them.
    const [apart, others] = [true, false].map((is) =>
      honored.filter(({ name }) => (name === 'importSchemaTypesFrom') === is),
    )
    const alone = isLong ? honored.map((each) => [each]) : [apart ?? []]
    const groups = fc.sample(fc.shuffledSubarray(others ?? [], { minLength: others?.length ?? 0 }), isLong ? 4 : 1)
    const configs = [...alone, ...groups.flatMap((group) => chunks(group, 4))].map((some) => {
      const names = some.map(({ name }) => name)
      // Refused together.
      const fitting = some.filter(({ name }) => name !== 'mergeFragmentTypes' || !names.includes('inlineFragmentTypes'))
      return Object.fromEntries(fitting.map(({ name, value }) => [name, value]))
    })
    const files = await Promise.all(
      configs.map(async (config, index) => [`case${index}.ts`, await generatedOperations(sdl, operations, config)]),
    )
    const errors = typeErrors({ ...modules, ...(Object.fromEntries(files) as Record<string, string>) })
    expect(errors.map((error) => `${JSON.stringify(configs[Number(/^case(\d+)/.exec(error)?.[1])])} ${error}`)).toEqual(
      [],
    )
  })

  it('takes a schema with scalars that it has not heard of', async () => {
    const content = await generatedOperations(sdl, operations)
    expect(content).toContain('readonly data: unknown')
    await expect(generatedOperations(sdl, operations, { strictScalars: true })).rejects.toThrow(/Money|Json/)
  })
})

const chunks = <T>(list: readonly T[], length: number): T[][] =>
  Array.from({ length: Math.ceil(list.length / length) }, (_, index) =>
    list.slice(index * length, (index + 1) * length),
  )
