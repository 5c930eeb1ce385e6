import ts from 'typescript'
import type { MethodPlan } from './methodPlan.ts'
import type { MethodTexts } from './sourceTexts.ts'

/** Reads a file of the repository; undefined if it does not exist. */
export type Read = (file: string) => string | undefined

/** What a method changes in files that the repository has, and the small files that its resource lacks. */
export interface Insertions {
  /** Generated types that the exported types of the method are made of, for each. */
  readonly madeOf: ReadonlyMap<string, readonly string[]>
  /** Variables that the operation requires, besides those of paging. */
  readonly required: readonly string[]
  /** Whether the sandbox answers the field already. */
  readonly isResolved: boolean
}

/** Texts by file. */
export function insertions(
  plan: MethodPlan,
  texts: MethodTexts,
  { madeOf, required, isResolved }: Insertions,
  read: Read,
): Readonly<Record<string, string>> {
  const { kind, field, method, operation, resource, shape } = plan
  const files: Record<string, string> = {}
  const edit = (file: string, change: (text: string) => string): void => {
    files[file] = change(files[file] ?? read(file) ?? '')
  }
  const call = `organization.${method}(${texts.sample}options)`
  const called = `organization.${method}(${texts.sample.replace(/, $/, '')})`
  const isList = shape.kind === 'cursor' || shape.kind === 'offset'

  edit('src/organization/organization.ts', (text) => withMember(text, plan, texts))
  edit('src/organization/usage.ts', (text) =>
    withTypeRows(inObject(text, 'operationsOf', `  'Organization.${method}': ['${operation}'],`), madeOf),
  )
  if (texts.exported.length > 0) {
    const line = `export type { ${texts.exported.join(', ')} } from './organization/${texts.file}'\n`
    edit('src/index.ts', (text) => before(text, 'export type { Organization }', line))
  }
  if (!isResolved) {
    edit('src/sandbox/resolvers/index.ts', (text) =>
      before(
        before(text, 'import { projectMemberships }', `import { ${method} } from './${method}.ts'\n`),
        ']\n\n/** Several resources',
        `  ${method}(),\n`,
      ),
    )
  }
  edit('test/support/everyMethod.ts', (text) =>
    inObject(
      text,
      kind === 'query' ? 'reads' : 'changes',
      `  ${method}: (organization, _records, options) => ${call},`,
    ),
  )
  const variables = required.map((name) => `${name}: 'TODO'`).join(', ')
  edit('test/support/pageOperations.ts', (text) => {
    if (kind === 'mutation')
      return before(text, ']\n\n/** Without what the cache', `  ['${operation}', () => ({ ${variables} })],\n`)
    return required.length === 0 ? text : inObject(text, 'ofRecords', `  ${operation}: () => ({ ${variables} }),`)
  })
  if (required.length > 0 && !isResolved) {
    const root = `${kind === 'query' ? 'Query' : 'Mutation'}.${field.name}`
    edit('src/sandbox/schema/everyField.test.ts', (text) =>
      before(text, '}\n\nconst newInvite', `  '${root}': () => '(TODO: arguments)',\n`),
    )
  }
  const step = `    await ${called}${isList ? '.firstPage()' : ''}\n    step('${method}', 'TODO: what it gave')\n`
  const part = tourParts[resource] ?? resource
  const tourFile = `examples/tour/${part}.ts`
  if (read(tourFile) === undefined) {
    files[tourFile] = tourPart(part, kind, step)
    edit('examples/tour.ts', (text) =>
      before(
        before(text, 'import { projects }', `import { ${part} } from './tour/${part}.ts'\n`),
        ']\n\nif (',
        `, ${part}`,
      ),
    )
  } else {
    const name = kind === 'query' ? 'read' : 'change'
    const idle = `${name}: () => Promise.resolve(),`
    edit(tourFile, (text) =>
      text.includes(idle)
        ? text.replace(idle, `async ${name}(organization) {\n${step}  },`)
        : afterIn(text, `async ${name}(organization`, '\n  },\n', step),
    )
  }
  if (read(`src/organization/${resource}/README.md`) === undefined) {
    files[`src/organization/${resource}/README.md`] =
      `TODO: what is in this folder (\`${method}.ts\`), and what may use it. It uses what all resources share.\n`
  }
  const row = `| – | \`${called.replaceAll(/'TODO'(?: as never)?/g, '...')}\` | \`${isList ? `Paginated<${texts.record ?? ''}>` : (texts.record ?? 'nothing')}\` |\n`
  edit('docs/guide/resources.md', (text) => `${text.trimEnd()}\n${row}`)
  const changeset = method.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
  files[`.changeset/${changeset}.md`] =
    `---\n'labelbox-org': minor\n---\n\nTODO: what \`organization.${method}()\` is for.\n`
  return files
}

