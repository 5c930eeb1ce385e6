import { getNullableType, isListType, type GraphQLOutputType } from 'graphql'
import { hasId, isNullable, type MethodPlan } from './methodPlan.ts'
import type { WrittenOperation } from './operationText.ts'

/** The TypeScript names and texts of a method. */
export interface MethodTexts {
  /** The file with the function, relative to `src/organization/`. */
  readonly file: string
  /** Types that the file exports. */
  readonly exported: readonly string[]
  /** The exported type of the records; undefined for a change without a record. */
  readonly record: string | undefined
  /** The function, the test beside it, and the resolvers of the sandbox. */
  readonly source: string
  readonly test: string
  readonly resolvers: string
  /** The method of `Organization`. */
  readonly member: string
  /** Arguments of a call in tests, without the options: `'TODO', `. */
  readonly sample: string
}

/** @param known - Exported types that a fragment stands for, by the fragment, with the file in `src/` that has them. */
export function methodTexts(
  plan: MethodPlan,
  { variables, fragments }: WrittenOperation,
  known: ReadonlyMap<string, string>,
): MethodTexts {
  const { kind, field, method, operation, resource, shape } = plan
  const isList = shape.kind === 'cursor' || shape.kind === 'offset'
  const paging = shape.kind === 'cursor' ? ['first', shape.from] : shape.kind === 'offset' ? ['first', 'skip'] : []
  const own = variables.filter(({ name }) => !paging.includes(name))
  const isId = own.length === 1 && own[0]?.name === 'id' && own[0].isRequired
  const hasInput = own.length > 0 && !isId
  const suffix = kind === 'query' ? 'Query' : 'Mutation'
  const result = `${operation}${suffix}`

  // A fragment has the name of its type.
  const isShared = shape.kind !== 'value' && fragments.includes(shape.record.name)
  const home = isShared ? known.get(shape.record.name) : undefined
  const isValue = shape.kind === 'value'
  const ownName = isValue || known.has(shape.record.name) ? `${operation}Result` : shape.record.name
  const record = isValue && kind === 'mutation' ? undefined : isShared ? shape.record.name : ownName
  const made = isShared ? `${shape.record.name}Fragment` : result
  const input = `${operation}Input`
  const paged = paging.map((name) => `'${name}'`).join(' | ')
  const inputType = paging.length > 0 ? `Omit<${result}Variables, ${paged}>` : `${result}Variables`
  const types = [
    ...(record !== undefined && home === undefined
      ? [
          `/** TODO: what it is. */\nexport type ${record} = ${isValue ? `${result}['${field.name}']` : `WithDates<${isShared ? made : recordType(plan, result)}>`}`,
        ]
      : []),
    ...(hasInput ? [`/** TODO: what it is. */\nexport type ${input} = ${inputType}`] : []),
  ]
  const parameter = isId ? 'id: string, ' : hasInput ? `input: ${input}, ` : ''
  const passed = isId ? 'id, ' : hasInput ? 'input, ' : ''
  const vars = isId ? '{ id }' : hasInput ? 'input' : '{}'

  const source = `${imports(plan, { hasInput, record, home, result, made })}

${types.map((type) => `${type}\n\n`).join('')}${body(plan, { parameter, vars, record, result })}
`
  const options = isList ? 'PageOptions' : 'RequestOptions'
  const gives = record ?? 'void'
  const returned = isList ? `Paginated<${gives}>` : `Promise<${shape.kind === 'list' ? `readonly ${gives}[]` : gives}>`
  const context = kind === 'query' ? 'this.#reading' : 'this.#context'
  const call = isList
    ? `this.#list(${method}, options, ({ ${method} }) => ${method}(${context}, ${passed}options))`
    : hasInput
      ? `this.#call(${method}, options, ({ ${method} }, call, given) => ${method}(${context}, given, call), input)`
      : `this.#call(${method}, options, ({ ${method} }, call) => ${method}(${context}, ${passed}call))`
  const member = `
  /**
   * TODO: what it does. Operation: \`${operation}\`.
   *
   * @throws LabelboxError TODO: for what, with which code.
   */
  ${method}(${parameter}options?: ${options}): ${returned} {
    return ${call}
  }
`
  const values = own
    .filter(({ isRequired }) => isRequired)
    .map(({ name, type }) => `${name}: 'TODO'${/^(?:ID|String|DateTime)!$/.test(type) ? '' : ' as never'}`)
  const sample = isId ? `'TODO', ` : hasInput ? `{ ${values.join(', ')} }, ` : ''
  const read = isList ? `.toArray({ limit: 10 })` : ''
  const called = `organization.${method}(${sample.replace(/, $/, '')})${read}`
  const test = `import { describe, expect, it } from 'vitest'
import { roads, sandboxed } from '../../../test/support/roads.ts'

describe.each(roads)('${method} %s', (_name, connect) => {
  it('TODO: what it gives, and what it refuses', async () => {
    const sandbox = await sandboxed()
    const organization = await connect(sandbox).getOrganization()

    ${record === undefined ? `await ${called}\n\n    expect(organization).toBe('TODO')` : `expect(await ${called}).toEqual('TODO')`}
  })
})
`
  const resolvers = `import type { Resolvers } from './resolver.ts'

/** TODO: what it resolves, from the World that it takes. Take the behavior from the API, not from the client. */
export const ${method} = (): Resolvers => ({
  ${kind === 'query' ? 'Query' : 'Mutation'}: { ${field.name}: () => null },
})
`
  const exported = types.map((type) => /export type (\w+)/.exec(type)?.[1] ?? '')
  return { file: `${resource}/${method}.ts`, exported, record, source, test, resolvers, member, sample }
}

