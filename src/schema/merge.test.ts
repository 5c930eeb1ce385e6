import { expect, it } from 'vitest'
import { mergeExperimental } from './merge.ts'

it('adds what only the experimental endpoint has, says so, and changes nothing else', () => {
  const merged = mergeExperimental(
    'type Query { a: Int } enum E { A }',
    'type Query { "Ours." a: String "New." b: New c: Int "Experimental endpoint (/_gql). Told." d: Int } type New { n: Int } enum E { A B }',
  )
  expect(merged).toBe(`enum E {
  A

  """Experimental endpoint (/_gql)."""
  B
}

type New {
  n: Int
}

type Query {
  a: Int

  """Experimental endpoint (/_gql). New."""
  b: New

  """Experimental endpoint (/_gql)."""
  c: Int

  """Experimental endpoint (/_gql). Told."""
  d: Int
}
`)
})
