import fc from 'fast-check'
import { parseEvent, type WebhookEvent } from 'labelbox-org/webhooks'
import { describe, expect, expectTypeOf, it } from 'vitest'

const event = (name: string | undefined, payload: unknown): WebhookEvent =>
  parseEvent({ body: JSON.stringify(payload), headers: { 'X-Labelbox-Event': name, 'X-Labelbox-Id': 'd-1' } })

const payload = { id: 'label-1', label: '{"objects":[]}', project: { id: 'p-1' }, dataRow: { id: 'r-1' }, more: [1] }

describe('parseEvent', () => {
  it('returns the known fields of a label event and the whole payload', () => {
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
  ])('recognizes %s in any spelling', (type, ...spellings) => {
    for (const name of [type, ...spellings]) expect(event(name, {})).toMatchObject({ type, name })
  })

  it.each(['PROJECT_CREATED', 'constructor', '__proto__', '', 'LABEL'])(
    'returns the unknown event %j as UNKNOWN',
    (name) => {
      expect(event(name, payload)).toEqual({ type: 'UNKNOWN', id: 'd-1', name, payload })
    },
  )

  it('returns an event without name and id as UNKNOWN', () => {
    expect(parseEvent({ body: '[1]', headers: {} })).toEqual({ type: 'UNKNOWN', id: null, name: null, payload: [1] })
  })

  it('returns the fields of a label event if they are text, else null, for any payload', () => {
    const value = fc.oneof(fc.string(), fc.jsonValue())
    fc.assert(
      fc.property(fc.tuple(value, value, value, value), ([id, text, project, dataRow]) => {
        const [labelId, label, projectId, dataRowId] = [id, text, project, dataRow].map((one) =>
          typeof one === 'string' ? one : null,
        )
        const nested = { id, label: text, project: { id: project }, dataRow: { id: dataRow } }
        expect(event('LABEL_UPDATED', nested)).toMatchObject({ labelId, label, projectId, dataRowId })
        const none = { labelId: null, label: null, projectId: null, dataRowId: null }
        expect(event('LABEL_UPDATED', [nested])).toMatchObject(none)
        const flat = { id: [id], label: { text }, project: labelId, dataRow: null }
        expect(event('LABEL_UPDATED', flat)).toMatchObject(none)
      }),
    )
  })

  it.each(['', '{', 'planted-body', new Uint8Array([0x22, 0xff, 0x22])])(
    'throws a SyntaxError that does not quote the body %j',
    (body) => {
      expect(() => parseEvent({ body, headers: {} })).toThrow(new SyntaxError('The body is not JSON.'))
    },
  )

  it('narrows the event by its type', () => {
    const one = event('MOVE', {})
    if (one.type === 'LABEL_CREATED') expectTypeOf(one.labelId).toEqualTypeOf<string | null>()
    if (one.type === 'UNKNOWN') expectTypeOf(one).not.toHaveProperty('labelId')
    expectTypeOf(one.payload).toBeUnknown()
  })
})