interface Names {
  readonly hasInput: boolean
  readonly record: string | undefined
  readonly home: string | undefined
  readonly result: string
  /** The generated type that the record is made of. */
  readonly made: string
}

function imports({ kind, operation, shape }: MethodPlan, { hasInput, record, home, result, made }: Names): string {
  const isOwn = record !== undefined && home === undefined
  const generated = [
    `${operation}Document`,
    ...(isOwn ? [`type ${made}`] : []),
    ...(hasInput ? [`type ${result}Variables`] : []),
  ]
  const isList = shape.kind === 'cursor' || shape.kind === 'offset'
  const isDated = kind === 'query' && ['cursor', 'list', 'record'].includes(shape.kind)
  const responses = [
    ...(kind === 'mutation'
      ? shape.kind === 'value' || shape.kind === 'list'
        ? ['confirmed', 'requireOutcome']
        : ['changedRecord']
      : []),
    ...(kind === 'query' && (shape.kind === 'cursor' || shape.kind === 'list') ? ['requireList'] : []),
    ...(kind === 'query' && shape.kind === 'record' ? ['requireRecord'] : []),
  ]
  const runs = shape.kind === 'value' || shape.kind === 'list' ? ['nothing', 'runChange'] : ['runChange']
  const lines: readonly (readonly [isNeeded: boolean, text: string])[] = [
    [true, `import { ${generated.join(', ')} } from '../../../generated/operations.ts'`],
    [shape.kind !== 'offset', `import type { CallOptions } from '../../core/callOptions.ts'`],
    [isDated, `import { withDates } from '../../core/dates.ts'`],
    [
      kind === 'query' && shape.kind === 'list' && !hasId(shape.record),
      `import { isRecord } from '../../core/guards.ts'`,
    ],
    [isOwn && shape.kind !== 'value', `import type { WithDates } from '../../core/withDates.ts'`],
    [shape.kind === 'cursor', `import { byCursor } from '../../lists/byCursor.ts'`],
    [isList, `import type { Paginated } from '../../lists/paginated.ts'`],
    [
      true,
      `import ${shape.kind === 'cursor' ? '{ startCall, type Context }' : 'type { Context }'} from '../context.ts'`,
    ],
    [shape.kind === 'cursor', `import { listOf, type PageOptions } from '../resourceLists.ts'`],
    [shape.kind === 'offset', `import { offsetList, type PageOptions } from '../resourceLists.ts'`],
    [responses.length > 0, `import { ${responses.join(', ')} } from '../responses.ts'`],
    [kind === 'mutation', `import { ${runs.join(', ')} } from '../runChange.ts'`],
    [
      home !== undefined,
      `import type { ${record ?? ''} } from '../../${home ?? ''}'`.replace('../../organization/', '../'),
    ],
  ]
  return lines.flatMap(([isNeeded, text]) => (isNeeded ? [text] : [])).join('\n')
}

