import {
  buildSchema,
  executeSync,
  GraphQLError,
  Kind,
  visit,
  type DocumentNode,
  type ExecutionResult,
  type OperationDefinitionNode,
} from 'graphql'
import { afterEach, describe, expect, it } from 'vitest'
import { sdl } from '../../../generated/schema.ts'
import { outcomeOf } from './probe.ts'
import { probeRecord, probeText } from './probeReport.ts'
import { probing, refusalOf, someDocuments, strangeServer, type Asked } from './testingServer.ts'

const schema = buildSchema(sdl)

/** Fields of mutations that ran. */
let changes: string[] = []
afterEach(() => {
  changes = []
})

const rootValue = new Proxy(
  {},
  {
    get: (_, field) => () => {
      if (String(field) === 'organization') return { id: 'o' }
      if (String(field) === 'user') return { id: 'u' }
      changes.push(String(field))
      return null
    },
  },
)

const run = (document: DocumentNode, variableValues: Asked['variables']): ExecutionResult =>
  executeSync({ schema, document, rootValue, variableValues })

const proper = ({ document, variables }: Asked): ExecutionResult =>
  refusalOf(schema, document) ?? run(document, variables)

/** A server that ignores `@skip` in the given positions. */
const deafToSkip = (isDeaf: (depth: number, parent: string) => boolean) => (asked: Asked) => {
  let depth = 0
  const document = visit(asked.document, {
    SelectionSet: { enter: () => void (depth += 1), leave: () => void (depth -= 1) },
    Directive: (node, _key, _parent, _path, ancestors) => {
      const around = ancestors.findLast((each) => 'kind' in each && each.kind !== Kind.DIRECTIVE) as { kind: string }
      return node.name.value === 'skip' && isDeaf(depth, around.kind) ? null : undefined
    },
  })
  return refusalOf(schema, asked.document) ?? run(document, asked.variables)
}

/** A server that fills missing variables. */
const filledWith =
  (value: unknown) =>
  ({ document, variables }: Asked): ExecutionResult => {
    const names = document.definitions.flatMap((node) =>
      node.kind === Kind.OPERATION_DEFINITION ? (node.variableDefinitions ?? []) : [],
    )
    const filled = Object.fromEntries(names.map(({ variable }) => [variable.name.value, value]))
    return refusalOf(schema, document) ?? run(document, { ...filled, ...variables })
  }

/** A server that treats required variables as optional. */
const forgiving = ({ document, variables }: Asked): ExecutionResult => {
  const relaxed = visit(document, {
    VariableDefinition: (node) =>
      node.type.kind === Kind.NON_NULL_TYPE ? { ...node, type: node.type.type } : undefined,
  })
  return refusalOf(schema, document) ?? run(relaxed, variables)
}

/** A server that reports a missing variable after running the operation. */
const tooLate = (asked: Asked): ExecutionResult => {
  const refused = proper(asked)
  const { data } = forgiving(asked)
  return refused.data === undefined && data ? { ...refused, data } : refused
}

const lockNames = (asked: Asked): string => (asked.document.definitions[0] as OperationDefinitionNode).name?.value ?? ''

const isMutation = ({ document }: Asked): boolean =>
  document.definitions.some((node) => node.kind === Kind.OPERATION_DEFINITION && node.operation === 'mutation')

const namesIn = (queries: readonly string[]): string[] =>
  queries.map((query) => /mutation (\w+)/.exec(query)?.[1] ?? '')

const masked = {
  data: null,
  errors: [new GraphQLError('Something failed.', { extensions: { code: 'INTERNAL_SERVER_ERROR' } })],
}

const unknownField = new GraphQLError('Cannot query field "gone" on type "User".', {
  extensions: { code: 'GRAPHQL_VALIDATION_FAILED' },
})

