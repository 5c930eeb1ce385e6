import fc from 'fast-check'
import { parseEvent, type WebhookEvent } from 'labelbox-org/webhooks'
import { describe, expect, it } from 'vitest'

const event = (name: string | undefined, payload: unknown): WebhookEvent =>
  parseEvent({ body: JSON.stringify(payload), headers: { 'X-Labelbox-Event': name, 'X-Labelbox-Id': 'd-1' } })

const payload = { id: 'label-1', label: '{"objects":[]}', project: { id: 'p-1' }, dataRow: { id: 'r-1' }, more: [1] }

const details = {
  created_at: '2024-04-08T16:21:26.000+00:00',
  updated_at: '2024-04-08T16:34:02.000+00:00',
  created_by: 'ada@example.com',
}
const first = { label_kind: 'Default', id: 'label-1', label_details: details, annotations: { objects: [] } }
const exported = {
  data_row: { id: 'r-1', global_key: 'street.jpeg' },
  media_attributes: { height: 1707 },
  projects: {
    'p-1': { name: 'Streets', labels: [first, { id: 'label-2' }] },
    'p-2': { name: 'Signs', labels: [{ id: 'label-3' }, { id: 'label-1' }] },
    'p-3': { name: 'Empty', labels: [] },
  },
}

describe('parseEvent', () => {
  it('returns the known fields of a payload of version 1, and the whole payload', () => {
    expect(event('LABEL_CREATED', payload)).toEqual({
      type: 'LABEL_CREATED',
      id: 'd-1',
      name: 'LABEL_CREATED',
      payloadVersion: 1,
      labelIds: ['label-1'],
      projectIds: ['p-1'],
      dataRowId: 'r-1',
      labelId: 'label-1',
      label: '{"objects":[]}',
      projectId: 'p-1',
      payload,
    })
  })

  it('returns all projects and labels of a payload of version 2, and the whole payload', () => {
    const none = { createdAt: null, updatedAt: null }
    expect(event('LABEL_UPDATED', exported)).toEqual({
      type: 'LABEL_UPDATED',
      id: 'd-1',
      name: 'LABEL_UPDATED',
      payloadVersion: 2,
      labelIds: ['label-1', 'label-2', 'label-3'],
      projectIds: ['p-1', 'p-2', 'p-3'],
      dataRowId: 'r-1',
      projects: [
        {
          id: 'p-1',
          labels: [
            {
              id: 'label-1',
              createdAt: new Date('2024-04-08T16:21:26Z'),
              updatedAt: new Date('2024-04-08T16:34:02Z'),
              exported: first,
            },
            { id: 'label-2', ...none, exported: { id: 'label-2' } },
          ],
        },
        {
          id: 'p-2',
          labels: [
            { id: 'label-3', ...none, exported: { id: 'label-3' } },
            { id: 'label-1', ...none, exported: { id: 'label-1' } },
          ],
        },
        { id: 'p-3', labels: [] },
      ],
      payload: exported,
    })
  })

  it.each([
    [{ id: 'label-1' }, { payloadVersion: 1, labelIds: ['label-1'], projectIds: [], dataRowId: null, projectId: null }],
    [{ project: { id: 'p-1' } }, { payloadVersion: 1, labelIds: [], projectIds: ['p-1'], labelId: null, label: null }],
    [
      { dataRow: { id: 'r-1' }, id: '' },
      { payloadVersion: 1, labelIds: [], dataRowId: 'r-1', labelId: null },
    ],
    [{ data_row: { id: 'r-1' } }, { payloadVersion: 2, labelIds: [], projectIds: [], dataRowId: 'r-1', projects: [] }],
    [{ projects: { 'p-1': null } }, { payloadVersion: 2, projectIds: ['p-1'], dataRowId: null }],
    [
      { id: 'other', data_row: {}, projects: {} },
      { payloadVersion: 2, labelIds: [], dataRowId: null },
    ],
    [
      { id: 'label-1', data_row: 'r-1', projects: [] },
      { payloadVersion: 1, labelIds: ['label-1'] },
    ],
  ])('recognizes the version of the incomplete payload %j', (incomplete, expected) => {
    expect(event('LABEL_DELETED', incomplete)).toMatchObject(expected)
  })

  it.each([null, 7, 'label-1', true, {}, [], [payload], [exported], { label: '{}' }, { id: 7 }, { projects: ['p-1'] }])(
    'returns null as the version of a label event with the payload %j',
    (odd) => {
      const unknown = { payloadVersion: null, labelIds: [], projectIds: [], dataRowId: null }
      expect(event('LABEL_CREATED', odd)).toEqual({
        ...{ type: 'LABEL_CREATED', id: 'd-1', name: 'LABEL_CREATED', ...unknown, payload: odd },
      })
    },
  )

  it.each([
    '',
    '1',
    'yesterday',
    '2024-04-08',
    ' 2024-04-08T16:34:02Z',
    '2024-13-40T00:00:00Z',
    1712594062000,
    null,
    {},
    ['2024-04-08T16:34:02Z'],
  ])('returns null for the date %j of an exported label', (updated_at) => {
    const projects = { 'p-1': { labels: [{ id: 'label-1', label_details: { updated_at } }] } }
    expect(event('LABEL_UPDATED', { projects })).toMatchObject({ projects: [{ labels: [{ updatedAt: null }] }] })
  })

  it('reads own properties only', () => {
    const names =
      '{"projects":{"__proto__":{"labels":[{"id":"label-1"}]},"constructor":{}},"data_row":{"__proto__":{"id":"r"}}}'
    expect(parseEvent({ body: names, headers: { 'x-labelbox-event': 'LABEL_UPDATED' } })).toMatchObject({
      payloadVersion: 2,
      labelIds: ['label-1'],
      projectIds: ['__proto__', 'constructor'],
      dataRowId: null,
    })
    const inherited = '{"__proto__":{"id":"label-1","data_row":{"id":"r"}},"project":{"__proto__":{"id":"p"}}}'
    expect(parseEvent({ body: inherited, headers: { 'x-labelbox-event': 'LABEL_UPDATED' } })).toMatchObject({
      payloadVersion: null,
      labelIds: [],
      projectIds: [],
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
      'label - created',
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

  it('joins several values of a header by commas, as HTTP does', () => {
    expect(parseEvent({ body: '1', headers: { 'x-labelbox-id': ['d-1', 'd-2'] } })).toMatchObject({ id: 'd-1, d-2' })
  })

  it('returns the fields of version 1 if they are text, else null, for any values', () => {
    const value = fc.oneof(fc.string(), fc.jsonValue())
    fc.assert(
      fc.property(fc.tuple(value, value, value, value), ([id, text, project, dataRow]) => {
        const [labelId, label, projectId, dataRowId] = [id, text, project, dataRow].map((one) =>
          typeof one === 'string' && one !== '' ? one : null,
        )
        const seen = event('LABEL_UPDATED', { id, label: text, project: { id: project }, dataRow: { id: dataRow } })
        const [labelIds, projectIds] = [labelId, projectId].map((one) => [one].filter((each) => each !== null))
        expect(seen).toMatchObject({ labelIds, projectIds, dataRowId })
        if (labelId === null && projectId === null && dataRowId === null) {
          expect(seen).toMatchObject({ payloadVersion: null })
          expect(seen).not.toHaveProperty('labelId')
        } else expect(seen).toMatchObject({ payloadVersion: 1, labelId, label, projectId })
      }),
    )
  })

  it('returns every label of version 2 in its project, for any ids and numbers of them', () => {
    const projects = fc.dictionary(fc.string(), fc.array(fc.string({ minLength: 1 })))
    fc.assert(
      fc.property(projects, (given) => {
        const entries = Object.entries(given).map(([id, labels]) => [
          id,
          { labels: labels.map((one) => ({ id: one })) },
        ])
        const seen = event('LABEL_CREATED', { projects: Object.fromEntries(entries) as object })
        if (!('projects' in seen)) throw new Error('The version is wrong.')
        expect(seen.projects.map(({ id, labels }) => [id, labels.map((label) => label.id)])).toEqual(
          Object.entries(given),
        )
        expect([...seen.labelIds].sort()).toEqual([...new Set(Object.values(given).flat())].sort())
        expect(seen.projectIds).toEqual(Object.keys(given))
      }),
    )
  })

  it('reads any JSON at any place of a payload, and returns it whole', () => {
    const names = ['id', 'label', 'project', 'dataRow', 'data_row', 'projects', 'labels', 'label_details', 'updated_at']
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        { maxDepth: 6 },
        fc.constantFrom(null, 0, true, '', 'text', '__proto__', '2024-04-08T16:34:02Z'),
        fc.array(tie('tree'), { maxLength: 3 }),
        fc.dictionary(fc.constantFrom(...names, '__proto__', 'toString'), tie('tree'), { maxKeys: 5 }),
      ),
    }))
    fc.assert(
      fc.property(tree, (value) => {
        const body = JSON.stringify(value)
        const seen = parseEvent({ body, headers: { 'x-labelbox-event': 'LABEL_UPDATED' } })
        if (seen.type !== 'LABEL_UPDATED') throw new Error('The type is wrong.')
        expect(JSON.stringify(seen.payload)).toBe(body)
        expect([1, 2, null]).toContain(seen.payloadVersion)
        for (const id of seen.labelIds) expect(id).toMatch(/./su)
        for (const id of [...seen.projectIds, seen.dataRowId ?? '']) expect(id).toBeTypeOf('string')
      }),
      { numRuns: 500 },
    )
  })

  it.each(['', '{', 'planted-body', new Uint8Array([0x22, 0xff, 0x22])])(
    'throws a SyntaxError that does not quote the body %j',
    (body) => {
      expect(() => parseEvent({ body, headers: {} })).toThrow(new SyntaxError('The body is not JSON.'))
    },
  )
})
