import { buildSchema } from 'graphql'
import { createSandbox, type SandboxOptions } from '@labelbox-org/tools/sandbox'
import { describe, expect, it } from 'vitest'
import { isLong } from '../../../test/support/long.ts'
import { without } from '../../../test/support/without.ts'
import { proveLocks } from '../probe/lockProof.ts'
import { toSend } from '../probe/apiSender.ts'
import { readMarks, withoutMarks } from '../sdl/inferredMarks.ts'
import { markedSchema } from '../testingMarks.ts'
import { lockedAsker } from './lockedAsker.ts'
import { checkFacts } from './inferredFacts.ts'

const sdl = markedSchema()
const marks = readMarks(sdl)

async function settled(options: SandboxOptions = {}, about = marks) {
  await using sandbox = await createSandbox({ firstType: 'PageSize', ...options })
  const send = toSend({ endpoint: sandbox.url, apiKey: sandbox.apiKey, retry: false })
  const proofs = [await proveLocks(send, 'public'), await proveLocks(send, 'experimental')]
  const facts = await checkFacts(lockedAsker(send, proofs), buildSchema(sdl), about)
  const ran = sandbox.received.flatMap(({ operationName, rootFields }) => (rootFields.length > 0 ? operationName : []))
  expect(new Set(ran)).toEqual(new Set(['LabelboxOrgUnlocked']))
  return { facts, received: sandbox.received }
}

const by = (facts: Awaited<ReturnType<typeof settled>>['facts'], verdict: string) =>
  facts.filter((fact) => fact.verdict === verdict).map(({ mark, observed }) => [mark.coordinate, observed])

describe('marks of the snapshot', () => {
  it('are all found and understood', () => {
    expect(marks.length).toBe((sdl.match(/^[^#\n]+# inferred/gm) ?? []).length)
    expect(marks.find(({ coordinate }) => coordinate === 'UserOrderByInput')).toMatchObject({
      inferred: 'type name',
      rest: 'values follow the SDK sort format',
    })
    expect(marks.find(({ coordinate }) => coordinate === 'Mutation.deleteIamIntegration')).toMatchObject({
      inferred: 'where type',
      rest: 'scalar type',
    })
    expect(marks.find(({ coordinate }) => coordinate === 'ComplexFilter')?.inferred).toBe('other')
  })

  it('can be removed without changing the rest of the comment or file', () => {
    const chosen = marks.filter(({ coordinate }) => ['Role', 'UserOrderByInput'].includes(coordinate))
    const changed = withoutMarks(sdl, chosen)
    expect(changed).toContain('\ntype Role {\n')
    expect(changed).toContain('\nenum UserOrderByInput { # inferred: values follow the SDK sort format\n')
    const [before, after] = [sdl.split('\n'), changed.split('\n')]
    expect(before.filter((line, index) => line !== after[index])).toHaveLength(2)
  })
})

it('confirms at the sandbox every fact that validation can tell, and runs nothing', async () => {
  const { facts, received } = await settled()
  expect(by(facts, 'contradicted')).toEqual([])
  expect(by(facts, 'unknown')).toEqual(
    marks.filter(({ inferred }) => inferred === 'other').map(({ coordinate }) => [coordinate, undefined]),
  )
  // No inferred name is sent.
  const guessed = marks.filter(({ inferred }) => inferred === 'type name').map(({ coordinate }) => coordinate)
  const words = new Set(received.flatMap(({ query = '' }) => query.match(/\w+/g) ?? []))
  expect(guessed.filter((name) => words.has(name))).toEqual([])
})

it('tells by a variable of another type which type `first` has', async () => {
  const about = marks.filter(({ inferred }) => inferred === 'type of first')

  const { facts, received } = await settled({ firstType: 'Int' }, about)

  expect(about.length).toBeGreaterThan(5)
  expect(by(facts, 'contradicted')).toEqual(about.map(({ coordinate }) => [coordinate, 'Int']))
  // Only the type that is certainly wrong is sent.
  expect(received.filter(({ query = '' }) => /: (?:PageSize|Int)\b/.test(query))).toEqual([])
})

it('reports contradicted facts with the actual name', async () => {
  const contradicted = [
    ['Mutation.updateResourceTag', 'missing'],
    ['Role', 'AccessRole'],
    ['UserUpdateInput', 'UserDataInput'],
    ['UserWhereInput.email_gt', 'missing'],
  ]
  const schema = (text: string) =>
    without(
      'UserWhereInput.email_gt',
      'Mutation.updateResourceTag',
    )(text)
      .replaceAll(/\bRole\b/g, 'AccessRole')
      .replaceAll(/\bUserUpdateInput\b/g, 'UserDataInput')
  const about = marks.filter(
    ({ coordinate }, index) => isLong || index % 4 === 0 || contradicted.some(([name]) => name === coordinate),
  )

  const { facts } = await settled({ schema }, about)

  expect(by(facts, 'contradicted').sort()).toEqual(contradicted)
})
