import type { Program } from '../input/globalOptions.ts'
import { check } from './schema/check.ts'
import { diff } from './schema/diff.ts'
import { withGroup } from './schema/group.ts'
import { probe } from './schema/probe.ts'
import { pull } from './schema/pull.ts'
import { verify } from './schema/verify.ts'

export function schema(program: Program): void {
  const group = withGroup(program)
  for (const add of [pull, diff, check, probe, verify]) add(group)
}
