import { Script } from 'node:vm'
import { expect, test } from 'vitest'
import { brokenLines } from './brokenLines.ts'

const value = (code: string): unknown => new Script(code).runInNewContext()
const longest = (code: string): number => Math.max(...code.split('\n').map(({ length }) => length))

test('breaks a long line, and changes nothing but that', () => {
  const code = `const f=(...x)=>x;let y=[];${'y=f(...y,1,2);if(!y)throw 0;else y.push(()=>{return 3});'.repeat(20)}y.length`
  const broken = brokenLines(code)

  expect(longest(broken)).toBeLessThanOrEqual(160)
  expect(broken.replaceAll('\n', '')).toBe(code)
  expect(value(broken)).toBe(value(code))
})

test.each([
  ['a text', `'${'a,b;'.repeat(99)}'`],
  ['a template', `\`${'a,b;{}${[1,2]},'.repeat(99)}\``],
  ['a regular expression', `String(/${'[,;]a,b;'.repeat(99)}/)`],
])('leaves %s as it is', (_, code) => {
  expect(value(brokenLines(code))).toBe(value(code))
})

test('counts the lines that are there', () => {
  const code = `${'a(1,2);\n'.repeat(99)}// a comment, ${'with commas, '.repeat(20)}\nb(1)`
  expect(brokenLines(code)).toBe(code)
})
