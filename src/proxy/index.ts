/**
 * A request handler that sends Labelbox operations for pages, and keeps the API key on the server. It needs no Node.
 *
 * @packageDocumentation
 */
export type { TrustedDocument } from '../../generated/operations.ts'
export type { OnceStore, RememberedChange } from '../core/onceStore.ts'
export type { ApiKeySource } from '../transport/endpoints.ts'
export { labelboxProxy, type LabelboxProxyHandler } from './labelboxProxy.ts'
export { memoryOnceStore } from './memoryOnceStore.ts'
export { toNodeHandler, type NodeHandler, type NodeRequest, type NodeResponse } from './nodeHandler.ts'
export type { PageRefinement } from './pageRequest.ts'
export type { LabelboxProxyOptions, Permission, ProxiedOperation } from './proxyOptions.ts'
