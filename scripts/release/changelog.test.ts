import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { notesOf, withReleasedNotes } from './changelog.ts'

const changelog = `# Changelog

## 1.1.0

### Minor Changes

- 1a2b3c4: A list of everything.

## Unreleased

**Lists**

- They are read twice as fast.

## 1.0.0

The first one.
`

describe('the changelog of a release', () => {
  it('has the longer notes below the lines of the changesets', () => {
    expect(withReleasedNotes(changelog, '1.1.0')).toBe(`# Changelog

## 1.1.0

### Minor Changes

- 1a2b3c4: A list of everything.

**Lists**

- They are read twice as fast.

## 1.0.0

The first one.
`)
  })

  it('stays as it is without longer notes', () => {
    const released = withReleasedNotes(changelog, '1.1.0')
    expect(withReleasedNotes(released, '1.1.0')).toBe(released)
  })

  it('has the notes of one version, down to the next one', () => {
    expect(notesOf(changelog, '1.1.0')).toBe('### Minor Changes\n\n- 1a2b3c4: A list of everything.\n')
    expect(notesOf(changelog, '1.0.0')).toBe('The first one.\n')
  })

  it.each(['1.1', '1.0.1', 'Unreleased.'])('is refused if it lacks the version %s', (version) => {
    expect(() => notesOf(changelog, version)).toThrow(`CHANGELOG.md has no notes for ${version}.`)
    expect(() => withReleasedNotes(changelog, version)).toThrow(`CHANGELOG.md has no notes for ${version}.`)
  })

  it('loses no line of the notes, whatever they are', () => {
    const line = fc.string({ unit: 'grapheme-ascii', minLength: 1 }).map((text) => `- ${text.trim()}x`)
    fc.assert(
      fc.property(fc.array(line), fc.array(line), (made, written) => {
        const text = `# Changelog\n\n## 2.0.0\n\n${made.join('\n')}\n\n## Unreleased\n\n${written.join('\n')}\n`
        const notes = withReleasedNotes(text, '2.0.0').split('\n')
        expect(notes.filter((each) => each.startsWith('- '))).toEqual([...made, ...written])
        expect(notes).not.toContain('## Unreleased')
      }),
    )
  })
})
