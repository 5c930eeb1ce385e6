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
  ['a refusal, and calling again does it', refusal],
  ['what came late', unknown],
  ['what did not come', { ...unknown, carriedOut: 0, state: stateOf(0), settlement: settled('not-found') }],
  ['what is found by calling again', { ...unknown, second: failed('ALREADY_INVITED', false) }],
  ['what may be done twice', cancelled],
  ['a query, however often', read],
  ['a wait for the deadline', { ...unknown, ms: 120_400 }],
  ['a wait where timers are late', { ...unknown, ms: 121_500, lateMs: 1200 }],
])('has nothing against %s', (_what, trial) => {
  expect(complaintsOf(trial)).toEqual([])
})

it.each<[string, Trial, RegExp]>([
  ['two of one call', { ...success, state: stateOf(2) }, /one call has stored 2/],
  ['two of two calls', { ...unknown, second: { value: {} }, state: stateOf(2) }, /two calls have stored 2/],
  ['two, where twice does no harm', { ...cancelled, state: stateOf(2) }, /one call has stored 2/],
  ['a query that stores', { ...read, state: stateOf(1) }, /only reads has stored/],
  ['what was carried out twice', { ...success, carriedOut: 2 }, /done 2 times/],
  [
    'a success that is none',
    { ...success, flaw: 'there is no such tag' },
    /success that is none: there is no such tag/,
  ],
  ['another error', { ...success, first: { thrown: new TypeError('x') } }, /no LabelboxError/],
  ['another error of the second call', { ...unknown, second: { thrown: 'x' } }, /calling again threw/],
  ['a caller that waits', { ...read, ms: 121_500 }, /waited 122 s/],
  ['a caller that waits for longer than timers are late', { ...read, ms: 121_500, lateMs: 900 }, /waited 122 s/],
  ['an error that denies what it did', { ...refusal, second: failed('ALREADY_INVITED', false) }, /nothing was done/],
  ['a cancelling that denies it', { ...cancelled, first: failed('NETWORK', false) }, /NETWORK says that nothing was/],
  ['a settle() that is blind', { ...unknown, settlement: settled('not-found') }, /settle\(\) finds not-found/],
  ['an unknown outcome without settle()', { ...unknown, settlement: undefined }, /settle\(\) finds undefined/],
  ['a second call that sends blindly', { ...unknown, sentAgain: 1 }, /sends again/],
  ['a success that can be had twice', { ...success, second: { value: {} }, state: stateOf(2) }, /after a success/],
  ['a refusal that lasts', { ...refusal, second: failed('OUTCOME_UNKNOWN', true) }, /though nothing was done/],
])('complains of %s', (_what, trial, complaint) => {
  expect(complaintsOf(trial).join('\n')).toMatch(complaint)
})
