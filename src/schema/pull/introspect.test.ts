import {
  buildSchema,
  graphql,
  GraphQLError,
  introspectionTypes,
  isObjectType,
  parse,
  print,
  visit,
  type DocumentNode,
} from 'graphql'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { allDetails } from './introspectionQuery.ts'
import { introspect, NoSchemaError, type Ask } from './introspect.ts'
import { isLong } from '../../../test/support/long.ts'

const answering =
  (sdl: string): Ask =>
  async (document) =>
    (await graphql({ schema: buildSchema(sdl), source: print(document) })).data

const never = () => false
const always = (error: unknown) => error instanceof GraphQLError

it('returns the same text whatever the order of the schema', async () => {
  const { sdl } = await introspect(answering('type Query { b: Int a(y: Int, x: Int): Int } enum E { B A }'), never)
  expect({ sdl }).toEqual({
    sdl: (await introspect(answering('enum E { A B } type Query { a(x: Int, y: Int): Int b: Int }'), never)).sdl,
  })
  expect(sdl).toBe('enum E {\n  A\n  B\n}\n\ntype Query {\n  a(x: Int, y: Int): Int\n  b: Int\n}\n')
})

/** Has deprecated parts everywhere; without some detail, whole types seem empty. */
const full = buildSchema(`
"""The whole."""
schema { query: Query }
directive @tag(name: String, old: Int @deprecated) repeatable on FIELD
scalar Url @specifiedBy(url: "https://url.spec.whatwg.org")
enum Old { A @deprecated B @deprecated(reason: "b") }
input AllOld { a: Int @deprecated(reason: "a") b: Int @deprecated }
input One @oneOf { a: Int b: Int }
type Ancient { a(x: Int @deprecated): Int @deprecated }
type Query { f(x: AllOld @deprecated, one: One, y: Int): Ancient e: Old u: Url }
`)

interface Server {
  readonly ask: Ask
  readonly asked: DocumentNode[]
}

/** A server of {@link full} that knows only some details, and rejects queries for others. */
function serverWith(known: ReadonlySet<string>, isToldOf: 'told' | 'hidden' | 'overstated' = 'told'): Server {
  const introspection = new Map(introspectionTypes.map((type) => [type.name, type]))
  // `specifiedByUrl` is an older name that graphql-js does not know.
  const lacks = (coordinate: string) =>
    allDetails.includes(coordinate) && (!known.has(coordinate) || coordinate.endsWith('ByUrl'))
  const asked: DocumentNode[] = []
  const ask: Ask = async (document) => {
    asked.push(document)
    const refused: string[] = []
    let types: string[] = []
    visit(document, {
      FragmentDefinition: ({ typeCondition }) => {
        types = [typeCondition.name.value]
      },
      OperationDefinition: () => {
        types = ['Query']
      },
      Field: {
        enter: ({ name, arguments: given = [] }) => {
          const type = types.at(-1) ?? ''
          for (const at of [
            `${type}.${name.value}`,
            ...given.map((each) => `${type}.${name.value}(${each.name.value}:)`),
          ]) {
            if (lacks(at)) refused.push(at)
          }
          types.push(typeOf(introspection, type, name.value))
        },
        leave: () => void types.pop(),
      },
    })
    if (refused.length > 0) throw new GraphQLError(`Cannot query ${refused.join(', ')}.`)
    const { data, errors } = await graphql({ schema: full, source: print(document) })
    if (errors?.[0]) throw errors[0]
    return withoutUnknown(data, isToldOf === 'overstated' ? never : lacks, isToldOf === 'hidden')
  }
  return { ask, asked }
}

function typeOf(introspection: ReadonlyMap<string, unknown>, type: string, field: string): string {
  if (field === '__schema') return '__Schema'
  const known = introspection.get(type)
  const answer = isObjectType(known) ? known.getFields()[field]?.type : undefined
  return String(answer ?? '').replaceAll(/[[\]!]/g, '')
}

/** The response without the details that the server hides of its introspection types. */
const withoutUnknown = (data: unknown, lacks: (coordinate: string) => boolean, isHidden: boolean): unknown =>
  JSON.parse(JSON.stringify(data), (key, value: unknown) => {
    if (key !== 'types' || !Array.isArray(value)) return value
    return (value as Told[])
      .filter(({ name = '' }) => !isHidden || !name.startsWith('__'))
      .map((type) =>
        type.name?.startsWith('__') && type.fields
          ? {
              ...type,
              fields: type.fields
                .filter(({ name }) => !lacks(`${type.name ?? ''}.${name}`))
                .map((field) => ({
                  ...field,
                  ...(field.args && {
                    args: field.args.filter(({ name }) => !lacks(`${type.name ?? ''}.${field.name}(${name}:)`)),
                  }),
                })),
            }
          : type,
      )
  })

