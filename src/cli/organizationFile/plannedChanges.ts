import { InvalidFileError } from '../output/commandError.ts'
import type { Session } from '../session/session.ts'
import type { PlannedCall } from './plannedCall.ts'
import { readState, type ProjectParts, type StateParts } from './currentState.ts'
import type { FileChange } from '../json/applyJson.ts'
import { planGroups } from './groupPlan.ts'
import { planMembers } from './memberPlan.ts'
import type { OrganizationFile } from './organizationFile.ts'
import { Plan } from './plan.ts'
import { planProjects } from './projectPlan.ts'
import { planTags } from './tagPlan.ts'

/** The difference between a file and the organization. */
export interface PlannedChanges {
  /** The calls of each stage, in the order of the stages. */
  readonly stages: readonly (readonly PlannedCall[])[]
  /** What the file does not list, and that stays. */
  readonly unlisted: readonly FileChange[]
  /** Addresses whose invite is not accepted yet. */
  readonly pending: readonly string[]
}

/**
 * Reads the organization and compares it with a file. Nothing is changed.
 *
 * @param name - Names the file in the error.
 * @throws InvalidFileError for names that the organization does not have, and what Labelbox would refuse.
 */
export async function planChanges(
  session: Session,
  file: OrganizationFile,
  name: string,
  removesUnlisted: boolean,
): Promise<PlannedChanges> {
  const parts = partsOf(file)
  const state = await readState(session, parts)
  const plan = new Plan(file, state, removesUnlisted)
  for (const project of parts.projects.keys()) {
    if (state.projects.has(project)) continue
    const reason = `this API key can see no project ${project}, or several with that name. Of several, write the id.`
    for (const line of linesOf(file, project)) plan.fault(line, reason)
  }
  const fileTags = planTags(plan)
  const inProjects = planProjects(plan, fileTags)
  const inGroups = planGroups(plan)
  const pending = planMembers(plan, inProjects, inGroups)
  if (plan.faults.length > 0) throw new InvalidFileError(name, plan.faults)
  return { stages: plan.calls, unlisted: plan.unlisted, pending }
}

/** What the sections of a file are compared with. */
function partsOf({ members, projects = [], groups, tags }: OrganizationFile) {
  const wanted = new Map<string, ProjectParts>(
    (groups ?? []).flatMap((group) =>
      (group.projects ?? []).map(({ value }) => [value, { members: false, tags: false }] as const),
    ),
  )
  for (const project of projects) {
    wanted.set(project.name, { members: project.members !== undefined, tags: project.tags !== undefined })
  }
  const hasPeople = [...projects, ...(groups ?? [])].some((each) => each.members !== undefined)
  return {
    people: members !== undefined || hasPeople,
    // Access to a project may come from a user group.
    groups: groups !== undefined || projects.some((project) => project.members !== undefined),
    tags: tags !== undefined || projects.some((project) => project.tags !== undefined),
    projects: wanted,
  } satisfies StateParts
}

/** The lines that name a project. */
const linesOf = ({ projects = [], groups = [] }: OrganizationFile, name: string): readonly number[] => [
  ...projects.filter((project) => project.name === name).map(({ line }) => line),
  ...groups.flatMap((group) => (group.projects ?? []).filter(({ value }) => value === name).map(({ line }) => line)),
]
