import { parse, visit, type ASTNode, type NameNode } from 'graphql'
import { expect, it } from 'vitest'
import { cutNode } from './cutNode.ts'

/** The field, argument, variable or fragment of a name, without it. */
function without(text: string, name: string): string {
  const found: ASTNode[] = []
  const take = (node: ASTNode & { readonly name: NameNode }): void => {
    if (node.name.value === name) found.push(node)
  }
  visit(parse(text), {
    Field: take,
    Argument: take,
    ObjectField: take,
    FragmentDefinition: take,
    VariableDefinition: (node) => {
      if (`$${node.variable.name.value}` === name) found.push(node)
    },
  })
  const [node] = found
  if (node === undefined) throw new Error(`There is no ${name}.`)
  return cutNode(text, node)
}

const texts: readonly (readonly [text: string, name: string, result: string])[] = [
  ['{ a b }', 'b', '{ a }'],
  ['{ a b }', 'a', '{ b }'],
  ['{a b}', 'a', '{b}'],
  ['{ a, b, c }', 'a', '{ b, c }'],
  ['{ a, b, c }', 'b', '{ a, c }'],
  ['{ a, b, c }', 'c', '{ a, b }'],
  ['{\n  a\n  b # Beside.\n}\n', 'b', '{\n  a\n}\n'],
  ['{\n  a,\n  b\n}', 'a', '{\n  b\n}'],
  ['{\n  # Above.\n  a\n  b\n}', 'a', '{\n  # Above.\n  b\n}'],
  ['{\n  a b\n}', 'a', '{\n  b\n}'],
  ['{\n  a b\n}', 'b', '{\n  a\n}'],
  ['{\n  a(x: 1)\n}', 'x', '{\n  a\n}'],
  ['{ a( # Why.\n  x: 1 # So.\n) }', 'x', '{ a }'],
  ['{ a(x: 1, y: 2) }', 'x', '{ a(y: 2) }'],
  ['{ a(x: 1 y: 2) }', 'x', '{ a(y: 2) }'],
  ['{ a(x: 1, y: 2) }', 'y', '{ a(x: 1) }'],
  ['{ a(\n  x: 1\n  y: 2\n) }', 'x', '{ a(\n  y: 2\n) }'],
  ['{ b:a(x:1)c }', 'x', '{ b:a c }'],
  ['{ a(x: { y: 1, z: 2 }) }', 'y', '{ a(x: { z: 2 }) }'],
  ['query A($a: Int, $b: Int) { c }', '$a', 'query A($b: Int) { c }'],
  ['query A($a: Int, $b: Int) { c }', '$b', 'query A($a: Int) { c }'],
  ['query A($a: Int) { c }', '$a', 'query A { c }'],
  ['query A($a: Int){c}', '$a', 'query A{c}'],
  ['# Of F.\n# More.\nfragment F on A { a }\n\nquery B { b }\n', 'F', 'query B { b }\n'],
  ['# Kept.\n\nfragment F on A { a }\nquery B { b }\n', 'F', '# Kept.\n\nquery B { b }\n'],
  ['query B { b }\n\n  # Of F.\nfragment F on A { a }\n\nquery C { c }\n', 'F', 'query B { b }\n\nquery C { c }\n'],
  ['query B { b }\nfragment F on A { a }', 'F', 'query B { b }\n'],
  ['fragment F on A { a }\n\n\nquery B { b }\n', 'F', 'query B { b }\n'],
  ['query B { b } fragment F on A { a } query C { c }', 'F', 'query B { b } query C { c }'],
]

it.each(texts)('%j without %s', (text, name, result) => {
  expect(without(text, name)).toBe(result)
  expect(without(text.replaceAll('\n', '\r\n'), name)).toBe(result.replaceAll('\n', '\r\n'))
})
