import type { EventEmitter } from 'node:events'
import { homedir } from 'node:os'
import type { Readable, Writable } from 'node:stream'
import { styleText } from 'node:util'
import type { ConnectionOptions } from '../index.ts'

/** Environment variables. */
export type Environment = Readonly<Record<string, string | undefined>>

/** What one run of the command has of the process, so that tests can run it in theirs. */
export interface Io {
  readonly stdin: Readable & { readonly isTTY?: boolean }
  readonly stdout: Output
  readonly stderr: Output
  readonly env: Environment
  /** Emits `SIGINT` and `SIGTERM`. */
  readonly signals: Pick<EventEmitter, 'on' | 'off'>
  /** Ends the process at once. */
  readonly exit: (code: number) => void
  readonly homedir: () => string
  /** Whether stdout shows colors. */
  readonly colors: boolean
  /** The time zone of the tables. Default: that of the process. */
  readonly timeZone?: string
  /** Options of the client that no flag sets: tests shorten its waits, and have no TLS. */
  readonly client?: Pick<ConnectionOptions, 'retry' | 'allowInsecureHttp'>
}

/** A stream to write to, perhaps a terminal. */
export type Output = Writable & { readonly isTTY?: boolean; readonly columns?: number }

/** That of this process. */
export const processIo = (): Io => ({
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  signals: process,
  exit: (code) => process.exit(code),
  homedir,
  // Node looks at the stream, and at NO_COLOR and FORCE_COLOR.
  colors: styleText('bold', ' ') !== ' ',
})
