import { findingKinds, type FindingKind, type ReportPart } from './reportTypes.ts'

/** All parts, in the order of the report. */
export const parts = [...new Set<ReportPart>(['seats', 'members', 'invites', 'roles', ...Object.values(findingKinds)])]

/** Findings that need a part besides the one that they are about. */
const alsoNeeded: Partial<Record<FindingKind, ReportPart>> = {
  'member-with-all-permissions': 'members',
  'invite-to-member': 'members',
  'key-of-former-member': 'members',
  'project-without-people': 'members',
  'tag-unused': 'projects',
}

/** The findings that can't be made without a part. */
export const kindsWithout = (part: ReportPart): readonly FindingKind[] =>
  (Object.keys(findingKinds) as FindingKind[]).filter(
    (kind) => findingKinds[kind] === part || alsoNeeded[kind] === part,
  )
