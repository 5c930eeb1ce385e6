// Puts the comments of the declarations where editors find them.
import { readFileSync, writeFileSync } from 'node:fs'
import { globSync } from 'tinyglobby'
import { misplacedComment, placedComments } from './placedComments.ts'

for (const file of globSync('{dist,packages/*/dist}/**/*.d.ts')) {
  const placed = placedComments(readFileSync(file, 'utf8'))
  const misplaced = misplacedComment(placed)
  if (misplaced !== undefined) throw new Error(`${file}: no editor shows the comment of this line: ${misplaced}`)
  writeFileSync(file, placed)
}
