import type { ResourceTag } from 'labelbox-org'
import { invitations } from './invitations.ts'
import { isMutationCase } from './caseFilters.ts'
import { queryOperations } from './queries.ts'
import { setterOperations } from './setters.ts'
import { setupOptions, type Operation, type StoredState } from './operation.ts'

const createResourceTag: Operation = {
  name: 'createResourceTag()',
  kind: 'mutation',
  faultedOperation: 'CreateResourceTag',
  appliesTo: isMutationCase,
  storedTitle: 'tags stored',
  arrange: ({ organization, witness, mark }) =>
    Promise.resolve({
      call: () => organization.createResourceTag({ text: mark, color: 'ff8800' }),
      inspect: async () => {
        const tags = await witness.tags(mark)
        return { stored: tags.length, isDone: tags.length > 0 }
      },
      flaw: async (value) => {
        const tags = await witness.tags(mark)
        return tags.some(({ id }) => id === (value as ResourceTag).id) ? undefined : 'the tag does not exist'
      },
    }),
}

const cancelInvite: Operation = {
  name: 'cancelInvite()',
  kind: 'idempotent mutation',
  faultedOperation: 'CancelInvite',
  appliesTo: isMutationCase,
  storedTitle: 'invites left',
  arrange: async ({ organization, witness, mark }) => {
    const email = `${mark}@example.com`
    const invite = await organization.inviteUser({ email, role: 'LABELER' }, setupOptions)
    const inspect = async (): Promise<StoredState> => {
      const { length } = await witness.invites(email)
      return { stored: length, isDone: length === 0 }
    }
    return {
      call: () => organization.cancelInvite(invite),
      inspect,
      flaw: async () => ((await inspect()).isDone ? undefined : 'the invite is still pending'),
      cleanUp: () => witness.cancelAll(email),
    }
  },
}

/** All operations to measure. */
export const operations: readonly Operation[] = [
  ...invitations,
  createResourceTag,
  cancelInvite,
  ...setterOperations,
  ...queryOperations,
]
