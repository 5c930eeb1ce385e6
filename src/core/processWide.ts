/**
 * What all copies of this package in a process have together: its ESM and its CommonJS build are two, and a program may
 * load both. A worker thread has a global object of its own, and is as another process. The number changes with the shape, so that copies of two versions do not read what they do not know.
 */
export function processWide<T extends object>(name: `${string}@${number}`, value: T): T {
  const key = Symbol.for(`labelbox-org.${name}`)
  const shared = globalThis as { readonly [key: symbol]: T | undefined }
  // Where the global object is frozen each copy has its own.
  if (shared[key] === undefined) Reflect.defineProperty(globalThis, key, { value })
  return shared[key] ?? value
}
