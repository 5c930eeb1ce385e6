import { readFileSync } from 'node:fs'
import { parse } from 'graphql'
import { coordinatesByLine } from './sdl/coordinates.ts'

/**
 * The snapshot with the marks of a fixture, whatever has been confirmed since: `schema verify --apply` removes marks from
 * the snapshot, and leaves the tests of marks as they are. A part that the snapshot lost has none.
 */
export function markedSchema(): string {
  const sdl = withoutAllMarks(readFileSync('graphql/schema.graphql', 'utf8'))
  const lines = sdl.split('\n')
  const linesOf = new Map<string, number[]>()
  for (const [line, coordinate] of coordinatesByLine(parse(sdl))) {
    linesOf.set(coordinate, [...(linesOf.get(coordinate) ?? []), line])
  }
  for (const entry of readFileSync('src/schema/fixtures/marks.txt', 'utf8').trim().split('\n')) {
    const [coordinate = '', mark = ''] = entry.split(' # ')
    // A field with arguments on lines of their own has its mark on the last one, a type on its first.
    const found = [...(linesOf.get(coordinate) ?? [])].sort((a, b) => a - b)
    const line = coordinate.includes('.') ? found.at(-1) : found[0]
    if (line !== undefined) lines[line - 1] = `${lines[line - 1] ?? ''} # ${mark}`
  }
  return lines.join('\n')
}

const withoutAllMarks = (sdl: string): string => sdl.replaceAll(/^([^#\n]+) # inferred: .*$/gm, '$1')
