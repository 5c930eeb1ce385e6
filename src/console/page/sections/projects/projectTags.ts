import { GetProjectTagsDocument, type GetProjectTagsQuery } from '../../../../../generated/operations.ts'
import { isLabelboxError, type LabelboxError } from '../../../../core/errors.ts'
import { consoleClient } from '../../data/consoleClient.ts'
import { readOnce } from '../../data/readPages.ts'
import { projectsByName, type ListedProject } from './projectList.ts'

type Tag = NonNullable<NonNullable<GetProjectTagsQuery['project']>['resourceTags']>[number]

/** Which projects have which tags, as far as it was looked up. */
export interface TagUse {
  readonly projects: readonly { readonly project: ListedProject; readonly tags: readonly Tag[] }[]
  /** Number of projects to look into; undefined until all are listed. */
  readonly total: number | undefined
  readonly isReading: boolean
  readonly isComplete: boolean
  readonly problem: LabelboxError | undefined
}

const unknown: TagUse = { projects: [], total: undefined, isReading: false, isComplete: false, problem: undefined }

const projectsAtOnce = 4

/**
 * Looks up which tags each project has. The API lists the tags of a project and not the projects of a tag, so each project
 * is asked in turn; all places of the page share the result.
 */
class TagUseReader {
  #state = unknown
  #run = 0
  readonly #listeners = new Set<() => void>()

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  readonly getState = (): TagUse => this.#state

  /** Looks into all projects, unless that is under way or done. */
  readonly start = (): void => {
    if (!this.#state.isReading && !this.#state.isComplete) void this.#read(++this.#run)
  }

  /** Forgets the result, after a change of tags or projects. */
  readonly forget = (): void => {
    this.#run++
    this.#set(unknown)
  }

  async #read(run: number): Promise<void> {
    this.#set({ ...unknown, isReading: true })
    try {
      const projects = await projectsByName.all()
      for (let start = 0; start < projects.length; start += projectsAtOnce) {
        const some = await Promise.all(projects.slice(start, start + projectsAtOnce).map(withTags))
        if (run !== this.#run) return
        this.#set({ ...this.#state, total: projects.length, projects: [...this.#state.projects, ...some] })
      }
      if (run === this.#run) this.#set({ ...this.#state, total: projects.length, isReading: false, isComplete: true })
    } catch (error) {
      if (!isLabelboxError(error)) throw error
      if (run === this.#run) this.#set({ ...this.#state, isReading: false, problem: error })
    }
  }

  #set(state: TagUse): void {
    this.#state = state
    for (const listener of this.#listeners) listener()
  }
}

async function withTags(project: ListedProject): Promise<TagUse['projects'][number]> {
  const data = await readOnce(consoleClient, GetProjectTagsDocument, { id: project.id })
  return { project, tags: data.project?.resourceTags ?? [] }
}

export const tagUse = new TagUseReader()
