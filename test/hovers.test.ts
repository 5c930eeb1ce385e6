import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import ts from 'typescript'
import { expect, it } from 'vitest'

/** A user's file, which is not on the disk. */
const file = resolve('test/userFile.ts')
const head = `
import { Labelbox, isLabelboxError, type Organization, type User } from 'labelbox-org'
import type { InviteState } from 'labelbox-org/inviting'
import { UsersDocument } from 'labelbox-org/operations'
declare const labelbox: Labelbox
declare const organization: Organization
declare const user: User
declare const error: unknown
declare const state: InviteState
`

let [text, version] = ['', 0]
const { config } = ts.readConfigFile('tsconfig.json', (path) => readFileSync(path, 'utf8')) as { config: unknown }
const { options } = ts.parseJsonConfigFileContent(config, ts.sys, resolve('.'))
const textOf = (path: string): string | undefined =>
  path === file ? text : existsSync(path) ? readFileSync(path, 'utf8') : undefined
const editor = ts.createLanguageService({
  getCompilationSettings: () => ({ ...options, noUnusedLocals: false }),
  getCurrentDirectory: () => resolve('.'),
  getDefaultLibFileName: ts.getDefaultLibFilePath,
  getScriptFileNames: () => [file],
  getScriptVersion: (path) => (path === file ? String(version) : '0'),
  getScriptSnapshot: (path) => {
    const content = textOf(path)
    return content === undefined ? undefined : ts.ScriptSnapshot.fromString(content)
  },
  fileExists: (path) => path === file || ts.sys.fileExists(path),
  readFile: textOf,
  directoryExists: (path) => ts.sys.directoryExists(path),
  getDirectories: (path) => ts.sys.getDirectories(path),
})

/** Types code into the file. */
function write(code: string): void {
  text = head + code
  version += 1
}

/** What an editor shows for the last place of a name in some code: its type, and its text. */
function hover(code: string, name: string) {
  write(code)
  const info = editor.getQuickInfoAtPosition(file, text.lastIndexOf(name))
  return { type: ts.displayPartsToString(info?.displayParts), text: ts.displayPartsToString(info?.documentation) }
}

/** The messages about some code. */
function messages(code: string): readonly string[] {
  write(code)
  return editor
    .getSemanticDiagnostics(file)
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))
}

/** What an editor offers at the place of \`|\` in some code. */
function offers(code: string): readonly string[] {
  const place = code.indexOf('|')
  write(code.replace('|', ''))
  const offered = editor.getCompletionsAtPosition(file, head.length + place, {})
  return offered?.entries.map(({ name }) => name) ?? []
}

it.each([
  ['organization.users()', 'users', 'Paginated<User>'],
  ['organization.getMembers()', 'getMembers', 'Paginated<Member>'],
  ['organization.getMember("x")', 'getMember', 'Promise<MemberDetails>'],
  ['organization.projects()', 'projects', 'Paginated<Project>'],
  ['organization.getProjectMembers("x")', 'getProjectMembers', 'Paginated<ProjectMember>'],
  ['organization.getInvites()', 'getInvites', 'Paginated<PendingInvite>'],
  ['organization.inviteLimit()', 'inviteLimit', 'Promise<InviteLimit>'],
  ['organization.getResourceTags()', 'getResourceTags', 'Promise<readonly ResourceTag[]>'],
  ['organization.webhooks()', 'webhooks', 'Paginated<Webhook>'],
  ['organization.getUserGroups()', 'getUserGroups', 'Paginated<UserGroup>'],
  ['organization.getIamIntegrations()', 'getIamIntegrations', 'Promise<readonly IamIntegration[]>'],
  ['organization.getRoles()', 'getRoles', 'Promise<readonly Role[]>'],
  ['organization.inviteUsers([])', 'inviteUsers', 'Promise<BulkReport<InviteOutcome>>'],
  ['organization.removeUsers([])', 'removeUsers', 'Promise<BulkReport<MemberOutcome>>'],
  ['UsersDocument', 'UsersDocument', 'TypedOperation<UsersQuery, UsersQueryVariables>'],
])('%s shows the name of what it returns', (code, name, type) => {
  expect(hover(code, name).type).toMatch(new RegExp(`: ${type.replaceAll(/[[\]]/g, String.raw`\$&`)}(?:\nimport .*)?$`))
})

