import fc from 'fast-check'
import { parseEvent, type WebhookEvent } from 'labelbox-org/webhooks'
import { describe, expect, expectTypeOf, it } from 'vitest'

const event = (name: string | undefined, payload: unknown): WebhookEvent =>
  parseEvent({ body: JSON.stringify(payload), headers: { 'X-Labelbox-Event': name, 'X-Labelbox-Id': 'd-1' } })

const payload = { id: 'label-1', label: '{"objects":[]}', project: { id: 'p-1' }, dataRow: { id: 'r-1' }, more: [1] }

describe('an event', () => {
  it('of a label has what is known of it, and the whole payload', () => {
    expect(event('LABEL_CREATED', payload)).toEqual({
      type: 'LABEL_CREATED',
      id: 'd-1',
      name: 'LABEL_CREATED',
      labelId: 'label-1',
      label: '{"objects":[]}',
      projectId: 'p-1',
      dataRowId: 'r-1',
      payload,
    })
  })

  it.each([
    [
      'LABEL_CREATED',
      'label_created',
      'Label-Created',
      'labelCreated',
      'label.created',
      ' label created ',
      'LabelCreated',
    ],
    ['LABEL_UPDATED', 'label_updated', 'labelUpdated'],
    ['LABEL_DELETED', 'label:deleted'],
    ['WORKFLOW_ACTION', 'MOVE', 'move', 'workflowAction'],
    ['REVIEW_CREATED', 'reviewCreated'],
    ['REVIEW_UPDATED', 'review_updated'],
    ['REVIEW_DELETED', 'REVIEW_DELETED'],
  ])('%s is known in any spelling', (type, ...spellings) => {
    for (const name of [type, ...spellings]) expect(event(name, {})).toMatchObject({ type, name })
  })

  it.each(['PROJECT_CREATED', 'constructor', '__proto__', '', 'LABEL'])('%j that is not known is passed on', (name) => {
    expect(event(name, payload)).toEqual({ type: 'UNKNOWN', id: 'd-1', name, payload })
  })

  it('without a name or an id is passed on', () => {
    expect(parseEvent({ body: '[1]', headers: {} })).toEqual({ type: 'UNKNOWN', id: null, name: null, payload: [1] })
  })

  it('of a label does not believe what it is not told as text', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom('id', 'label', 'project', 'dataRow'), (value, member) => {
        for (const body of [value, { [member]: value }, { [member]: { id: value } }]) {
          const { type, ...rest } = event('LABEL_UPDATED', body) as Extract<WebhookEvent, { labelId: unknown }>
          expect(type).toBe('LABEL_UPDATED')
          for (const text of [rest.labelId, rest.label, rest.projectId, rest.dataRowId]) {
            expect(text === null || typeof text === 'string').toBe(true)
          }
        }
      }),
    )
  })

  it.each(['', '{', 'planted-body', new Uint8Array([0x22, 0xff, 0x22])])(
    'of %j is refused without quoting it',
    (body) => {
      expect(() => parseEvent({ body, headers: {} })).toThrow(new SyntaxError('The body is not JSON.'))
    },
  )

  it('is told apart by its type', () => {
    const one = event('MOVE', {})
    if (one.type === 'LABEL_CREATED') expectTypeOf(one.labelId).toEqualTypeOf<string | null>()
    if (one.type === 'UNKNOWN') expectTypeOf(one).not.toHaveProperty('labelId')
    expectTypeOf(one.payload).toBeUnknown()
  })
})
