import { readFileSync } from 'node:fs'
import { transformSync } from 'esbuild'
import { globSync } from 'tinyglobby'
import { expect, it } from 'vitest'
import { compactedCode } from './compactedCode.ts'

/** The code as esbuild prints it, whatever its whitespace. */
const printed = (code: string): string => transformSync(code, { format: 'esm', minifyWhitespace: true }).code

it.each([
  ['const a = { b: [1, 2] };\n', 'const a={b:[1,2]};\n'],
  ['function f(a) {\n\treturn a;\n}\nf(1);\nf(2);', 'function f(a){return a;}\nf(1);\nf(2);\n'],
  ['//#region src/a.ts\nconst a = 1; // a comment\n//#endregion\n', 'const a=1;\n'],
  ['const a = /* @__PURE__ */ f(() => import("./b.js"));', 'const a=/* @__PURE__ */f(()=>import("./b.js"));\n'],
  ['await import(\n\t/* webpackIgnore: true */\n\t"a"\n);', 'await import(/* webpackIgnore: true */"a");\n'],
  ['a + +b - -c + (d / /e/.f);', 'a+ +b- -c+(d/ /e/.f);\n'],
  ['1 .toFixed();\n`a  ${ b } // c`;\n"a  b";', '1 .toFixed();\n`a  ${b} // c`;\n"a  b";\n'],
  [
    'class A {\n\t#b = 1;\n\tstatic async *c() { yield #b in this; }\n}',
    'class A{#b=1;\nstatic async*c(){yield #b in this;}}\n',
  ],
  [
    'if (a) b();\nelse c();\ntypeof a === "b" ? void 0 : new A();',
    'if(a)b();\nelse c();\ntypeof a==="b"?void 0:new A();\n',
  ],
])('writes %j as %j', (code, compact) => {
  expect(compactedCode(code)).toBe(compact)
  expect(printed(compactedCode(code))).toBe(printed(code))
})

it('changes no program: each file of src, as JavaScript', () => {
  const files = globSync('src/{core,transport,lists,organization,proxy,bulk,undici}/**/*.ts', {
    ignore: '**/*.test*.ts',
  })
  expect(files.length).toBeGreaterThan(150)
  for (const file of files) {
    const { code } = transformSync(readFileSync(file, 'utf8'), { loader: 'ts', format: 'esm' })
    expect([file, printed(compactedCode(code))]).toEqual([file, printed(code)])
  }
})
