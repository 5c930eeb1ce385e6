// Makes one change over a reused connection, and prints the caller's result.
import { isLabelboxError, Labelbox } from '../../src/index.ts'

const [endpoint, apiKey, change] = (globalThis as unknown as { Deno: { args: string[] } }).Deno.args

const labelbox = new Labelbox({ endpoint, apiKey, retry: { baseDelayMs: 50 } })
const organization = await labelbox.getOrganization()
const changes: Readonly<Record<string, () => Promise<unknown>>> = {
  inviteUser: () => organization.inviteUser({ email: 'ada@runtime.example', role: 'LABELER' }),
  inviteUsers: async () => (await organization.inviteUsers([{ email: 'ada@runtime.example', role: 'LABELER' }])).counts,
  createProject: () => organization.createProject({ name: 'of a runtime', allowedMediaType: 'IMAGE' }),
}

try {
  console.log(JSON.stringify({ result: await changes[change ?? '']?.() }))
} catch (error) {
  if (!isLabelboxError(error)) throw error
  console.log(JSON.stringify({ error }))
}
