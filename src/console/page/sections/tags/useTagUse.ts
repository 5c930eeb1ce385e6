import { useEffect, useSyncExternalStore } from 'react'
import { useRefresh } from '../../data/refreshing.ts'
import { tagUse, type TagUse } from '../projects/projectTags.ts'

/** Which projects have which tags. It is looked up where `isWanted`. */
export function useTagUse(isWanted: boolean): TagUse {
  const state = useSyncExternalStore(tagUse.subscribe, tagUse.getState)
  const { isReading, isComplete, problem } = state
  useEffect(() => {
    if (isWanted && !isReading && !isComplete && problem === undefined) tagUse.start()
  }, [isWanted, isReading, isComplete, problem])
  useRefresh(tagUse.forget)
  return state
}

/** The projects that have a tag, as far as it was looked up. */
export const projectsWith = (tagId: string, { projects }: TagUse) =>
  projects.flatMap(({ project, tags }) => (tags.some(({ id }) => id === tagId) ? [project] : []))

/** How far the look-up is, in words. */
export const progressOf = ({ projects, total, isComplete }: TagUse): string =>
  isComplete
    ? `Looked into all ${projects.length.toLocaleString()} projects.`
    : total === undefined
      ? 'Listing the projects …'
      : `Looked into ${projects.length.toLocaleString()} of ${total.toLocaleString()} projects so far.`
