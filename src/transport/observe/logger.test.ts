import { describe, expect, test, vi } from 'vitest'
import { CreateResourceTagDocument, GetUserDocument } from '../../../generated/operations.ts'
import { giving } from '../../../test/support/httpServer.ts'
import { answering, failure, scriptedTiming, serving } from '../../../test/support/serving.ts'
import { connect, type ConnectionOptions } from '../connection.ts'
import { deliver } from '../deliver.ts'
import type { Logger, LogLevel } from './logger.ts'

const answered = giving({ done: true })

/** A logger that keeps what it gets. */
function noted() {
  const lines: [level: LogLevel, message: string, facts: object][] = []
  const at = (level: LogLevel) => (message: string, facts: object) => void lines.push([level, message, facts])
  const logger: Logger = { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') }
  return { lines, logger, levels: () => lines.map(([level]) => level), messages: () => lines.map(([, text]) => text) }
}

/** A query that is answered at the second attempt, and a change that fails. */
async function twoCalls(options: ConnectionOptions) {
  const server = await serving(answering(503), answered, answering(403))
  const connection = connect({ apiKey: 'planted-key', endpoint: server.origin, ...options }, scriptedTiming())
  await deliver(connection, GetUserDocument, {})
  await failure(deliver(connection, CreateResourceTagDocument, { text: 'planted-text', color: 'planted' }))
}

describe('a logger', () => {
  test('gets every request at debug, and failures and retries at warn', async () => {
    const { logger, lines, messages } = noted()
    await twoCalls({ logger, logLevel: 'debug' })
    expect(messages()).toEqual([
      'GetUser is sent, attempt 1.',
      'GetUser failed with HTTP 503 after 0 ms: INTERNAL_SERVER_ERROR.',
      'GetUser is retried in 0 ms.',
      'GetUser is sent, attempt 2.',
      'GetUser succeeded in 0 ms.',
      'CreateResourceTag is sent, attempt 1.',
      'CreateResourceTag failed with HTTP 403 after 0 ms: AUTHORIZATION.',
    ])
    expect(lines[1]).toMatchObject(['warn', {}, { operationName: 'GetUser', attempt: 1, status: 503 }])
    expect(JSON.stringify(lines)).not.toContain('planted')
  })

  test.each<[LogLevel | undefined, LogLevel[]]>([
    ['debug', ['debug', 'warn', 'warn', 'debug', 'debug', 'debug', 'warn']],
    ['info', ['warn', 'warn', 'warn']],
    [undefined, ['warn', 'warn', 'warn']],
    ['warn', ['warn', 'warn', 'warn']],
    ['error', []],
  ])('of level %s gets that level and those above', async (logLevel, expected) => {
    const { logger, levels } = noted()
    await twoCalls({ logger, logLevel })
    expect(levels()).toEqual(expected)
  })

  test('gets a change that was made at info', async () => {
    const { logger, lines } = noted()
    const { origin } = await serving(answered)
    const variables = { text: 'planted-text', color: 'planted' }
    await deliver(connect({ endpoint: origin, logger }, scriptedTiming()), CreateResourceTagDocument, variables)
    expect(lines).toMatchObject([['info', 'CreateResourceTag succeeded in 0 ms.', { kind: 'mutation', status: 200 }]])
  })

  test('gets no details that only hooks ask for', async () => {
    const { logger, lines } = noted()
    await twoCalls({ logger, logLevel: 'debug', hooks: { redactedDetails: true } })
    for (const [, , facts] of lines) expect(Object.keys(facts)).not.toContain('variables')
  })

  test.each<[unknown, string]>([
    [new RangeError('planted'), 'RangeError'],
    [Object.assign(new Error('planted'), { name: 'planted@example.com' }), 'Error'],
    [Object.assign(new Error('planted'), { name: '@planted' }), 'Error'],
    [Object.assign(new Error('planted'), { name: 7 }), 'Error'],
    [Object.defineProperty(new Error('planted'), 'name', { get: () => JSON.parse('planted') as string }), 'Error'],
    ['planted', 'string'],
  ])('gets the name alone of what a hook throws, at error: %#', async (thrown, name) => {
    const { logger, lines } = noted()
    const { origin } = await serving(answered)
    const onRequest = () => {
      throw thrown
    }
    await deliver(connect({ endpoint: origin, logger, hooks: { onRequest } }), GetUserDocument, {})
    expect(lines).toEqual([['error', 'A hook of the labelbox-org client failed, and the call went on.', { name }]])
  })

  test.each<[string, () => void]>([
    [
      'throws',
      () => {
        throw new Error('the disk is full')
      },
    ],
    ['rejects', () => Promise.reject(new Error('the disk is full'))],
  ])('that %s changes nothing', async (_, fail) => {
    const rejections = vi.fn()
    process.on('unhandledRejection', rejections)
    const logger = { debug: fail, info: fail, warn: fail, error: fail }
    const hooks = { onRequest: () => Promise.reject(new Error('a hook failed')) }
    const server = await serving(answering(503), answered)
    const connection = connect({ endpoint: server.origin, logger, logLevel: 'debug', hooks }, scriptedTiming())
    expect(await deliver(connection, GetUserDocument, {})).toEqual({ done: true })
    await new Promise(setImmediate)
    process.off('unhandledRejection', rejections)
    expect(rejections).not.toHaveBeenCalled()
  })

  test('of a class keeps its this', async () => {
    class Collector implements Logger {
      readonly #lines: string[] = []
      debug = (message: string) => void this.#lines.push(message)
      info(message: string) {
        this.#lines.push(message)
      }
      warn = this.debug
      error = this.debug
      get count() {
        return this.#lines.length
      }
    }
    const logger = new Collector()
    const { origin } = await serving(answered)
    await deliver(connect({ endpoint: origin, logger }), CreateResourceTagDocument, { text: 'a', color: 'b' })
    expect(logger.count).toBe(1)
  })
})
