import { buildSchema, executeSync, GraphQLError, Kind, print, visit, type ExecutionResult } from 'graphql'
import { expect, it } from 'vitest'
import { isLong } from '../../../test/support/long.ts'
import { readDefinitions } from '../documents/definitions.ts'
import type { Proof } from '../probe/lockProof.ts'
import { toSend } from '../probe/apiSender.ts'
import { refusalOf, strangeServer, type Asked } from '../probe/testingServer.ts'
import { lockedAsker } from './lockedAsker.ts'
import { readMarks, withoutMarks } from '../sdl/inferredMarks.ts'
import { markedSchema } from '../testingMarks.ts'
import { verificationMarkdown, verificationRecord } from './verifyReport.ts'
import { checkFacts } from './inferredFacts.ts'
import { verify } from './verify.ts'

const sdl = markedSchema()
const schema = buildSchema(sdl)
const marks = readMarks(sdl)
/** Without the long forms, every third fact, besides the one that tests name. */
const someMarks = isLong
  ? marks
  : marks.filter(({ coordinate }, index) => index % 3 === 0 || coordinate === 'Mutation.updateResourceTag')

/** Assumes that the locks hold. */
const proven: readonly Proof[] = [
  { path: 'public', locks: [], checks: [] },
  { path: 'experimental', locks: [], checks: [] },
]

const sendTo = (url: string) => toSend({ endpoint: url, apiKey: 'key', retry: false })

const isMutation = ({ document }: Asked): boolean =>
  document.definitions.some((node) => node.kind === Kind.OPERATION_DEFINITION && node.operation === 'mutation')

async function settled(answer: (asked: Asked) => ExecutionResult | string, about = someMarks) {
  await using server = await strangeServer(answer)
  const mayHaveRun: string[] = []
  const facts = await checkFacts(lockedAsker(sendTo(server.url), proven, mayHaveRun), schema, about)
  return { facts, mayHaveRun, mutations: server.mutations }
}

const verdictOf = ({ facts }: Awaited<ReturnType<typeof settled>>, coordinate: string) =>
  facts.find(({ mark }) => mark.coordinate === coordinate)?.verdict

const missing = {
  errors: [new GraphQLError('Variable "$labelboxOrgProbe" of required type "Boolean!" was not provided.')],
}

it('runs no mutation at a server that validates documents and ignores both locks', async () => {
  const changes: string[] = []
  const found = await settled((asked) => {
    const refused = refusalOf(schema, asked.document)
    if (refused) return refused
    if (!isMutation(asked)) return missing
    visit(asked.document, { Field: ({ name }) => void changes.push(name.value) })
    return { data: {} }
  }, marks)
  expect(changes).toEqual([])
  expect(found.mutations.length).toBeGreaterThan(20)
  expect(found.mayHaveRun).toEqual([])
  // It learns as much as with working locks.
  expect(verdictOf(found, 'Mutation.updateResourceTag')).toBe('holds')
  expect(found.facts.filter(({ verdict }) => verdict === 'contradicted')).toEqual([])
})

it('does not confirm a mutation if the server reports only one error', async () => {
  const found = await settled(({ document }) => {
    const [first] = (refusalOf(schema, document)?.errors ?? []).toSorted(
      (one, other) =>
        Number(other.message.includes('labelboxOrgGuard')) - Number(one.message.includes('labelboxOrgGuard')),
    )
    return first ? { errors: [first] } : missing
  })
  expect(verdictOf(found, 'Mutation.updateResourceTag')).toBe('unknown')
})

it('stops sending mutations when an impossible one is accepted', async () => {
  const found = await settled((asked) => (isMutation(asked) ? missing : (refusalOf(schema, asked.document) ?? missing)))
  expect(found.mutations).toHaveLength(1)
  expect(found.mayHaveRun).toEqual([])
})

it('stops sending mutations after a response without a rejection, and names the mutation', async () => {
  const found = await settled((asked) =>
    isMutation(asked)
      ? { errors: [new GraphQLError('Failed.', { extensions: { code: 'INTERNAL_SERVER_ERROR' } })] }
      : (refusalOf(schema, asked.document) ?? missing),
  )
  expect(found.mutations).toHaveLength(1)
  expect(found.mayHaveRun).toHaveLength(1)
  expect(found.mutations[0]).toContain(found.mayHaveRun[0])
})

