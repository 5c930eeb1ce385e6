import { resolve } from 'node:path'
import type { CodegenPlugin } from '@graphql-codegen/plugin-helpers'
import { reach, readReferences, type Declaration } from './references.ts'

/** Which methods send an operation and which public types are made of a generated one, read out of the sources. */
export const usagePlugin: CodegenPlugin = {
  plugin: () => {
    const { methods, types } = usage()
    return `/** By operation, the methods that may send it. */
export const methods: Readonly<Record<string, readonly string[]>> = ${print(methods)}

/** By generated type, the types of the package that are made of it. */
export const types: Readonly<Record<string, readonly string[]>> = ${print(types)}
`
  },
}

function usage() {
  const entry = resolve('src/index.ts')
  const generated = `${resolve('generated/operations.ts')}#`
  const references = readReferences(entry)
  const generatedNames = (from: Declaration, stopAt?: ReadonlySet<Declaration>): string[] =>
    [...reach(references, from, stopAt)]
      .filter((each) => each.startsWith(generated))
      .map((each) => each.slice(generated.length))
  const [methods, types] = [new Map<string, Set<string>>(), new Map<string, Set<string>>()]
  const note = (map: Map<string, Set<string>>, key: string, value: string) =>
    map.set(key, (map.get(key) ?? new Set()).add(value))
  for (const declaration of references.named.keys()) {
    const [file = '', name = ''] = declaration.split('#')
    if (/^(Organization|Labelbox)\.\w+$/.test(name)) {
      for (const each of generatedNames(declaration)) {
        if (each.endsWith('Document')) note(methods, each.slice(0, -'Document'.length), name)
      }
    } else if (file === entry && /^[A-Z]/.test(name)) {
      // What a class is made of is no part of the types of its members.
      for (const each of generatedNames(declaration, references.classes)) if (isOfSchema(each)) note(types, each, name)
    }
  }
  return { methods, types }
}

/** Not a document, nor what the generated file has for itself. */
const isOfSchema = (name: string): boolean =>
  /^[A-Z]/.test(name) && !name.endsWith('Document') && !['Open', 'TypedOperation'].includes(name)

function print(map: ReadonlyMap<string, ReadonlySet<string>>): string {
  const lines = [...map.keys()].sort().map((key) => {
    const values = [...(map.get(key) ?? [])].sort().map((value) => `'${value}'`)
    return `  ${key}: [${values.join(', ')}],`
  })
  return `{\n${lines.join('\n')}\n}`
}
