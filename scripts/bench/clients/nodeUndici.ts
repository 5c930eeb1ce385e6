import type * as Undici from 'labelbox-org/undici'
import { built } from '../dist.ts'

// Node's `fetch` takes the connections of a package `undici` that is loaded before its first use. It is measured with its own.
await fetch('data:,')
export const { Agent, request } = await import('undici')
export const { undiciTransport } = await built<typeof Undici>('undici/index.js')
