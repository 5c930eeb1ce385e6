import {
  parseEvent,
  webhookHandler,
  type ExportedProject,
  type LabelEvent,
  type LabelEventV1,
  type LabelEventV2,
  type UnknownLabelEvent,
  type WebhookEvent,
} from 'labelbox-org/webhooks'
import { describe, expectTypeOf, it } from 'vitest'

declare const event: WebhookEvent

describe('an event', () => {
  it('is a label event if its type is one of the three', () => {
    if (event.type === 'LABEL_CREATED' || event.type === 'LABEL_UPDATED' || event.type === 'LABEL_DELETED') {
      expectTypeOf(event).toExtend<LabelEvent>()
      expectTypeOf(event.payloadVersion).toEqualTypeOf<1 | 2 | null>()
      expectTypeOf(event.labelIds).toEqualTypeOf<readonly string[]>()
      expectTypeOf(event.projectIds).toEqualTypeOf<readonly string[]>()
      expectTypeOf(event.dataRowId).toEqualTypeOf<string | null>()
    } else {
      expectTypeOf(event).not.toHaveProperty('payloadVersion')
      expectTypeOf(event).not.toHaveProperty('labelIds')
    }
  })

  it('has an unknown payload, whatever its type', () => {
    expectTypeOf(event.payload).toBeUnknown()
    expectTypeOf(parseEvent({ body: '{}', headers: {} })).toEqualTypeOf<WebhookEvent>()
  })

  it('has a version only after its type is known', () => {
    expectTypeOf(event).not.toHaveProperty('payloadVersion')
  })
})

describe('a label event', () => {
  const label = {} as LabelEvent

  it('is narrowed by its version', () => {
    if (label.payloadVersion === 1) {
      expectTypeOf(label).toEqualTypeOf<LabelEventV1>()
      expectTypeOf(label.labelId).toEqualTypeOf<string | null>()
      expectTypeOf(label.label).toEqualTypeOf<string | null>()
      expectTypeOf(label).not.toHaveProperty('projects')
    } else if (label.payloadVersion === 2) {
      expectTypeOf(label).toEqualTypeOf<LabelEventV2>()
      expectTypeOf(label.projects).toEqualTypeOf<readonly ExportedProject[]>()
      expectTypeOf(label.projects[0]?.labels[0]?.updatedAt).toEqualTypeOf<Date | null | undefined>()
      expectTypeOf(label).not.toHaveProperty('labelId')
    } else {
      expectTypeOf(label).toEqualTypeOf<UnknownLabelEvent>()
      expectTypeOf(label).not.toHaveProperty('labelId')
      expectTypeOf(label).not.toHaveProperty('projects')
    }
  })

  it('is narrowed by type and version in one condition', () => {
    webhookHandler({
      secret: 'secret',
      onEvent: (received) => {
        if (received.type === 'LABEL_DELETED' && received.payloadVersion === 2) {
          expectTypeOf(received).toExtend<LabelEventV2>()
          expectTypeOf(received.type).toEqualTypeOf<'LABEL_DELETED'>()
        }
      },
    })
  })

  it('is readonly', () => {
    // @ts-expect-error an event is not to be changed
    label.labelIds = []
  })
})
