import type { Program } from '../globals.ts'
import { diff } from './schema/diff.ts'
import { withGroup } from './schema/group.ts'

export function schema(program: Program): void {
  const group = withGroup(program)
  for (const add of [diff]) add(group)
}