const proper = ({ document, variables }: Asked): ExecutionResult =>
  refusalOf(schema, document) ??
  executeSync({
    schema,
    document,
    variableValues: variables,
    rootValue: { organization: () => ({ id: 'o', users: [], projects: [] }), user: () => ({ id: 'u' }) },
  })

const own = readDefinitions({
  'own.graphql': 'query Own { user { id } } query Gone { organization { id gone } } mutation Tag { __typename }',
})

it('leaves a fact unknown after a failed request, and continues', async () => {
  let asked = 0
  const { facts } = await settled((given) => {
    if (!isMutation(given)) asked += 1
    if (isMutation(given) || asked !== 5) return refusalOf(schema, given.document) ?? missing
    return { errors: [new GraphQLError('You are signed out.', { extensions: { code: 'AUTHENTICATION_ERROR' } })] }
  })
  const unknown = facts.filter(({ verdict, mark }) => verdict === 'unknown' && mark.inferred !== 'other')
  expect(asked).toBeGreaterThan(20)
  expect(unknown).toHaveLength(1)
})

it('lists invalid parts of operations, and withholds the key', async () => {
  const key = 'someKeyOfSomebody'
  const renamed = buildSchema(sdl.replaceAll(/\bRole\b/g, key))
  await using server = await strangeServer((asked) => {
    const refused = refusalOf(renamed, asked.document)
    return refused ?? proper(asked)
  })
  const others = marks.filter(({ coordinate }) => coordinate !== 'Role')
  const snapshot = isLong ? sdl : withoutMarks(sdl, others)
  const found = await verify(sendTo(server.url), sendTo(server.url), own, snapshot, key)
  expect(verificationRecord(found)).toMatchObject({
    probe: 'invalid',
    invalid: [{ name: 'Gone', what: ['Organization.gone'] }],
    mayHaveRun: [],
  })
  const report = verificationMarkdown(found)
  expect(report).toContain('- **invalid**: `Gone`: `Organization.gone`\n')
  expect(report).toContain('- **contradicted**: `Role` (type name): `(withheld)`')
  expect(report + JSON.stringify(verificationRecord(found))).not.toContain(key)
})

/** A server with that many users and a custom page limit. */
async function capOf(users: number, answers: (first: number) => number | 'refused' | 'failed'): Promise<unknown> {
  await using server = await strangeServer((asked) => {
    const page = /users\(first: (\d+), skip: (\d+)\)/.exec(print(asked.document))
    if (page === null) return proper(asked)
    const [first = 0, skip = 0] = page.slice(1).map(Number)
    const given = answers(first)
    if (given === 'failed') return { errors: [new GraphQLError('Later.', { extensions: { code: 'TIMEOUT' } })] }
    if (given === 'refused')
      return { errors: [new GraphQLError('Too many.', { extensions: { code: 'BAD_USER_INPUT' } })] }
    const rows = Array.from({ length: Math.max(0, Math.min(given, users - skip)) }, () => ({ id: 'x' }))
    return { data: { organization: { id: 'o', users: rows } } }
  })
  const { caps } = await verify(sendTo(server.url), sendTo(server.url), [], withoutMarks(sdl, marks))
  return caps.find(({ list }) => list === 'Organization.users')?.cap
}

it.each([
  ['returns fewer rows than requested', 500, (first: number) => Math.min(first, 100), 100],
  ['rejects larger pages', 500, (first: number) => (first > 250 ? 'refused' : first), 250],
  ['rejects larger pages and has few rows', 3, (first: number) => (first > 999 ? 'refused' : first), 999],
  [
    'rejects larger pages and returns fewer rows than allowed',
    500,
    (first: number) => (first > 200 ? 'refused' : 50),
    50,
  ],
  ['returns everything on one page', 500, (first: number) => first, undefined],
  ['has no rows', 0, (first: number) => first, undefined],
  ['rejects all pages', 500, () => 'refused' as const, undefined],
  ['fails', 500, () => 'failed' as const, undefined],
  ['fails for some pages', 500, (first: number) => (first > 700 ? 'refused' : 'failed'), undefined],
] as const)('finds the largest page of a server that %s', async (_, users, answers, cap) => {
  expect(await capOf(users, answers)).toBe(cap)
})
