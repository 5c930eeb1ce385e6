import fc from 'fast-check'
import {
  buildSchema,
  isTypeDefinitionNode,
  Kind,
  parse,
  print,
  validateSchema,
  visit,
  type ASTNode,
  type TypeNode,
} from 'graphql'
import { createSandbox } from '@labelbox-org/tools/sandbox'
import { expect, it } from 'vitest'
import { sdl } from '../../../generated/schema.ts'
import { isLong } from '../../../test/support/long.ts'
import { applyTo } from '../apply/repair.ts'
import { definitionsOf, listDefinitions, shippedDocuments } from '../files/loadDefinitions.ts'
import { toSend } from '../probe/apiSender.ts'
import { askLocked } from '../probe/askLocked.ts'
import { targetsOf } from '../probe/probe.ts'
import { namedNodes } from '../sdl/coordinates.ts'
import { experimentalMark, isExperimental } from '../sdl/experimentalParts.ts'
import { impactOf } from './impact.ts'

const { files, usage } = await shippedDocuments()
const definitions = definitionsOf(files)
const document = parse(sdl)

const edits = ['remove', 'rename', 'move', 'retype', 'list', 'require', 'describe'] as const

/** An edit by the coordinate of its part. Edits that a part can't have do nothing. */
type Edits = Readonly<Record<string, (typeof edits)[number]>>

const parts = namedNodes(document).map(({ coordinate }) => coordinate)
const roots = ['Query', 'Mutation']
const ofLists = parts.filter((part) =>
  /^(User|Project)(Where|OrderBy)Input|^Organization\.(users|projects)\b/.test(part),
)
const rootFields = parts.filter((part) => /^(Query|Mutation)\.\w+$/.test(part))
const others = parts.filter((part) => !part.startsWith('@') && !roots.includes(part))

/** Types that can go by another name without a definition of the roots. */
const types = document.definitions.flatMap((node) =>
  isTypeDefinitionNode(node) && node.kind !== Kind.SCALAR_TYPE_DEFINITION && !roots.includes(node.name.value)
    ? [node.name.value]
    : [],
)

const some: fc.Arbitrary<Edits> = fc
  .array(
    fc.tuple(
      fc.oneof(fc.constantFrom(...ofLists), fc.constantFrom(...rootFields), fc.constantFrom(...others)),
      fc.constantFrom(...edits),
    ),
    { minLength: 1, maxLength: 3 },
  )
  .map((chosen) => Object.fromEntries(chosen))

function edited(chosen: Edits): string {
  const path: string[] = []
  const isNamed = (node: ASTNode): node is ASTNode & { readonly name: { readonly value: string } } =>
    /Definition$/.test(node.kind) &&
    node.kind !== Kind.SCHEMA_DEFINITION &&
    node.kind !== Kind.OPERATION_TYPE_DEFINITION
  const renamed = (name: string) => (chosen[name] === 'rename' ? `${name}Now` : name)
  return print(
    visit(document, {
      enter: (node) => {
        if (node.kind === Kind.NAMED_TYPE) return { ...node, name: { ...node.name, value: renamed(node.name.value) } }
        if (!isNamed(node)) return undefined
        const edit = chosen[[...path, node.name.value].join('.')]
        if (edit === 'remove') return null
        path.push(node.name.value)
        return edit && withEdit(node, edit)
      },
      leave: (node) => {
        if (isNamed(node)) path.pop()
      },
    }),
  )
}

interface Part {
  readonly name: { readonly value: string }
  readonly description?: { readonly value: string }
  readonly type?: TypeNode
}

function withEdit(node: Part, edit: Edits[string]): Part {
  const { name, type, description } = node
  const described = (value: string) => ({ ...node, description: { kind: Kind.STRING, value } })
  if (edit === 'rename') return { ...node, name: { ...name, value: `${name.value}Now` } }
  if (edit === 'describe' && !isExperimental(description?.value)) return described('About.')
  if (edit === 'move') return described(isExperimental(description?.value) ? 'Moved.' : `${experimentalMark}. Moved.`)
  if (type === undefined) return node
  if (edit === 'retype') return { ...node, type: named('Int') }
  if (edit === 'list') return { ...node, type: { kind: Kind.LIST_TYPE, type } }
  if (edit === 'require' && type.kind !== Kind.NON_NULL_TYPE)
    return { ...node, type: { kind: Kind.NON_NULL_TYPE, type } }
  return node
}

const named = (value: string): TypeNode => ({ kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value } })

/** Schemas that a server could have. */
function isPossible(text: string): boolean {
  try {
    return validateSchema(buildSchema(text)).length === 0
  } catch {
    return false
  }
}

it('never calls a change harmless with which the API refuses what the present build sends', async () => {
  const seen = { refused: 0, answered: 0 }
  await fc.assert(
    fc.asyncProperty(some, async (chosen) => {
      const text = edited(chosen)
      fc.pre(isPossible(text))
      const { verdict, bump } = await impactOf(definitions, buildSchema(sdl), buildSchema(text), usage)
      await using sandbox = await createSandbox({ schema: () => text })
      const send = toSend({ endpoint: sandbox.url, apiKey: sandbox.apiKey, retry: false })
      const targets = targetsOf([...definitions, ...listDefinitions()])
      const judged = await Promise.all(targets.map(({ path, document: each }) => askLocked(send, path, each)))
      const isRefused = judged.some((each) => each.verdict === 'invalid')
      seen[isRefused ? 'refused' : 'answered'] += 1
      if (isRefused) expect([verdict, bump]).toEqual(['breaking', 'major'])
    }),
    { numRuns: isLong ? 20 : 6, examples: [[Object.fromEntries(types.map((name) => [name, 'rename']))]] },
  )
  if (isLong) expect(Math.min(seen.refused, seen.answered)).toBeGreaterThan(2)
}, 300_000)

it('takes over the names of any types, and cuts nothing that is there', () => {
  const before = buildSchema(sdl)
  const check = (chosen: readonly string[]) => {
    const after = buildSchema(edited(Object.fromEntries(chosen.map((name) => [name, 'rename' as const]))))
    const { removed, changed, left, unclear } = applyTo(files, before, after)
    expect(removed).toEqual([])
    expect(Object.values(changed)).not.toContain('')
    // What is left is named, with the name that it has.
    expect(left.length > 0).toBe(unclear.size > 0)
    for (const [name, names] of unclear)
      expect([chosen.includes(name), names.includes(`${name}Now`)]).toEqual([true, true])
    const renames = new Map([...unclear.keys()].map((name) => [name, `${name}Now`]))
    expect(applyTo(files, before, after, { renames })).toMatchObject({ removed: [], left: [], unclear: new Map() })
  }
  check(types)
  fc.assert(fc.property(fc.subarray(types, { minLength: 1 }), check), { numRuns: isLong ? 20 : 6 })
}, 120_000)
