// The capabilities in a page; the test calls `runAll` there.
import { runAll } from './capabilities.mjs'

globalThis.runAll = runAll
