import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'

const prefix = 'labelbox-document:'
/** The files do not exist. Their names are those of the chunks. */
export const documentFolder = `${resolve('generated/operations')}/`

/**
 * A plugin of the build that makes each typed document and fragment a module of its own. Bundlers split code by module,
 * so otherwise a program that needs one document would load all of `generated/operations.ts`.
 */
export function documentModules() {
  const constant = /^export const (\w+(?:Document|FragmentDoc)) = (\{.*\}) as unknown as .*$/gm
  const source = readFileSync('generated/operations.ts', 'utf8')
  const documents = new Map([...source.matchAll(constant)].map(([, name = '', text = '']) => [name, text]))
  return {
    name: 'document-modules',
    transform(code: string, id: string) {
      if (/generated[\\/]operations\.ts$/.test(id)) {
        return code.replace(constant, (_, name: string) => `export { ${name} } from '${prefix}${name}'`)
      }
      if (!/[\\/]src[\\/].*(?<!\.d)\.tsx?$/.test(id)) return undefined
      return code.replace(/^import \{([^}]*)\} from '[./]*generated\/operations\.ts'$/gm, (_, names: string) => {
        const used = names.split(',').map((name) => name.trim())
        return used
          .filter((name) => documents.has(name))
          .map((name) => `import { ${name} } from '${prefix}${name}'`)
          .join(';')
      })
    },
    resolveId: (id: string) =>
      id.startsWith(prefix)
        ? { id: `${documentFolder}${id.slice(prefix.length)}.js`, moduleSideEffects: false }
        : undefined,
    load(id: string) {
      if (!id.startsWith(documentFolder)) return undefined
      const name = id.slice(documentFolder.length, -'.js'.length)
      return { code: `export const ${name} = ${documents.get(name) ?? '{}'}`, moduleSideEffects: false }
    },
  }
}
