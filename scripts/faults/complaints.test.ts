import { LabelboxError, type LabelboxErrorCode } from 'labelbox-org'
import { expect, it } from 'vitest'
import { complaintsOf, type Outcome, type Trial } from './complaints.ts'

const failed = (code: LabelboxErrorCode, mayHaveRun: boolean): Outcome => ({
  error: new LabelboxError({ code, mayHaveRun, message: code }),
})
const stateOf = (stored: number) => ({ stored, isDone: stored > 0 })
const settled = (outcome: 'invited' | 'not-found') => ({ email: '', outcome, invite: undefined, member: undefined })

const success: Trial = {
  kind: 'mutation',
  first: { value: {} },
  ms: 100,
  lateMs: 0,
  attempts: 1,
  carriedOut: 1,
  state: stateOf(1),
  second: failed('ALREADY_INVITED', false),
  sentAgain: 0,
  settlement: undefined,
  flaw: undefined,
}
const refusal: Trial = {
  ...success,
  first: failed('AUTHORIZATION', false),
  carriedOut: 0,
  second: { value: {} },
  sentAgain: 1,
}
const unknown: Trial = {
  ...success,
  first: failed('OUTCOME_UNKNOWN', true),
  second: failed('OUTCOME_UNKNOWN', true),
  settlement: settled('invited'),
}
const cancelled: Trial = {
  ...success,
  kind: 'idempotent mutation',
  state: { stored: 0, isDone: true },
  second: undefined,
  carriedOut: 2,
}
const read: Trial = { ...success, kind: 'query', state: undefined, second: undefined, carriedOut: 5 }

it.each([
  ['a success', success],
  ['a rejection after which calling again succeeds', refusal],
  ['an unknown outcome that was processed late', unknown],
  [
    'an unknown outcome that was never processed',
    { ...unknown, carriedOut: 0, state: stateOf(0), settlement: settled('not-found') },
  ],
  ['an unknown outcome that calling again finds', { ...unknown, second: failed('ALREADY_INVITED', false) }],
  ['an idempotent change that ran twice', cancelled],
  ['a query that ran several times', read],
  ['a call that takes until the deadline', { ...unknown, ms: 120_400 }],
  ['a call that takes longer because timers are late', { ...unknown, ms: 121_500, lateMs: 1200 }],
])('accepts %s', (_what, trial) => {
  expect(complaintsOf(trial)).toEqual([])
})

it.each<[string, Trial, RegExp]>([
  ['two records from one call', { ...success, state: stateOf(2) }, /one call stored 2/],
  ['two records from two calls', { ...unknown, second: { value: {} }, state: stateOf(2) }, /two calls stored 2/],
  ['two records from an idempotent change', { ...cancelled, state: stateOf(2) }, /one call stored 2/],
  ['a query that stores a record', { ...read, state: stateOf(1) }, /read-only call stored/],
  ['a change that ran twice', { ...success, carriedOut: 2 }, /made 2 times/],
  ['a false success', { ...success, flaw: 'there is no such tag' }, /false success: there is no such tag/],
  ['an error of another class', { ...success, first: { thrown: new TypeError('x') } }, /not a LabelboxError/],
  ['an error of another class from calling again', { ...unknown, second: { thrown: 'x' } }, /calling again threw/],
  ['a call that takes longer than its deadline', { ...read, ms: 121_500 }, /waited 122 s/],
  [
    'a call that exceeds its deadline by more than timers are late',
    { ...read, ms: 121_500, lateMs: 900 },
    /waited 122 s/,
  ],
  [
    'an error that denies a change',
    { ...refusal, second: failed('ALREADY_INVITED', false) },
    /nothing changed, but it did/,
  ],
  [
    'an error that denies a cancellation',
    { ...cancelled, first: failed('NETWORK', false) },
    /NETWORK says that nothing changed/,
  ],
  [
    'a settle() that misses the invite',
    { ...unknown, settlement: settled('not-found') },
    /settle\(\) finally finds not-found/,
  ],
  ['an unknown outcome without settle()', { ...unknown, settlement: undefined }, /settle\(\) finally finds undefined/],
  ['a second call that sends again without a look-up', { ...unknown, sentAgain: 1 }, /sends again/],
  ['a success that calling again repeats', { ...success, second: { value: {} }, state: stateOf(2) }, /after a success/],
  [
    'a rejection that outlasts its fault',
    { ...refusal, second: failed('OUTCOME_UNKNOWN', true) },
    /although nothing changed/,
  ],
])('complains about %s', (_what, trial, complaint) => {
  expect(complaintsOf(trial).join('\n')).toMatch(complaint)
})
