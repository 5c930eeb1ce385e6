import fc from 'fast-check'
import { expect, it } from 'vitest'
import { stringify } from 'yaml'
import { trimmed } from '../../core/invisible.ts'
import { normalizeEmail } from '../../organization/email.ts'
import type { OrganizationFileJson } from '../json/applyJson.ts'
import { InvalidFileError } from '../output/commandError.ts'
import { readOrganizationFile, type RoleEntry } from './organizationFile.ts'

const name = fc.string({ unit: 'binary', minLength: 1, maxLength: 30 }).filter((text) => trimmed(text) !== '')
const address = fc.emailAddress({ size: 'small' }).filter((text) => normalizeEmail(text) !== '')
const record = <T>(value: fc.Arbitrary<T>, key = name) =>
  fc.dictionary(key, value, { maxKeys: 4, noNullPrototype: true })
const roles = record(name, address).filter(
  (given) => new Set(Object.keys(given).map(normalizeEmail)).size === Object.keys(given).length,
)
const files: fc.Arbitrary<OrganizationFileJson> = fc.record(
  {
    members: roles,
    projects: record(fc.record({ members: roles, tags: fc.array(name, { maxLength: 3 }) }, { requiredKeys: [] })),
    groups: record(
      fc.record(
        { color: name, description: name, projects: fc.array(name, { maxLength: 3 }), members: roles },
        { requiredKeys: [] },
      ),
    ),
    tags: record(name),
  },
  { requiredKeys: ['members'] },
)

/** The entries as an object, as the file has them. */
const toObject = (entries: readonly RoleEntry[] | undefined) =>
  entries && Object.fromEntries(entries.map(({ email, role }) => [email, role]))

function asWritten({ members, projects, groups, tags }: ReturnType<typeof readOrganizationFile>): unknown {
  return {
    members: toObject(members),
    projects:
      projects &&
      Object.fromEntries(
        projects.map((project) => [
          project.name,
          { members: toObject(project.members), tags: project.tags?.map(({ value }) => value) },
        ]),
      ),
    groups:
      groups &&
      Object.fromEntries(
        groups.map(({ name, color, description, projects, members }) => [
          name,
          { color, description, projects: projects?.map(({ value }) => value), members: toObject(members) },
        ]),
      ),
    tags: tags && Object.fromEntries(tags.map(({ text, color }) => [text, color])),
  }
}

it.each([
  ['YAML', (file: OrganizationFileJson) => stringify(file)],
  ['JSON', (file: OrganizationFileJson) => JSON.stringify(file)],
])('reads every name of a file in %s as it was written', (_, write) => {
  fc.assert(
    fc.property(files, (file) => {
      expect(asWritten(readOrganizationFile(write(file), 'a file'))).toEqual(file)
    }),
  )
})

it('says what is wrong with any other text, on a line that it has', () => {
  const pieces = fc.constantFrom(
    'members',
    'tags',
    ': ',
    '\n',
    '  ',
    '- ',
    '{',
    '}',
    '[',
    ']',
    '"',
    '&a',
    '*a',
    '!x',
    '|',
    '? ',
    'a',
  )
  const texts = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(pieces).map((parts) => parts.join('')),
  )
  fc.assert(
    fc.property(texts, (text) => {
      try {
        readOrganizationFile(text, 'a file')
      } catch (error) {
        expect(error).toBeInstanceOf(InvalidFileError)
        const { rows } = error as InvalidFileError
        const lines = text.split(/\r\n|\r|\n/).length
        expect(rows.every(({ line, reason }) => line !== null && line >= 1 && line <= lines && reason !== '')).toBe(
          true,
        )
      }
    }),
  )
})