interface Body {
  readonly parameter: string
  readonly vars: string
  readonly record: string | undefined
  readonly result: string
}

function body(
  { kind, field, method, operation, shape }: MethodPlan,
  { parameter, vars, record, result }: Body,
): string {
  const gives = record ?? 'void'
  const at = isNullable(field.type) ? '?.' : '.'
  const spread = vars === '{}' ? '' : vars === 'input' ? '...input, ' : 'id, '
  if (kind === 'mutation') {
    const isConfirmed = shape.kind === 'value' || shape.kind === 'list'
    const variables = vars === 'input' ? `${result}Variables` : vars === '{}' ? 'object' : '{ readonly id: string }'
    const data = `context.execute(${operation}Document, ${vars === '{}' ? '{}' : 'variables'}, call)`
    const change = `runChange<${variables}, ${isConfirmed ? 'object' : gives}>(context, options, {
    subject: { action: '${method}' },
    // TODO: reject wrong input here, before any request, with a message that shows valid input.
    prepare: () => (${vars === '{ id }' ? '{ id }' : vars}),
    send: (${vars === '{}' ? '_' : 'variables'}, call) =>
      ${
        isConfirmed
          ? `confirmed(${data}, (data) => requireOutcome(data.${field.name}, operationName, data)),\n    planned: nothing,`
          : `changedRecord(${data}, operationName, (data) => data.${field.name}),`
      }
  })`
    return isConfirmed
      ? `export async function ${method}(context: Context, ${parameter}options: CallOptions): Promise<void> {
  const operationName = '${operation}'
  await ${change}
}`
      : `export function ${method}(context: Context, ${parameter}options: CallOptions): Promise<${gives}> {
  const operationName = '${operation}'
  return ${change}
}`
  }
  if (shape.kind === 'cursor') {
    return `export const ${method} = (context: Context, ${parameter}options: PageOptions & CallOptions = {}): Paginated<${gives}> =>
  listOf(options, () => ({
    pageSize: options.pageSize,
    pages: byCursor<${gives}>('${operation}', async (from, first) => {
      const variables = { ${spread}first, ${shape.from === 'from' ? 'from' : `${shape.from}: from`} }
      const data = await context.execute(${operation}Document, variables, startCall(context, options))
      const nodes = requireList(data.${field.name}${at}nodes, '${operation}', data)
      return { items: nodes.map((node) => withDates(node)), nextCursor: data.${field.name}${at}${shape.next} ?? null }
    }),
  }))`
  }
  if (shape.kind === 'offset') {
    const given = vars === '{}' ? '' : `, () => (${vars})`
    return `export const ${method} = (context: Context, ${parameter}options: PageOptions = {}): Paginated<${gives}> =>
  offsetList(context, ${operation}Document, options, (data) => data.${field.name}${given})`
  }
  const isItem = shape.kind === 'list' && !hasId(shape.record) ? ', isRecord' : ''
  const returned = {
    list: `requireList(data.${field.name}, '${operation}', data${isItem}).map((record) => withDates(record))`,
    record: `withDates(requireRecord(data.${field.name}, '${operation}', data))`,
    value: `data.${field.name}`,
  }[shape.kind]
  return `export async function ${method}({ execute }: Context, ${parameter}call: CallOptions): Promise<${shape.kind === 'list' ? `readonly ${gives}[]` : gives}> {
  const data = await execute(${operation}Document, ${vars}, call)
  return ${returned}
}`
}

/** The generated type of one record. */
function recordType({ field, shape }: MethodPlan, result: string): string {
  const solid = (type: GraphQLOutputType, text: string): string => (isNullable(type) ? `NonNullable<${text}>` : text)
  const itemOf = (type: GraphQLOutputType, text: string): string => {
    const list = getNullableType(type)
    return isListType(list) ? solid(list.ofType, `${solid(type, text)}[number]`) : solid(type, text)
  }
  const root = `${result}['${field.name}']`
  if (shape.kind !== 'cursor') return itemOf(field.type, root)
  const page = getNullableType(field.type) as { getFields(): Record<string, { readonly type: GraphQLOutputType }> }
  const nodes = page.getFields()['nodes']
  return nodes ? itemOf(nodes.type, `${solid(field.type, root)}['nodes']`) : root
}
