import type { Repair } from '../apply/repair.ts'
import { isWarning, type Checked, type Limits } from '../check/checkDocuments.ts'
import type { Impact } from '../impact/impact.ts'
import { toChangelog } from './markdown.ts'
import type { Snapshot } from '../pull/snapshot.ts'
import type { BrokenDocument } from '../documents/brokenDocuments.ts'

/** The JSON report of `schema diff`. Its members are a public contract, so they are listed one by one. */
export const toRecord = (impact: Impact) => ({
  verdict: impact.verdict,
  bump: impact.bump,
  changes: impact.changes.map((change) => ({
    class: change.class,
    type: change.type,
    path: change.path === '' ? null : change.path,
    message: change.message,
    reason: change.reason ?? null,
    operations: change.operations,
    fragments: change.fragments,
    filters: change.filters,
    methods: change.methods,
    types: change.types,
    places: change.places.map(({ file, line, column }) => ({ file, line, column })),
  })),
  untouched: impact.untouched,
  newRootFields: impact.newRootFields.map(({ kind, name, signature }) => ({ kind, name, signature })),
  invalid: invalid(impact.broken),
  invalidFilters: impact.brokenLists.map(({ list, argument, alreadyBroken, problems }) => ({
    list,
    argument,
    alreadyInvalid: alreadyBroken,
    problems: problems.map(({ message, place }) => ({ message, place: place ?? null })),
  })),
  renamed: [...impact.renames.known].map(([from, to]) => ({ from, to })),
  perhapsRenamed: perhapsRenamed(impact.renames),
  changelog: toChangelog(impact),
})

const perhapsRenamed = ({ unclear }: Pick<Repair, 'unclear'>) => [...unclear].map(([from, to]) => ({ from, to }))

/** The JSON report of `schema diff --apply`. */
export const repairRecord = ({ changed, removed, renamed, left, types, ...others }: Repair) => ({
  files: Object.keys(changed),
  renamed: renamed.map(({ from, to, place: { file, line, column } }) => ({ from, to, place: { file, line, column } })),
  removed: removed.map(({ what, place: { file, line, column } }) => ({ what, place: { file, line, column } })),
  perhapsRenamed: perhapsRenamed(others),
  left: invalid(left),
  types: types.map(({ name, how, members }) => ({
    name,
    how,
    members: members.map(({ path, before, after }) => ({ path, before: before ?? null, after: after ?? null })),
  })),
})

/** The JSON report of `schema pull`. */
export const snapshotRecord = ({ types, leftOut, descriptions, comments, dropped, impact }: Snapshot) => ({
  types,
  leftOut: { types: leftOut.types, rootFields: leftOut.rootFields, fields: leftOut.fields },
  kept: { descriptions, comments },
  dropped: dropped.map(({ kind, coordinate, line, text }) => ({ kind, coordinate: coordinate ?? null, line, text })),
  changes: toRecord(impact),
})

/** The JSON report of `schema check`. */
export const checkRecord = ({ operations, findings }: Checked, limits: Limits) => ({
  operations: operations.map(({ name, depth, cost }) => ({ name, depth, cost })),
  limits: { depth: limits.depth, cost: limits.cost },
  findings: findings.map((finding) => ({
    rule: finding.rule,
    level: isWarning(finding) ? ('warning' as const) : ('error' as const),
    message: finding.message,
    name: finding.name,
    place: finding.place ?? null,
  })),
})

const invalid = (broken: readonly BrokenDocument[]) =>
  broken.map(({ kind, name, alreadyBroken, problems }) => ({
    kind,
    name,
    alreadyInvalid: alreadyBroken,
    problems: problems.map(({ message, place }) => ({ message, place: place ?? null })),
  }))
