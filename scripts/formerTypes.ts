// Compiles the examples and type tests of the last release with the source of today: `npm run types:former`. A program that does
// not compile any more needs a major version, which a changeset announces.
import { compileFormerPrograms } from './api/formerPrograms.ts'
import { announcedChange, filesOfTag, lacksHistory, lastReleaseTag } from './api/formerRelease.ts'

const root = process.cwd()
const tag = lastReleaseTag(root)
if (tag === undefined) {
  console.log(
    lacksHistory(root)
      ? 'Nothing was compiled: this clone lacks the history that may have a release. Run `git fetch --unshallow --tags`.'
      : 'There is no release yet, whose programs could be compiled.',
  )
} else {
  const { files, mistakes } = compileFormerPrograms(root, filesOfTag(root, tag))
  for (const { place, message } of mistakes) console.error(`${tag}:${place}: ${message}`)
  const needed = mistakes.some(({ isExpectation }) => !isExpectation) ? 'major' : 'minor'
  const announced = announcedChange(root, tag)
  if (mistakes.length === 0) {
    console.log(`${files.length} programs of ${tag} compile.`)
  } else if (announced === 'major' || announced === needed) {
    console.log(
      `A ${announced} version is announced, so this may be meant. The changelog has to say what users have to do.`,
    )
  } else {
    console.error(
      `These programs compile with ${tag}, and not any more. Restore what they need, or announce a ${needed} version: \`npx changeset\`.`,
    )
    process.exitCode = 1
  }
}
