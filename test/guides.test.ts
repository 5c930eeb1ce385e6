import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, resolve } from 'node:path'
import { Labelbox, type LabelboxErrorCode } from 'labelbox-org'
import { createSandbox } from '@labelbox-org/tools/sandbox'
import ts from 'typescript'
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest'
import { Organization } from '../src/organization/organization.ts'
import { globals, guides, snippetsOf, type Snippet } from './support/snippets.ts'

const pages = ['README.md', ...guides]
const snippets = pages.flatMap(snippetsOf)

// Inside the repository, where the entries and packages that snippets import are found.
mkdirSync('test/.snippets', { recursive: true })
const folder = mkdtempSync('test/.snippets/')
afterAll(() => rmSync(folder, { recursive: true }))

const fileOf = ({ page, line, language }: Pick<Snippet, 'page' | 'line' | 'language'>): string =>
  resolve(folder, `${basename(page, '.md')}-${line}.${language}`)
for (const snippet of snippets) writeFileSync(fileOf(snippet), `${snippet.code}\nexport {}\n`)

// What the generator writes for the operation of docs/guide/operations.md.
writeFileSync(
  resolve(folder, 'generated.ts'),
  `import type { TypedOperation } from 'labelbox-org/operations'
  export declare const NewestMembersDocument: TypedOperation<
    { readonly organization: { readonly users: readonly { readonly email: string | null }[] } | null },
    { readonly first?: number | null }
  >`,
)

it('compiles every TypeScript snippet of the README and the guides', () => {
  const declarations = resolve(folder, 'globals.ts')
  writeFileSync(declarations, globals)
  const { config } = ts.readConfigFile('tsconfig.json', (path) => ts.sys.readFile(path)) as { config: object }
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, process.cwd())
  const program = ts.createProgram([declarations, ...snippets.map(fileOf)], {
    ...options,
    lib: ['lib.es2023.d.ts', 'lib.esnext.disposable.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
    noUnusedLocals: false,
    noUnusedParameters: false,
  })
  const complaints = snippets.flatMap((snippet) => {
    const source = program.getSourceFile(fileOf(snippet))
    return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)].map(
      ({ messageText }) => `${snippet.page}:${snippet.line} ${ts.flattenDiagnosticMessageText(messageText, ' ')}`,
    )
  })

  expect(snippets.length).toBeGreaterThan(60)
  expect(complaints).toEqual([])
})

describe('the snippets of', () => {
  afterEach(() => {
    vi.unstubAllEnvs()
    vi.unstubAllGlobals()
    vi.restoreAllMocks()
  })
  const running = pages.filter((page) => snippetsOf(page).some(({ runs }) => runs))

  it.each(running)('%s run, one after the other, against a sandbox', async (page) => {
    await using sandbox = await createSandbox({ seats: 100 })
    const organization = await new Labelbox({ endpoint: sandbox.url, apiKey: sandbox.apiKey }).getOrganization()
    await organization.createProject({ name: 'Street signs', allowedMediaType: 'IMAGE' })
    await organization.createResourceTag({ text: 'normal', color: '00FF00' })
    for (const [name, role] of [
      ['grace', 'NONE'],
      ['alan', 'LABELER'],
    ] as const) {
      await organization.inviteUser({ email: `${name}@example.com`, role })
      sandbox.acceptInvite(`${name}@example.com`)
    }
    await organization.createUserGroup({ name: 'Reviewers', color: '9EC5FF', projects: ['Street signs'] })
    vi.stubEnv('LABELBOX_ENDPOINT', sandbox.url)
    vi.stubEnv('LABELBOX_API_KEY', sandbox.apiKey)
    // Snippets that name no endpoint reach the sandbox too.
    const { fetch } = globalThis
    vi.stubGlobal('fetch', (url: string | URL, init?: RequestInit) =>
      fetch(String(url).replace('https://api.labelbox.com', new URL(sandbox.url).origin), init),
    )
    for (const method of ['log', 'warn', 'error'] as const) vi.spyOn(console, method).mockReturnValue()
    const labelbox = new Labelbox()
    vi.stubGlobal('labelbox', labelbox)
    vi.stubGlobal('organization', await labelbox.getOrganization())

    for (const snippet of snippetsOf(page).filter(({ runs }) => runs)) {
      await expect(import(fileOf(snippet)), `line ${snippet.line}`).resolves.toBeDefined()
    }
  })
})

it('has a section for every error code, and for no other', () => {
  const codes: Readonly<Record<LabelboxErrorCode, true>> = {
    AUTHENTICATION: true,
    AUTHORIZATION: true,
    API_LIMIT: true,
    USAGE_LIMIT: true,
    VALIDATION_FAILED: true,
    INVALID_QUERY: true,
    MALFORMED_QUERY: true,
    UNPROCESSABLE_ENTITY: true,
    OPERATION_NOT_ALLOWED: true,
    RESOURCE_NOT_FOUND: true,
    RESOURCE_CONFLICT: true,
    INTERNAL_SERVER_ERROR: true,
    SERVER_ERROR: true,
    HTTP_ERROR: true,
    BAD_RESPONSE: true,
    INCONSISTENT_RESPONSE: true,
    NETWORK: true,
    TIMEOUT: true,
    ABORTED: true,
    INVITE_REFUSED: true,
    ALREADY_INVITED: true,
    ALREADY_MEMBER: true,
    OUTCOME_UNKNOWN: true,
    DRY_RUN: true,
    INVALID_ROWS: true,
    INVALID_INPUT: true,
    SIGN_IN: true,
    NOT_PERMITTED: true,
    NOT_TRUSTED: true,
    PROXY_BUSY: true,
    PROXY_FAILED: true,
  }
  const sections = [...readFileSync('docs/guide/errors.md', 'utf8').matchAll(/^### ([A-Z_]+)\n\n(?=[^#\n])/gm)]

  expect(sections.map(([, code]) => code).sort()).toEqual(Object.keys(codes).sort())
})

it('lists every method of Organization and Labelbox in the method tables', () => {
  const page = readFileSync('docs/guide/resources.md', 'utf8')
  const listed = [...page.matchAll(/^\|[^|]*\| `((?:labelbox|organization)\.\w+)\(/gm)].map(([, method]) => method)
  const methodsOf = (name: string, { prototype }: { readonly prototype: object }) =>
    Object.getOwnPropertyNames(prototype)
      .filter((method) => method !== 'constructor')
      .map((method) => `${name}.${method}`)

  expect(listed.sort()).toEqual([...methodsOf('labelbox', Labelbox), ...methodsOf('organization', Organization)].sort())
})

it.each(guides)('%s begins with a title and a description', (page) => {
  const [, matter = ''] = /^---\n(.*?)\n---\n\n# /s.exec(readFileSync(page, 'utf8')) ?? []

  expect(matter.split('\n').map((line) => line.split(':')[0])).toEqual(['title', 'description'])
})
