import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'

interface Field {
  readonly type: string
  readonly id?: string
  readonly attributes: { readonly label?: string; readonly value?: string; readonly description?: string }
  readonly validations?: { readonly required?: boolean }
}

const folder = '.github/ISSUE_TEMPLATE'
const forms = readdirSync(folder).filter((name) => name !== 'config.yml')
const read = (name: string) =>
  parse(readFileSync(`${folder}/${name}`, 'utf8')) as { readonly name: string; readonly body: readonly Field[] }

describe.each(forms)('the issue form %s', (name) => {
  const { body } = read(name)

  it('warns not to paste a key', () => {
    expect(readFileSync(`${folder}/${name}`, 'utf8')).toMatch(/paste no API key/i)
  })

  it('has a label for each field, and each id once', () => {
    const fields = body.filter(({ type }) => type !== 'markdown')
    const ids = fields.map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    for (const { id, attributes } of fields) {
      expect(id).toMatch(/^[a-z-]+$/)
      expect(attributes.label).toMatch(/\S/)
    }
  })
})

it('the bug form requires version, runtime, code and a program, and asks for the request id', () => {
  const { body } = read('bug.yml')
  const required = body.filter(({ validations }) => validations?.required === true).map(({ id }) => id)
  expect(required).toEqual(['version', 'runtime', 'code', 'program', 'result'])
  expect(body.find(({ id }) => id === 'request-id')?.attributes.description).toContain('error.requestId')
})

it('a new issue always begins with a form', () => {
  expect(parse(readFileSync(`${folder}/config.yml`, 'utf8'))).toEqual({ blank_issues_enabled: false })
})
