import type { GetResourceTagsQuery } from '../../../../../generated/operations.ts'

/** A tag, as the list has it. */
export type ResourceTag = NonNullable<GetResourceTagsQuery['organization']>['resourceTag'][number]
