// The capabilities in a page, for the test's browser to call.
import { runAll } from './capabilities.mjs'

globalThis.runAll = runAll
