import fc from 'fast-check'
import { expect, it } from 'vitest'
import { placeOf, readDefinitions } from '../documents/definitions.ts'
import { isCodeFile, operationsInCode } from './operationsInCode.ts'

/** Ways to write a GraphQL text into an expression of JavaScript. */
const forms: readonly ((text: string) => string)[] = [
  (text) => `gql\`${text}\``,
  (text) => `graphql\`${text}\``,
  (text) => `gql(\`${text}\`)`,
  (text) => `graphql(\`${text}\`, [Other])`,
  (text) => `/* GraphQL */ \`${text}\``,
  (text) => `/* GraphQL */ gql\`${text}\``,
  (text) => `(cond ? gql\`${text}\` : undefined)`,
  (text) => `wrap({ query: gql\`${text}\n\${name({ a: { b: 1 } })}\` })`,
  (text) => `gql\`\${Other}\${Other} ${text}\``,
  (text) => `gql\`# A \\\`tick\\\`.\n${text}\``,
]

const script = (lines: readonly string[], isTypeScript: boolean) =>
  [
    "import { gql } from '@urql/core'",
    ...lines,
    'const text = `query NotGraphql { a }`',
    "const quoted = 'gql`query Quoted { a }`'",
    '// gql`query Commented { a }`',
    ...(isTypeScript ? ['const last: number = 3'] : []),
  ].join('\n')

/** Files that have a script. */
const files: Readonly<Record<string, (lines: readonly string[]) => string>> = {
  'a.js': (lines) => script(lines, false),
  'a.jsx': (lines) => `${script(lines, false)}\nexport const A = () => <p title={\`x\`}>{text}</p>\n`,
  'a.ts': (lines) => script(lines, true),
  'a.mts': (lines) => script(lines, true),
  'a.tsx': (lines) => `${script(lines, true)}\nexport const A = () => <p>{text as string}</p>\n`,
  'a.vue': (lines) =>
    `<template>\n  <p>{{ text }}</p>\n</template>\n\n<script setup lang="ts">\n${script(lines, true)}\n</script>\n`,
  'b.vue': (lines) =>
    `<script lang="ts">\n${script(lines, true)}\nexport default {}\n</script>\n<template><p>gql</p></template>\n`,
  'a.svelte': (lines) =>
    `<script lang="ts">\n${script(lines, true)}\n</script>\n\n<p>{text}</p>\n<style>p { color: red }</style>\n`,
}

const onlyTypeScript = (text: string) => `graphql(\`${text}\` as const)`

const lineOf = (isTypeScript: boolean) =>
  fc.record({
    form: fc.constantFrom(...forms, ...(isTypeScript ? [onlyTypeScript] : [])),
    indent: fc.constantFrom('', '  ', '\n\n', '/* ä𝄞 */ '),
    body: fc.constantFrom('{ a }', '($first: Int) {\n    a(first: $first)\n  }', '@live { a { ...F } }'),
  })

it.each(Object.keys(files))('finds every operation of %s at its line and column, in whatever form', async (name) => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(lineOf(!name.includes('.js')), { maxLength: 5 }),
      fc.boolean(),
      async (lines, isWindows) => {
        const code = (files[name] ?? String)(
          lines.map(({ form, indent, body }, at) => `${indent}const q${at} = ${form(`query Q${at}${body}`)}`),
        ).replaceAll('\n', isWindows ? '\r\n' : '\n')

        const found = readDefinitions({ [name]: await operationsInCode(name, code) })

        expect(found.map((each) => each.name).sort()).toEqual(lines.map((_, at) => `Q${at}`))
        for (const each of found) {
          const place = placeOf(each.node)
          const start = code.split(/\r?\n/)[place.line - 1]?.slice(place.column - 1)
          expect(start).toMatch(new RegExp(`^query ${each.name}\\b`))
        }
      },
    ),
    { numRuns: name.endsWith('.vue') || name.endsWith('.svelte') ? 15 : 40 },
  )
})

it('finds the same operation as often as the file has it', async () => {
  const code =
    'const a = gql`query A { a }`\nconst b = gql`query A { a }`\nconst c = gql`${gql`fragment F on T { a }`} query A { a }`\n'
  const found = readDefinitions({ 'a.ts': await operationsInCode('a.ts', code) })
  expect(found.map(({ name, node }) => [name, placeOf(node).line])).toEqual([
    ['A', 1],
    ['A', 2],
    ['F', 3],
    ['A', 3],
  ])
})

it.each(['a.ts', 'a.js', 'a.mts', 'a.cjs', 'a.tsx', 'b/a.jsx', 'a.vue', 'a.svelte', 'a.astro', 'a.gts', 'a.gjs'])(
  'takes %s for code',
  (file) => expect(isCodeFile(file)).toBe(true),
)

it.each(['a.graphql', 'ts', 'a.ts.graphql', 'a.json', 'a.xts', 'a.s', 'a.txs', 'a.tsxx', 'a.mvue', 'atsx'])(
  'does not take %s for code',
  (file) => expect(isCodeFile(file)).toBe(false),
)

it('says what to install where the package is missing, and needs it for no other code', async () => {
  const missing = () => Promise.reject(Object.assign(new Error('not found'), { code: 'ERR_MODULE_NOT_FOUND' }))
  await expect(operationsInCode('a.ts', 'gql`{ a }`', missing)).rejects.toThrow(
    'a.ts has GraphQL in code, and reading it needs a package that is not installed. Run: npm install --save-dev @graphql-tools/graphql-tag-pluck',
  )
  expect(await operationsInCode('a.ts', 'const a = 1', missing)).toBe('')
})

it('reads no code without the word, and refuses code that can’t be parsed', async () => {
  expect(await operationsInCode('a.ts', 'this is not code')).toBe('')
  await expect(operationsInCode('a.ts', 'const = gql`{ a }`')).rejects.toThrow(/^a\.ts can't be read: Unexpected token/)
})
