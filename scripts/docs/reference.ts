// Writes docs/reference/ from the TSDoc of the package's entries, and names each exported symbol that has none.
import {
  Application,
  Comment,
  Converter,
  type Context,
  type ProjectReflection,
  type SignatureReflection,
  type TypeDocOptions,
} from 'typedoc'
import type { PluginOptions } from 'typedoc-plugin-markdown'
import { isJSDocSignature, type JSDocSignature, type SignatureDeclaration } from 'typescript'
import { entrySources } from './entrySources.ts'

/** Types that codegen derives from an operation. The document of the operation carries the prose, their fields the schema's. */
const derivedTypes =
  /^labelbox-org\/operations\.(?!TypedFragment$)\w+(?:Query|Mutation|QueryVariables|MutationVariables|Fragment)$/

/** Members that TypeDoc finds in types made of other types: one for each type of the schema, and a mark of urql's. */
const madeOfOthers =
  /\.CacheKeys\.\w+$|\.__ensureTypesOfVariablesAndResultMatching$|^labelbox-org\/inviting\.Inviting\.subscribe\.__type$/

const options: TypeDocOptions & PluginOptions & { docsRoot: string; sidebar: object } = {
  name: 'Reference',
  entryPoints: [...entrySources.values()],
  tsconfig: 'scripts/docs/tsconfig.json',
  plugin: ['typedoc-plugin-markdown', 'typedoc-vitepress-theme'],
  out: 'docs/reference',
  docsRoot: 'docs',
  sidebar: { collapsed: true },
  readme: 'none',
  disableSources: true,
  excludeExternals: true,
  excludeInternal: true,
  // Inherited members are documented by their library.
  externalSymbolLinkMappings: { '@urql/core': { '*': '#' } },
  // `npm run types` finds errors of types.
  skipErrorChecking: true,
  sort: ['source-order'],
  sortEntryPoints: false,
  groupOrder: ['Classes', 'Functions', 'Variables', 'Interfaces', 'Type Aliases', '*'],
  entryFileName: 'index',
  hidePageHeader: true,
  // The headings say the kind of a symbol: a search for it shows its name first.
  pageTitleTemplates: { member: ({ name }) => name },
  hideBreadcrumbs: true,
  useCodeBlocks: true,
  expandObjects: true,
  // A file of its own for each of 200 types would put 200 lines into the sidebar.
  membersWithOwnFile: ['Class', 'Interface', 'Function'],
  indexFormat: 'table',
  interfacePropertiesFormat: 'table',
  classPropertiesFormat: 'table',
  typeAliasPropertiesFormat: 'table',
  typeDeclarationFormat: 'table',
  tableColumnSettings: { hideModifiers: true },
  typeDeclarationVisibility: 'compact',
  parametersFormat: 'table',
  validation: { notDocumented: true, invalidLink: true, notExported: false },
  // Properties are left out: many names, such as `email`, need no sentence.
  requiredToBeDocumented: ['Module', 'Variable', 'Function', 'Class', 'Interface', 'TypeAlias', 'Method', 'Accessor'],
  logLevel: 'Warn',
}

const app = await Application.bootstrapWithPlugins(options)
app.converter.on(Converter.EVENT_CREATE_SIGNATURE, asWritten)
const project = await app.convert()
if (project === undefined) process.exit(1)
nameAfterEntries(project)
describeOperations(project)
app.options.setValue('intentionallyNotDocumented', derived(project))
app.validate(project)
if (app.logger.hasErrors() || app.logger.hasWarnings()) {
  console.error('Document each symbol above with a TSDoc comment, and mend each link.')
  process.exit(1)
}
await app.generateOutputs(project)
if (app.logger.hasErrors()) process.exit(1)

/** TypeDoc expands a result such as `Paginated<User>` to all members of `User`; the name is easier to read. */
function asWritten(
  context: Context,
  signature: SignatureReflection,
  declaration?: SignatureDeclaration | JSDocSignature,
): void {
  if (declaration?.type === undefined || isJSDocSignature(declaration)) return
  signature.type = context.converter.convertType(context, declaration.type)
}

/** Gives each module its name as users import it: `labelbox-org/urql` in place of `src/urql`. */
function nameAfterEntries(project: ProjectReflection): void {
  const nameOf = new Map(
    [...entrySources].map(([entry, file]) => [file.replace(/^\.\/|(?:\/index)?\.ts$/g, ''), entry]),
  )
  for (const module of project.children ?? []) {
    module.name = nameOf.get(module.name) ?? module.name
    // Members of a class stay in their order; a symbol among a hundred is found by its letter.
    for (const group of module.groups ?? []) group.children.sort((one, other) => one.name.localeCompare(other.name))
  }
}

/** codegen writes this entry whole, so its description stands here. */
function describeOperations(project: ProjectReflection): void {
  const operations = project.getChildByName(['labelbox-org/operations'])
  if (operations === undefined) return
  const text =
    'A typed document for each operation, for any GraphQL client. It is described as in its `.graphql` file; ' +
    'the types of its result and variables are named after it.'
  operations.comment = new Comment([{ kind: 'text', text }])
}

function derived(project: ProjectReflection): string[] {
  return Object.values(project.reflections)
    .map((reflection) => reflection.getFullName())
    .filter((name) => derivedTypes.test(name) || madeOfOthers.test(name))
}