interface Told {
  readonly name?: string
  readonly fields?: readonly { readonly name: string; readonly args?: readonly { readonly name: string }[] }[] | null
}

const everything = new Set(allDetails)
const except = (...lacking: readonly string[]) => new Set(allDetails.filter((each) => !lacking.includes(each)))
const inputs = [
  '__Directive.args(includeDeprecated:)',
  '__Type.inputFields(includeDeprecated:)',
  '__Field.args(includeDeprecated:)',
  '__InputValue.isDeprecated',
  '__InputValue.deprecationReason',
]

it.each([
  ['of today', everything, []],
  [
    'before graphql-js 16.9',
    except('__Type.isOneOf', '__Schema.directives(includeDeprecated:)'),
    ['which input types are @oneOf'],
  ],
  [
    'before graphql-js 15.5',
    except('__Type.isOneOf', '__Schema.directives(includeDeprecated:)', ...inputs),
    ['deprecated arguments and input fields', 'which input types are @oneOf'],
  ],
  [
    'without specifiedByURL, isRepeatable and a description',
    except('__Type.specifiedByURL', '__Type.specifiedByUrl', '__Directive.isRepeatable', '__Schema.description'),
    ['the description of the schema', 'which directives are repeatable', 'what scalars are specified by'],
  ],
])('reads a server %s with two queries', async (_name, known, untold) => {
  const server = serverWith(known)
  const found = await introspect(server.ask, always)
  expect(found.untold).toEqual(untold)
  expect(server.asked).toHaveLength(2)
})

it('finds deprecated parts and reports missing details for any set of known details', async () => {
  const details = fc.subarray([...allDetails])
  await fc.assert(
    fc.asyncProperty(details, fc.constantFrom('told', 'hidden', 'overstated'), async (list, isToldOf) => {
      const known = new Set(list)
      const { sdl, untold } = await introspect(serverWith(known, isToldOf).ask, always)
      const has = (...all: readonly string[]) => all.every((each) => known.has(each))
      const saysOfInputs = untold.includes('deprecated arguments and input fields')
      expect(saysOfInputs).toBe(!has(...inputs))
      if (has('__Field.args(includeDeprecated:)')) expect(sdl).toMatch(/x: AllOld/)
      if (has('__Directive.args(includeDeprecated:)')) expect(sdl).toMatch(/@tag\(name: String, old: Int/)
      if (has('__Type.inputFields(includeDeprecated:)')) expect(sdl).toMatch(/input AllOld \{\n {2}a: Int/)
      if (has(...inputs)) expect(sdl).toContain('a: Int @deprecated(reason: "a")')
      if (has('__Type.fields(includeDeprecated:)')) expect(sdl).toMatch(/type Ancient \{\n {2}a/)
      if (has('__Type.enumValues(includeDeprecated:)')) expect(sdl).toMatch(/enum Old \{\n {2}A/)
      expect(sdl.includes('input One @oneOf')).toBe(has('__Type.isOneOf'))
      expect(sdl.includes('repeatable')).toBe(has('__Directive.isRepeatable'))
      expect(sdl.includes('@specifiedBy')).toBe(has('__Type.specifiedByURL'))
    }),
    { numRuns: isLong ? 60 : 20 },
  )
})

it('reads older names of specifications, and deprecations without a reason', async () => {
  const ask: Ask = async (document) => {
    const data = await serverWith(everything).ask(document)
    return JSON.parse(
      JSON.stringify(data)
        .replaceAll('specifiedByURL', 'specifiedByUrl')
        .replaceAll(/"deprecationReason":"[^"]*"/g, '"deprecationReason":null'),
    ) as unknown
  }
  const older: Ask = (document) => ask(parse(print(document).replaceAll('specifiedByUrl', 'specifiedByURL')))
  const { sdl } = await introspect(older, always)
  expect(sdl).toContain('@specifiedBy(url: "https://url.spec.whatwg.org")')
  expect(sdl).toContain('a: Int @deprecated\n')
})

it('selects types and their fields once in each query', async () => {
  const server = serverWith(everything)
  await introspect(server.ask, always)
  for (const document of server.asked) {
    let fields = 0
    visit(document, {
      Field: ({ name }) => void (fields += Number(name.value === 'fields' || name.value === '__type')),
    })
    expect(fields).toBe(1)
  }
})

it('rejects after at most four queries if the endpoint returns no schema', async () => {
  for (const answer of [null, {}, { __schema: null }]) {
    let count = 0
    const ask = () => {
      count += 1
      return Promise.resolve(answer)
    }
    await expect(introspect(ask, () => true)).rejects.toThrow(NoSchemaError)
    expect(count).toBeLessThanOrEqual(4)
  }
  const refusing: Ask = () => Promise.reject(new Error('no'))
  await expect(introspect(refusing, () => true)).rejects.toMatchObject({ cause: new Error('no') })
  await expect(introspect(refusing, never)).rejects.toThrow('no')
})
