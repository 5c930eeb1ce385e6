import type { Program } from '../globals.ts'
import { diff } from './schema/diff.ts'
import { withGroup } from './schema/group.ts'
import { pull } from './schema/pull.ts'

export function schema(program: Program): void {
  const group = withGroup(program)
  for (const add of [diff, pull]) add(group)
}
