/** What is said about a failure, in full. Loaded when an attempt fails, as most apps show no message of this package. */
export { networkError } from './networkError.ts'
export { describe, foreignReason } from './reasons.ts'