/** The tour's parts whose name is not the folder's. */
const tourParts: Readonly<Record<string, string>> = {
  groups: 'userGroups',
  iam: 'iamIntegrations',
  keys: 'apiKeys',
  roles: 'members',
  tags: 'resourceTags',
}

const tourPart = (
  name: string,
  kind: MethodPlan['kind'],
  step: string,
): string => `import type { Part } from './part.ts'
import { step } from './show.ts'

export const ${name}: Part = {
  heading: 'TODO',
  sentence: 'TODO: what it shows, and why it matters.',

  ${
    kind === 'query'
      ? `async read(organization) {\n${step}  },\n\n  change: () => Promise.resolve(),`
      : `read: () => Promise.resolve(),\n\n  async change(organization) {\n${step}  },`
  }
}
`

/** Adds the method after the last public one of the class, its code after the other code, and its types. */
function withMember(text: string, { method }: MethodPlan, { exported, file, member }: MethodTexts): string {
  const source = ts.createSourceFile('organization.ts', text, ts.ScriptTarget.Latest)
  const methods = source.statements
    .filter(ts.isClassDeclaration)
    .flatMap(({ members }) => members.filter(ts.isMethodDeclaration))
    .filter(({ name }) => ts.isIdentifier(name))
  const end = methods.at(-1)?.end ?? missing('a method of Organization')
  const withMethod = `${text.slice(0, end)}\n${member.trimEnd()}${text.slice(end)}`
  const code = `const ${method} = /* @__PURE__ */ lazy(() => import('./${file}'))\n`
  const types = exported.length > 0 ? `import type { ${exported.join(', ')} } from './${file}'\n` : ''
  return before(before(withMethod, '\n/**\n * The organization that an API key', code), 'import type { Webhook,', types)
}

/** Adds to the rows of `types`, which are the last in the file. */
function withTypeRows(text: string, madeOf: Insertions['madeOf']): string {
  const source = ts.createSourceFile('usage.ts', text, ts.ScriptTarget.Latest)
  const table = source.statements
    .filter(ts.isVariableStatement)
    .flatMap(({ declarationList }) => declarationList.declarations)
    .find(({ name }) => ts.isIdentifier(name) && name.text === 'types')?.initializer
  if (!table || !ts.isObjectLiteralExpression(table)) missing('export const types')
  const rows = new Map(
    table.properties.filter(ts.isPropertyAssignment).map(({ name, initializer }) => {
      const exported = ts.isArrayLiteralExpression(initializer) ? initializer.elements : []
      const key = ts.isIdentifier(name) || ts.isStringLiteral(name) ? name.text : ''
      return [key, exported.flatMap((each) => (ts.isStringLiteral(each) ? [each.text] : []))]
    }),
  )
  for (const [exported, names] of madeOf) {
    for (const name of names) rows.set(name, [...(rows.get(name) ?? []), exported].sort())
  }
  const lines = [...rows]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, exported]) => `  '${name}': ${JSON.stringify(exported)},\n`)
  return `${text.slice(0, table.getStart(source))}{\n${lines.join('')}}${text.slice(table.end)}`
}

/** Adds a line to the end of an object that a constant holds. */
const inObject = (text: string, name: string, line: string): string =>
  afterIn(text, `const ${name}`, '\n}\n', `${line}\n`)

/** Adds text in front of the first `end` after `start`. */
function afterIn(text: string, start: string, end: string, added: string): string {
  const from = text.indexOf(start)
  const at = from === -1 ? -1 : text.indexOf(end, from)
  if (at === -1) missing(start)
  return `${text.slice(0, at + 1)}${added}${text.slice(at + 1)}`
}

function before(text: string, place: string, added: string): string {
  const at = text.indexOf(place)
  if (at === -1) missing(place)
  return `${text.slice(0, at)}${added}${text.slice(at)}`
}

function missing(place: string): never {
  throw new Error(`Nothing was written: the place to add to is gone: ${place.trim()}`)
}
