import type { Impact } from './impact.ts'
import { toChangelog } from './markdown.ts'

/** The report for programs, written out member by member: it is a promise. */
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
    methods: change.methods,
    types: change.types,
    places: change.places.map(({ file, line, column }) => ({ file, line, column })),
  })),
  untouched: impact.untouched,
  invalid: impact.broken.map(({ kind, name, alreadyBroken, problems }) => ({
    kind,
    name,
    alreadyInvalid: alreadyBroken,
    problems: problems.map(({ message, place }) => ({ message, place: place ?? null })),
  })),
  changelog: toChangelog(impact),
})
