/**
 * Moves each comment of a member to the line above it. The bundler of declarations writes it behind the member before,
 * where TypeScript gives it to neither: editors would show no text.
 */
export const placedComments = (declarations: string): string =>
  declarations.replaceAll(/([;,]) (\/\*\*(?:(?!\*\/)[\s\S])*\*\/)\n([ \t]*)/g, '$1\n$3$2\n$3')

/** The first line on which a comment stands behind a member, if any. */
export const misplacedComment = (declarations: string): string | undefined =>
  /^.*[;,][ \t]*\/\*\*.*$/m.exec(declarations)?.[0].trim()
