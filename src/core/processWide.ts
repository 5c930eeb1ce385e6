/**
 * A value that all copies of this package in a process share: a program may load both its ESM and its CommonJS build. A
 * worker thread counts as a process of its own. The number in the name changes with the value's shape, so that copies of
 * different versions don't share it.
 */
export function processWide<T extends object>(name: `${string}@${number}`, value: T): T {
  const key = Symbol.for(`labelbox-org.${name}`)
  const shared = globalThis as { readonly [key: symbol]: T | undefined }
  // With a frozen global object each copy has its own.
  if (shared[key] === undefined) Reflect.defineProperty(globalThis, key, { value })
  return shared[key] ?? value
}
