import { isDeepStrictEqual } from 'node:util'
import type { Operation, Subject } from './operation.ts'
import { isQueryCase } from './caseFilters.ts'

/** Compares the result with that of the same call without faults. */
async function comparing(call: () => Promise<unknown>): Promise<Subject> {
  const truth = await call()
  return {
    call,
    flaw: (value) =>
      Promise.resolve(isDeepStrictEqual(value, truth) ? undefined : 'the result differs from the stored data'),
  }
}

const inviteLimit: Operation = {
  name: 'inviteLimit()',
  kind: 'query',
  faultedOperation: 'InviteLimit',
  appliesTo: isQueryCase,
  arrange: ({ organization }) => comparing(() => organization.inviteLimit()),
}

const users: Operation = {
  name: 'users().toArray()',
  kind: 'query',
  faultedOperation: 'Users',
  appliesTo: isQueryCase,
  // One page at a time: a page requested ahead would meet the fault of the next call.
  arrange: ({ organization }) =>
    comparing(() => organization.users({ pageSize: 2, concurrency: 1 }).toArray({ limit: 1000 })),
}

const getInvites: Operation = {
  name: 'getInvites().toArray()',
  kind: 'query',
  faultedOperation: 'GetInvites',
  appliesTo: isQueryCase,
  arrange: ({ organization }) => comparing(() => organization.getInvites({ pageSize: 2 }).toArray({ limit: 1000 })),
}

/** Operations that change nothing. */
export const queryOperations: readonly Operation[] = [inviteLimit, users, getInvites]
