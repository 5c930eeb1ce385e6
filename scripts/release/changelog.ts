/** A part of a changelog: the text of its heading, and all below it. */
interface Section {
  readonly heading: string
  readonly body: string
}

const unreleased = 'Unreleased'

/**
 * Moves what stands under `## Unreleased` to the section of a version, below the lines of its changesets.
 *
 * @throws If the version has no section.
 */
export function withReleasedNotes(changelog: string, version: string): string {
  const { intro, sections } = split(changelog)
  const notes = sections.find(({ heading }) => heading === unreleased)
  if (!sections.some(({ heading }) => heading === version)) throw missing(version)
  if (notes === undefined) return changelog
  const moved = sections
    .filter((section) => section !== notes)
    .map(({ heading, body }) => ({ heading, body: heading === version ? `${body}\n\n${notes.body}` : body }))
  return `${[intro, ...moved.map(({ heading, body }) => `## ${heading}\n\n${body}`)].join('\n\n')}\n`
}

/**
 * What the changelog says of a version, for the release on GitHub.
 *
 * @throws If it says nothing of it.
 */
export function notesOf(changelog: string, version: string): string {
  const { sections } = split(changelog)
  const section = sections.find(({ heading }) => heading === version)
  if (section === undefined || section.body === '') throw missing(version)
  return `${section.body}\n`
}

function split(changelog: string): { readonly intro: string; readonly sections: readonly Section[] } {
  const [intro = '', ...parts] = changelog.split(/^## /m)
  const sections = parts.map((part) => {
    const end = part.indexOf('\n')
    const [heading, body] = end === -1 ? [part, ''] : [part.slice(0, end), part.slice(end)]
    return { heading: heading.trim(), body: body.trim() }
  })
  return { intro: intro.trim(), sections }
}

const missing = (version: string): Error => new Error(`CHANGELOG.md has no notes for ${version}.`)
