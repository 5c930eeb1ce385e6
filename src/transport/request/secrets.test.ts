import { readFileSync } from 'node:fs'
import { gql } from '@urql/core'
import fc from 'fast-check'
import { buildSchema, isInputObjectType, isObjectType } from 'graphql'
import { describe, expect, it } from 'vitest'
import {
  CreateApiKeyDocument,
  CreateProjectWebhookDocument,
  CreateWebhookDocument,
  UsersDocument,
} from '../../../generated/operations.ts'
import { secretFields, secretMembers, secretsOf, withoutAnswers, withoutSecrets } from './secrets.ts'

const variablesOf = (document: Parameters<typeof secretsOf>[0]) => [...secretsOf(document).variables]

describe('secret variables', () => {
  it('are found in the operations', () => {
    expect([CreateWebhookDocument, CreateProjectWebhookDocument].map(variablesOf)).toEqual([['secret'], ['secret']])
  })

  it('are found under any name, in a list, in a fragment and in a field deep down', () => {
    const document = gql`
      mutation M($a: String!, $b: String!, $c: String!, $url: String!) {
        createWebhook(data: { secret: $a, url: $url }) {
          id
        }
        project {
          x(secret: [$b])
        }
        ...F
      }
      fragment F on Mutation {
        createWebhook(data: { secret: { of: $c } }) {
          id
        }
      }
    `
    expect(variablesOf(document).sort()).toEqual(['a', 'b', 'c'])
  })

  it('cover all suspicious names of the schema', () => {
    const schema = buildSchema(readFileSync('graphql/schema.graphql', 'utf8'))
    const types = Object.values(schema.getTypeMap())
    const suspicious = (names: readonly string[]) =>
      [...new Set(names)].filter((name) => /secret|password|token|credential|jwt/i.test(name))
    const members = types.filter(isInputObjectType).flatMap((type) => Object.keys(type.getFields()))
    const fields = types.filter(isObjectType).flatMap((type) => Object.keys(type.getFields()))
    expect([suspicious(members), suspicious(fields)]).toEqual([secretMembers, secretFields])
  })
})

describe('a response with a secret', () => {
  it('is found by its document, under any name, and shown without the secret', () => {
    const document = gql`
      mutation M {
        createApiKey(data: {}) {
          id
          mine: jwt
        }
      }
    `
    expect(secretsOf(UsersDocument).answers.size).toBe(0)
    expect([...secretsOf(CreateApiKeyDocument).answers]).toEqual(['jwt'])
    const { answers } = secretsOf(document)
    const answer = { createApiKey: { id: 'key-1', mine: 'planted' } }
    expect(withoutAnswers(answer, answers)).toEqual({ createApiKey: { id: 'key-1', mine: '[redacted]' } })
    expect(answer.createApiKey.mine).toBe('planted')
  })
})

describe('variables without their secrets', () => {
  it('hold no secret, at any depth, and all else as it was', () => {
    const secret = 'planted'
    const plain = fc.jsonValue().filter((value) => !JSON.stringify(value).includes('planted'))
    fc.assert(
      fc.property(plain, fc.array(fc.constantFrom('data', 'list', 'where')), (beside, path) => {
        const variables = path.reduce<object>(
          (inner, key) => (key === 'list' ? { list: [inner, beside] } : { [key]: inner, beside }),
          { secret, beside },
        )
        const shown = JSON.stringify(withoutSecrets(variables, new Set()))
        expect(shown).toBe(JSON.stringify(variables).replace('"planted"', '"[redacted]"'))
      }),
    )
  })

  it.each([new Date(0), [1, undefined], new Map([['secret', 'planted']]), null, undefined, 'text'])(
    'are what JSON makes of %s',
    (value) => {
      const plain: unknown = JSON.parse(JSON.stringify({ value }))
      expect(withoutSecrets({ value }, new Set(['other']))).toEqual(plain)
    },
  )

  it('keep null in place of a secret', () => {
    expect(withoutSecrets({ secret: null, mine: null }, new Set(['mine']))).toEqual({ secret: null, mine: null })
  })

  it('keep a member called __proto__ as a member', () => {
    const variables: unknown = JSON.parse('{"__proto__":{"secret":"planted","text":"urgent"}}')
    expect(JSON.stringify(withoutSecrets(variables, new Set()))).toBe(
      '{"__proto__":{"secret":"[redacted]","text":"urgent"}}',
    )
  })
})
