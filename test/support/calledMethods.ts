// Loaded before a program (`node --import`): writes the names of the Organization methods that it calls to the
// file that CALLED_METHODS names.
import { writeFileSync } from 'node:fs'
import { Organization } from '../../src/organization/organization.ts'

const called = new Set<string>()
const prototype = Organization.prototype as unknown as Record<string, (...args: unknown[]) => unknown>

for (const name of Object.getOwnPropertyNames(prototype)) {
  const method = prototype[name]
  if (name === 'constructor' || method === undefined) continue
  prototype[name] = function (...args) {
    called.add(name)
    return method.apply(this, args)
  }
}

process.once('exit', () => {
  const file = process.env['CALLED_METHODS']
  if (file !== undefined) writeFileSync(file, JSON.stringify([...called]))
})