describe('probe sends no mutation to a server that', () => {
  it.each([
    ['ignores @skip at the root', deafToSkip((depth) => depth === 1), /with all fields skipped runs/],
    [
      'ignores @skip on fields',
      deafToSkip((depth, kind) => depth === 1 && kind === 'Field'),
      /with all fields skipped runs/,
    ],
    ['ignores @skip on fragments', deafToSkip((_, kind) => kind === 'InlineFragment'), /with all fields skipped runs/],
    [
      'ignores @skip everywhere',
      deafToSkip(() => true),
      /(?:with all fields skipped|without its required variable) runs/,
    ],
    ['treats a missing variable as true', filledWith(true), /without its required variable runs/],
    ['treats a missing variable as false', filledWith(false), /without its required variable runs/],
    ['treats required variables as optional', forgiving, /without its required variable runs/],
    ['returns data with its rejection', tooLate, /without its required variable runs/],
    ['returns null for everything', () => ({ data: null }), /without locks does not run/],
    ['returns an empty object for everything', () => ({ data: {} }), /without locks does not run/],
    ['returns HTML', () => '<html><body>Sign in</body></html>', /without locks does not run/],
    ['fails every request', () => ({ errors: [new GraphQLError('No.')] }), /without locks does not run.*: No\.$/],
    [
      'reports a missing variable as a field error',
      (asked: Asked) =>
        lockNames(asked) === 'LabelboxOrgVariableLock'
          ? {
              data: null,
              errors: [
                new GraphQLError('Variable "$labelboxOrgProbe" of required type "Boolean!" was not provided.', {
                  path: ['last'],
                }),
              ],
            }
          : proper(asked),
      /is not rejected for that/,
    ],
  ])('%s', async (_name, answer, reason) => {
    await using server = await strangeServer(answer)
    const found = await probing(server, someDocuments)
    expect(server.mutations).toEqual([])
    expect(changes.filter((field) => field in (schema.getMutationType()?.getFields() ?? {}))).toEqual([])
    for (const { locks } of found.proofs) expect(locks[0]).toMatch(reason)
    expect(outcomeOf(found)).toBe('unlocked')
    expect(found.operations.filter(({ kind, verdict }) => kind === 'mutation' && verdict !== 'unknown')).toEqual([])
  })

  it('honors the locks on one endpoint only', async () => {
    const deaf = deafToSkip((depth) => depth === 1)
    await using server = await strangeServer((asked) => (asked.path === '/_gql' ? deaf(asked) : proper(asked)))
    const found = await probing(server, someDocuments)
    expect(server.mutations).toEqual([])
    const unsent = found.operations.filter(({ reason }) => reason === 'Not sent: the locks are not proven.')
    expect(new Set(unsent.map(({ path }) => path))).toEqual(new Set(['public', 'experimental']))
    expect(found.proofs.filter(({ locks }) => locks.length > 0).map(({ path }) => path)).toEqual(['experimental'])
    expect(outcomeOf(found)).toBe('unlocked')
  })

  it.each([
    ['ignores @skip', deafToSkip(() => true), /^A mutation with all fields skipped runs\.$/],
    ['treats a missing variable as true', filledWith(true), /^A mutation without its required variable runs\.$/],
    [
      'fails every request',
      () => ({ errors: [new GraphQLError('No.')] }),
      /^A mutation without locks does not run, so the locks cannot be tested: No\.$/,
    ],
    ['returns HTML', () => '<html></html>', /^A mutation without locks does not run/],
  ])('%s for mutations', async (_name, answer, reason) => {
    await using server = await strangeServer((asked) => (isMutation(asked) ? answer(asked) : proper(asked)))
    const found = await probing(server, someDocuments)
    expect(server.mutations.filter((query) => !query.startsWith('mutation LabelboxOrg'))).toEqual([])
    expect(changes).toEqual([])
    expect(found.proofs.flatMap(({ locks }) => locks)).toEqual([expect.stringMatching(reason)])
    expect(outcomeOf(found)).toBe('unlocked')
  })

  it.each([
    ['runs everything', { data: { updateProject: null } }],
    ['hides failures', { data: null, errors: [new GraphQLError('Something failed.')] }],
  ])('answers __typename in a gateway and behind it %s', async (_, answer) => {
    await using server = await strangeServer((asked) => {
      const fields: string[] = []
      visit(asked.document, { Field: ({ name }) => void fields.push(name.value) })
      const isItsOwn = fields.every((name) => name === '__typename')
      return !isMutation(asked) || isItsOwn ? proper(asked) : (refusalOf(schema, asked.document) ?? answer)
    })
    const found = await probing(server, someDocuments)
    const last = server.mutations.at(-1)
    expect(server.mutations.filter((query) => !query.startsWith('mutation LabelboxOrg'))).toEqual([])
    expect(last).toMatch(
      /\(where: \{\s*id:\s*"labelboxOrgProbe"\s*\}.*@skip\(if: true\) @include\(if: \$labelboxOrgProbe\)/,
    )
    expect(found.proofs.flatMap(({ locks }) => locks)).toEqual([
      expect.stringMatching(/with an id that does not exist: /),
    ])
    expect(outcomeOf(found)).toBe('unlocked')
  })

  it('returns data for a locked mutation: no further mutation is sent', async () => {
    await using server = await strangeServer((asked) =>
      lockNames(asked) === 'InviteUser' ? { data: { createInvites: [] } } : proper(asked),
    )
    const found = await probing(server, someDocuments)
    expect(namesIn(server.mutations).at(-1)).toBe('InviteUser')
    expect(found.proofs.find(({ path }) => path === 'public')?.locks).toEqual([expect.stringMatching(/^InviteUser: /)])
    expect(outcomeOf(found)).toBe('unlocked')
    const text = probeText(found).join('\n')
    expect(text).toContain('Data may have changed.')
    expect(text).toContain(
      'The mutation InviteUser may have run, without its variables. Check in Labelbox what createInvites changes.',
    )
    expect(probeRecord(found).mayHaveRun).toEqual(['InviteUser'])
  })

  // The server may have run the mutation and hidden the result.
  it.each([
    ['an error without a path', () => masked],
    ['a validation error and another error', () => ({ errors: [...masked.errors, unknownField] })],
    ['neither data nor errors', () => ({ data: null })],
    ['an empty body', () => ''],
    ['HTML', () => '<html><body>Sorry</body></html>'],
  ])('answers a locked mutation with %s: no further mutation is sent', async (_name, answer) => {
    await using server = await strangeServer((asked) =>
      isMutation(asked) && !lockNames(asked).startsWith('LabelboxOrg') ? answer() : proper(asked),
    )
    const found = await probing(server, someDocuments)
    const sent = namesIn(server.mutations).filter((name) => !name.startsWith('LabelboxOrg'))
    expect(sent).toHaveLength(1)
    expect(probeRecord(found)).toMatchObject({ outcome: 'unlocked', mayHaveRun: sent })
  })

  it('returns data for a locked query: no mutation is sent', async () => {
    await using server = await strangeServer((asked) =>
      lockNames(asked) === 'GetRoles' ? { data: { roles: null } } : proper(asked),
    )
    const found = await probing(server, someDocuments)
    expect(server.mutations).toEqual([])
    expect(outcomeOf(found)).toBe('unlocked')
    expect(probeText(found)[0]).toMatch(/Nothing changed\. Some queries ran .*: GetRoles\.$/)
    expect(probeRecord(found).mayHaveRun).toEqual([])
  })
})

describe('probe finds no operation valid at a server that', () => {
  it.each([
    [
      'checks variables before the document',
      (asked: Asked) => {
        const { errors } = run(asked.document, asked.variables)
        return errors ? { errors } : proper(asked)
      },
    ],
    [
      'does not validate arguments',
      (asked: Asked) => {
        const refused = refusalOf(schema, asked.document)?.errors?.filter(
          ({ message }) => !message.startsWith('Unknown argument'),
        )
        return refused && refused.length > 0 ? { errors: refused } : run(asked.document, asked.variables)
      },
    ],
    [
      'does not validate inputs',
      (asked: Asked) => {
        const refused = refusalOf(schema, asked.document)?.errors?.filter(
          ({ message }) => !message.includes('is not defined by type'),
        )
        return refused && refused.length > 0 ? { errors: refused } : run(asked.document, asked.variables)
      },
    ],
  ])('%s', async (_name, answer) => {
    await using server = await strangeServer(answer)
    const found = await probing(server, someDocuments)
    expect(outcomeOf(found)).toBe('unknown')
    expect(found.operations.some(({ verdict }) => verdict === 'valid')).toBe(false)
    expect(found.operations[0]?.reason).toContain('so accepted documents are not proven valid')
  })

  it('does not validate mutations', async () => {
    await using server = await strangeServer((asked) =>
      isMutation(asked) ? run(asked.document, asked.variables) : proper(asked),
    )
    const found = await probing(server, someDocuments)
    expect(changes).toEqual([])
    const valid = found.operations.filter(({ verdict }) => verdict === 'valid')
    expect(new Set(valid.map(({ kind }) => kind))).toEqual(new Set(['query']))
    expect(outcomeOf(found)).toBe('unknown')
  })

  it('rejects a document as too complex', async () => {
    await using server = await strangeServer((asked) =>
      lockNames(asked) === 'GetUserGroups'
        ? {
            errors: [
              new GraphQLError('Query complexity limit exceeded', {
                extensions: { code: 'GRAPHQL_VALIDATION_FAILED' },
              }),
            ],
          }
        : proper(asked),
    )
    const found = await probing(server, someDocuments)
    expect(found.operations.find(({ name }) => name === 'GetUserGroups')).toMatchObject({
      verdict: 'unknown',
      reason: 'Unrecognized server message: Query complexity limit exceeded',
    })
  })
})

it('probe finds every operation valid at a server of graphql-js', async () => {
  await using server = await strangeServer(proper)
  const found = await probing(server, someDocuments)
  expect(outcomeOf(found)).toBe('valid')
  expect(changes).toEqual([])
})
