import fc from 'fast-check'
import { expect, it } from 'vitest'
import { generatedOperations } from '../../test/support/generatedOperations.ts'
import { typeErrors } from '../../test/support/typeErrors.ts'
import { isLong } from '../../test/support/long.ts'

/** Names with a meaning in TypeScript, JavaScript or the generated file. */
const loadedNames = [
  ...['Array', 'ReadonlyArray', 'Promise', 'Record', 'Partial', 'Object', 'Symbol', 'Function', 'Date', 'Map', 'Blob'],
  ...['type', 'default', 'class', 'enum', 'interface', 'null', 'string', 'any', 'unknown', 'never', 'void', 'await'],
  ...['Open', 'Exact', 'Incremental', 'TypedOperation', 'DocumentNode', 'DateTime', 'scalar', 'globalThis', 'document'],
  ...['constructor', 'toString', 'hasOwnProperty', 'valueOf', 'prototype', 'arguments', 'eval', 'undefined'],
  ...[
    'IAMProvider',
    'media_type',
    'mediaType',
    'MediaType',
    'MEDIA_TYPE',
    'A',
    '_',
    '_a',
    '_1',
    'x1',
    'open',
    'ABc',
    'Abc',
  ],
  ...['FindQuery', 'FindQueryVariables', 'FindDocument', 'PartsFragment', 'Find', 'Parts', 'queryType'],
]
const builtIn = ['Query', 'String', 'Int', 'Float', 'Boolean', 'ID']
const name = fc
  .oneof(
    { weight: 3, arbitrary: fc.constantFrom(...loadedNames) },
    { weight: 1, arbitrary: fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_]{0,6}$/) },
  )
  .filter((each) => !each.startsWith('__') && !builtIn.includes(each))
const value = name.filter((each) => !['true', 'false', 'null'].includes(each))

const subject = fc.record({
  types: fc
    .uniqueArray(name, { minLength: 5, maxLength: 5 })
    // The generator itself fails for an object type called `constructor` or similar.
    .filter((names) => !((names[4] ?? '') in {})),
  values: fc.uniqueArray(value, { minLength: 1, maxLength: 3 }),
  fields: fc.uniqueArray(name, { minLength: 5, maxLength: 5 }),
  config: fc.constantFrom(
    ...[{}, {}, { namingConvention: 'keep' }, { namingConvention: 'change-case-all#upperCase' }],
    ...[{ typesPrefix: 'L' }, { typesPrefix: 'L', enumPrefix: false }, { typesSuffix: 'T', enumSuffix: false }],
    ...[{ enumType: 'const' }, { futureProofEnums: true }, { ignoreEnumValuesFromSchema: true }],
  ),
})

type Subject = typeof subject extends fc.Arbitrary<infer Value> ? Value : never

/** An enum in results, in variables and in an input type, with values that must be accepted or rejected. */
async function checked({ types, values, fields, config }: Subject): Promise<string> {
  const [shown = '', given = '', within = '', input = '', result = ''] = types
  const [root = '', list = '', leaf = '', member = '', argument = ''] = fields
  const [known = ''] = values
  const enums = [shown, given, within].map((each) => `enum ${each} { ${values.join(' ')} }`).join('\n')
  const sdl = `
    type Query { ${root}(${argument}: ${given}, in_: ${input}): ${result} }
    type ${result} { ${list}: [[${shown}!]]! ${leaf}: ${shown} }
    input ${input} { ${member}: [${within}!] }
    ${enums}`
  const operations = `
    query Find($${argument}: ${given}, $in_: ${input}) {
      ${root}(${argument}: $${argument}, in_: $in_) { alias_: ${list} ...Parts }
    }
    fragment Parts on ${result} { ${list} ${leaf} }`
  const content = await generatedOperations(sdl, operations, config)
  const [, document = ''] = /^export const (\w+) = \{"kind"/m.exec(content) ?? []
  const data = (text: string) =>
    `{ ${root}: { alias_: [['${text}']], ${list}: [['${text}'], null], ${leaf}: '${text}' } }`
  return `${content}
declare function read<R, V>(document: TypedOperation<R, V>, data: NoInfer<R>, variables: NoInfer<V>): void
read(${document}, ${data('HEARD_OF_LATER')}, { ${argument}: null })
read(${document}, ${data(known)}, { ${argument}: '${known}', in_: { ${member}: ['${known}'] } })
// @ts-expect-error -- variables take the known values only
read(${document}, ${data(known)}, { ${argument}: 'HEARD_OF_LATER' })
// @ts-expect-error -- and so do members of input types
read(${document}, ${data(known)}, { in_: { ${member}: ['HEARD_OF_LATER'] } })
`
}

it('generates compiling types with open results and closed variables for any legal names', async () => {
  const subjects = fc.sample(subject, { numRuns: isLong ? 40 : 12 })
  const files = await Promise.all(
    subjects.map(async (each, index) => [`case${String(index)}.ts`, await checked(each)] as const),
  )
  expect(typeErrors(Object.fromEntries(files)), JSON.stringify(subjects)).toEqual([])
})

it.each(['const', 'native', 'native-const'])(
  'generates a member for each enum value with enumType %s',
  async (enumType) => {
    const enums = { Underscores: ['_', 'A'], Alike: ['image_png', 'IMAGE_PNG', 'imagePng'], Plain: ['image_png', 'b'] }
    const names = Object.keys(enums)
    const sdl = `type Query { ${names.map((each) => `${each}: ${each}`).join(' ')} }
      ${Object.entries(enums)
        .map(([each, values]) => `enum ${each} { ${values.join(' ')} }`)
        .join('\n')}`
    const content = await generatedOperations(sdl, `query Find { ${names.join(' ')} }`, { enumType })
    const members = names.map((each) =>
      [
        ...(new RegExp(`(?:const|enum) ${each} (?:= )?\\{([^}]*)`).exec(content)?.[1] ?? '').matchAll(
          /^ +(\S*?) ?[:=]/gm,
        ),
      ].map(([, member]) => member),
    )
    expect(members).toEqual([enums.Underscores, enums.Alike, ['ImagePng', 'B']])
  },
)
