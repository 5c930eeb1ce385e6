import { execFile } from 'node:child_process'
import { mkdir, symlink, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { parse } from 'graphql'
import { jobs } from './jobs.ts'
import type { Subject } from './subject.ts'

const root = resolve(import.meta.dirname, '../../..')

/** Packages that a consumer imports. `labelbox-org` is the built package. */
const packages = ['@graphql-typed-document-node', 'gql.tada', 'graphql', '@urql', 'wonka', '@0no-co']

/** Ways to type the operations of a program. */
export const consumerNames = ['@labelbox-org/tools/codegen', 'typed-document-node', 'gql.tada'] as const
export type ConsumerName = (typeof consumerNames)[number]

const documentFiles: Readonly<Record<ConsumerName, (subject: Subject, folder: string) => Promise<void>>> = {
  '@labelbox-org/tools/codegen': async (subject, folder) => writeOutput(await jobs.codegen(subject), folder),
  'typed-document-node': async (subject, folder) => writeOutput(await jobs.bareCodegen(subject), folder, plainTypes),
  'gql.tada': async ({ sdl, files }, folder) => {
    await writeFile(join(folder, 'schema.graphql'), sdl)
    const cli = join(root, 'node_modules/.bin/gql-tada')
    await promisify(execFile)(cli, ['generate-output', '--disable-preprocessing', '--tsconfig', 'tsconfig.json'], {
      cwd: folder,
    })
    const documents = Object.values(files).map(
      (text) => `export const ${operationIn(text).document} = graphql(\`\n${text}\`)\n`,
    )
    await writeFile(
      join(folder, 'generated.ts'),
      `import { initGraphQLTada } from 'gql.tada'
import type { introspection } from './graphql-env.d.ts'

const graphql = initGraphQLTada<{ introspection: introspection; scalars: { DateTime: string; PageSize: number } }>()
${documents.join('')}`,
    )
  },
}

/** Types that the configuration of the job names, as a user of the plugins would write them. */
const plainTypes = `type DateTime = string
type Open<Values extends string> = Values | (string & {})
`

async function writeOutput(outputs: unknown, folder: string, head = ''): Promise<void> {
  const [output] = outputs as readonly { readonly content: string }[]
  await writeFile(join(folder, 'generated.ts'), `${head}${output?.content ?? ''}`)
}

/** Writes a program that sends every operation of the subject and reads its result, and returns its folder. */
export async function writeConsumer(subject: Subject, name: ConsumerName): Promise<string> {
  const folder = join(subject.folder, name.replaceAll('/', '-'))
  await mkdir(join(folder, 'node_modules'), { recursive: true })
  for (const each of packages) await symlink(join(root, 'node_modules', each), join(folder, 'node_modules', each))
  await symlink(root, join(folder, 'node_modules/labelbox-org'))
  await writeFile(
    join(folder, 'tsconfig.json'),
    JSON.stringify({
      compilerOptions: {
        target: 'ES2022',
        module: 'ESNext',
        moduleResolution: 'Bundler',
        strict: true,
        noEmit: true,
        skipLibCheck: true,
        allowImportingTsExtensions: true,
        types: [],
        plugins: [{ name: 'gql.tada/ts-plugin', schema: './schema.graphql', tadaOutputLocation: './graphql-env.d.ts' }],
      },
      files: ['program.ts'],
    }),
  )
  await documentFiles[name](subject, folder)
  await writeFile(join(folder, 'program.ts'), programOf(subject))
  return folder
}

/** The same text for all, so that only the types of the documents differ. */
function programOf({ files }: Subject): string {
  const uses = Object.values(files).map((text, index) => {
    const { document, field } = operationIn(text)
    return `export const result${index} = (await request(documents.${document})).${field}\n`
  })
  return `import type { TypedDocumentNode } from '@graphql-typed-document-node/core'
import * as documents from './generated.ts'

declare function request<Data, Variables>(document: TypedDocumentNode<Data, Variables>): Promise<Data>

${uses.join('')}`
}

/** The name of the document and the root field of an operation. */
function operationIn(text: string): { readonly document: string; readonly field: string } {
  const [operation] = parse(text).definitions
  const [field] = operation?.kind === 'OperationDefinition' ? operation.selectionSet.selections : []
  if (operation?.kind !== 'OperationDefinition' || field?.kind !== 'Field')
    throw new Error('The file has no operation.')
  return { document: `${operation.name?.value ?? ''}Document`, field: field.name.value }
}
