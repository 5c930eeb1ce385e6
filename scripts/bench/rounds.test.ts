import { expect, it } from 'vitest'
import { interleaved, ratioOf } from './rounds.ts'

it('runs each way once in every round, in orders that change and repeat', async () => {
  const run = async () => {
    const order: string[] = []
    const way = (name: string) => (round: number) => Promise.resolve(order.push(`${round}${name}`) && round)
    const figures = await interleaved({ a: way('a'), b: way('b'), c: way('c') }, 6)
    return { order, figures }
  }

  const { order, figures } = await run()

  expect(figures).toEqual({ a: [1, 2, 3, 4, 5, 6], b: [1, 2, 3, 4, 5, 6], c: [1, 2, 3, 4, 5, 6] })
  const rounds = Array.from({ length: 6 }, (_, round) => order.slice(round * 3, round * 3 + 3))
  for (const [index, round] of rounds.entries()) {
    expect(round.toSorted()).toEqual(['a', 'b', 'c'].map((name) => `${index + 1}${name}`))
  }
  expect(new Set(rounds.map((round) => round.map((each) => each.slice(1)).join(''))).size).toBeGreaterThan(1)
  expect((await run()).order).toEqual(order)
})

it('takes ratios within a round', () => {
  // The second round was ten times slower for both.
  expect(ratioOf([2, 20, 3], [1, 10, 1])).toBe(2)
})
