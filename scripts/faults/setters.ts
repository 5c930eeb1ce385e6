import type { ResourceTag } from 'labelbox-org'
import type { Operation, Subject } from './operation.ts'
import { isIdempotentCase } from './caseFilters.ts'

const setter = {
  kind: 'idempotent mutation',
  appliesTo: isIdempotentCase,
  storedTitle: 'is set',
} as const satisfies Partial<Operation>

/** A call that sets a value, with a check whether it is set. */
const subject = (call: () => Promise<unknown>, isSet: () => Promise<boolean>): Subject => ({
  call,
  inspect: async () => {
    const isDone = await isSet()
    return { stored: Number(isDone), isDone }
  },
  flaw: async () => ((await isSet()) ? undefined : 'the value is not set'),
})

const updateOrganizationRole: Operation = {
  ...setter,
  name: 'updateOrganizationRole()',
  faultedOperation: 'UpdateOrganizationRole',
  arrange: async ({ organization, witness }) => {
    const members = await organization.users({ where: { deleted: false } }).toArray({ limit: 1000 })
    const id = members.at(-1)?.id ?? ''
    const wanted = (await witness.roleOf(id)) === 'Reviewer' ? 'Labeler' : 'Reviewer'
    return subject(
      () => organization.updateOrganizationRole(id, wanted),
      async () => (await witness.roleOf(id)) === wanted,
    )
  },
}

const setDefaultIamIntegration: Operation = {
  ...setter,
  name: 'setDefaultIamIntegration()',
  faultedOperation: 'SetDefaultIamIntegration',
  arrange: async ({ organization, witness }) => {
    const other = (await organization.getIamIntegrations()).find(({ isOrgDefault }) => isOrgDefault !== true)
    if (other === undefined) throw new Error('There is no integration that is not the default.')
    return subject(
      () => organization.setDefaultIamIntegration(other),
      async () => (await witness.defaultIntegrations()).join() === other.id,
    )
  },
}

const updateResourceTag: Operation = {
  ...setter,
  name: 'updateResourceTag()',
  faultedOperation: 'UpdateResourceTag',
  arrange: async ({ organization, witness, mark }) => {
    const id = await witness.createTag(mark)
    const text = `${mark}-changed`
    const isSet = async (): Promise<boolean> => (await witness.tags(text)).some((tag) => tag.id === id)
    const setTag = subject(() => organization.updateResourceTag(id, { text }), isSet)
    return {
      ...setTag,
      flaw: (value) =>
        (value as ResourceTag).text === text ? setTag.flaw(value) : Promise.resolve('the response lacks the new text'),
    }
  },
}

/** Operations that set a value and may run twice. */
export const setterOperations: readonly Operation[] = [
  updateOrganizationRole,
  setDefaultIamIntegration,
  updateResourceTag,
]
