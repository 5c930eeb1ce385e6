// Loads the built package, as users have it. A plain import would follow the paths of tsconfig.json to the source.
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type * as Main from 'labelbox-org'
import type * as Bulk from 'labelbox-org/bulk'
import type * as OpenTelemetry from 'labelbox-org/opentelemetry'
import type * as Operations from 'labelbox-org/operations'
import type * as Proxy from 'labelbox-org/proxy'
import type * as Redis from 'labelbox-org/redis'
import type * as Urql from 'labelbox-org/urql'

/** Loads a file of the built package. */
export async function built<Module>(file: string): Promise<Module> {
  const path = resolve(import.meta.dirname, '../../dist', file)
  try {
    return (await import(pathToFileURL(path).href)) as Module
  } catch (cause) {
    throw new Error(`dist/${file} can't be loaded. Run \`npm run build\` first.`, { cause })
  }
}

export const { isLabelboxError, Labelbox } = await built<typeof Main>('index.js')
export const { diskSpool, fileJournal, inviteRows } = await built<typeof Bulk>('bulk/index.js')
export const { openTelemetry } = await built<typeof OpenTelemetry>('opentelemetry/index.js')
export const {
  GetOrganizationDocument,
  GetRolesDocument,
  GetUserDocument,
  InviteLimitDocument,
  InviteUserDocument,
  UsersDocument,
} = await built<typeof Operations>('operations.js')
export const { labelboxProxy, toNodeHandler } = await built<typeof Proxy>('proxy/index.js')
export const { redisStore } = await built<typeof Redis>('redis/index.js')
export const { labelboxExchange } = await built<typeof Urql>('urql/index.js')