it.each([
  ['user.email', 'email', 'string | null', 'Sign-in address.'],
  ['user.lastLoginAt', 'lastLoginAt', 'Date | null', 'Last session start'],
  ['organization.users({ where: {} })', 'where', 'UserWhere', 'Default: no filter.'],
  ['organization.projects({ orderBy: "id_ASC" })', 'orderBy', 'ProjectOrder', 'Default: decided by Labelbox.'],
  ['organization.users({ where: { email: "" } })', 'email', 'string', 'Email address equals the value.'],
  ['if (isLabelboxError(error)) error.code', 'code', 'LabelboxErrorBase', 'What went wrong.'],
  ['if (isLabelboxError(error, "ALREADY_INVITED")) error.invite', 'invite', 'PendingInvite', 'The pending invite.'],
  ['state.status', 'status', 'settling', '`lookAgain()` looks once more'],
])('%s has a text', (code, name, type, words) => {
  const shown = hover(code, name)
  expect(shown.type).toContain(type)
  expect(shown.text).toContain(words)
})

it('an error names the record, not its members', () => {
  expect(messages('organization.users().map')).toEqual(["Property 'map' does not exist on type 'Paginated<User>'."])
  expect(messages('organization.cancelInvite({ inviteeEmail: null })')[0]).not.toContain('Pick<')
  expect(messages("organization.users({ orderBy: 'email' })")).toEqual([
    `Type '"email"' is not assignable to type 'UserOrder | undefined'.`,
  ])
})

it.each([
  ["organization.inviteUser({ email: '', role: '|' })", ['ADMIN', 'TEAM_MANAGER', 'LABELER', 'NONE']],
  ["organization.updateOrganizationRole('', '|')", ['REVIEWER', 'TENANT_ADMIN', 'DATA_ADMIN']],
  ["organization.addGroupMembers('', [{ user: '', role: '|' }])", ['LABELER']],
  ["organization.createApiKey({ name: '', role: '|' })", ['LABELER']],
])('%s offers names of roles', (code, names) => {
  expect(offers(code)).toEqual(expect.arrayContaining(names))
})

it('a role of another name is valid', () => {
  expect(messages("organization.updateOrganizationRole('', 'Quality lead')")).toEqual([])
})

it('a switch over the code of an error gives it the properties of that code', () => {
  const code = `if (isLabelboxError(error)) {
    switch (error.code) {
      case 'ALREADY_INVITED': error.invite.id; break
      case 'OUTCOME_UNKNOWN': error.settle(); break
      case 'INVALID_ROWS': error.rows.length; break
      case 'API_LIMIT': error.retryAfterMs; break
    }
  }`
  expect(messages(code)).toEqual([])
  expect(messages('if (isLabelboxError(error)) error.invite')).toHaveLength(1)
})

it.each(['graphQLErrors', 'networkError', 'response'])('error.%s has no remarks of urql', (name) => {
  write(`if (isLabelboxError(error)) error.${name}`)
  const { tags = [] } = editor.getQuickInfoAtPosition(file, text.lastIndexOf(name)) ?? {}
  expect(tags.map((tag) => ts.displayPartsToString(tag.text))).toEqual(['Not enumerable.'])
})

it('offers no option that a list does not use', () => {
  expect(offers('organization.getUserGroups({ | })')).not.toContain('concurrency')
  expect(offers('organization.getInvites({ | })')).not.toContain('concurrency')
  expect(offers('organization.users({ | })')).toContain('concurrency')
})
