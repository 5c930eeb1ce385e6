import { LabelboxError } from '../../core/errors.ts'
import { isChange, type CallState } from '../callState.ts'
import { headersWith } from '../request/requestHeaders.ts'
import type { Message } from '../request/requestInit.ts'
import { foreignError, type Secrets } from './foreignError.ts'
import { consequence } from './messages.ts'
import { judgeNetwork } from './network.ts'
import { describe } from './reasons.ts'

/** The error for what `fetch` threw. */
export function networkError(call: CallState, message: Message, thrown: unknown, isStream: boolean): LabelboxError {
  const code = 'NETWORK'
  const { mayHaveRun: mayHaveArrived, retryable } = judgeNetwork(thrown, isStream)
  const mayHaveRun = isChange(call) && (call.mayHaveRun || mayHaveArrived)
  return new LabelboxError({
    ...call,
    code,
    retryable,
    mayHaveRun,
    message: describe(call.operationName, code).message + consequence(call, mayHaveRun),
    advice: ['see-cause', 'See `error.cause`.'],
    cause: foreignError(thrown, () => secretsIn(message)),
  })
}

/** Shorter texts may be part of any error by chance. */
const minSecretLength = 5

/** The key, the values of the URL's query, all headers but the transport's own, and the texts of the body. */
function secretsIn({ url, headers, body }: Message): Secrets {
  const texts: string[] = []
  const { search, searchParams } = new URL(url)
  for (const parameter of search.slice(1).split('&')) texts.push(parameter.replace(/^[^=]*=/, ''))
  texts.push(...searchParams.values())
  const own = Object.keys(headersWith(''))
  for (const [name, value] of Object.entries(headers)) {
    if (!own.includes(name)) texts.push(value, ...value.split(/[ ,;=]/))
  }
  const names: string[] = []
  const addJson = (json: string): unknown =>
    JSON.parse(json, (key, value: unknown) => {
      // Members of JSON scalars may be named by data.
      if (!/^\w*$/.test(key)) names.push(key)
      if (typeof value === 'string') texts.push(value)
      return value
    })
  if (typeof body === 'string') addJson(body)
  else texts.push(...linesOf(body, addJson))
  return {
    key: headers['Authorization']?.slice('Bearer '.length),
    texts: [...names, ...texts.filter(({ length }) => length >= minSecretLength)],
  }
}

/** The lines of a form and what they are made of, except for its JSON. Files hold addresses. */
function linesOf(form: Uint8Array, addJson: (json: string) => unknown): readonly string[] {
  const texts: string[] = []
  for (const line of new TextDecoder().decode(form).split(/[\r\n]+/)) {
    try {
      addJson(line)
    } catch {
      texts.push(line, ...line.split(/[\s,;"]+/))
    }
  }
  return texts
}
