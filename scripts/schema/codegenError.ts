/** Why codegen fails, in a few lines: without its summary, and with file names relative to a folder. */
export function codegenError(error: unknown, root = process.cwd()): string {
  const { errors = [], message } = error as { readonly errors?: readonly Error[]; readonly message: string }
  const all = errors.length === 0 ? [message] : errors.map((each) => each.message)
  return [...new Set(all)].join('\n').replaceAll(`${root}/`, '')
}
