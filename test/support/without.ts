import { Kind, parse, print, visit, type ASTNode } from 'graphql'

/** Removes fields, arguments, input fields, enum values and types from a schema: `User.name`, `User.projects.skip`. */
export const without =
  (...coordinates: readonly string[]): ((sdl: string) => string) =>
  (sdl) => {
    const left = new Set(coordinates)
    const path: string[] = []
    const isNamed = (node: ASTNode): node is ASTNode & { readonly name: { readonly value: string } } =>
      /Definition$/.test(node.kind) && node.kind !== Kind.SCHEMA_DEFINITION
    const document = visit(parse(sdl), {
      enter: (node) => {
        if (!isNamed(node)) return undefined
        const coordinate = [...path, node.name.value].join('.')
        if (left.delete(coordinate)) return null
        path.push(node.name.value)
        return undefined
      },
      leave: (node) => {
        if (isNamed(node)) path.pop()
      },
    })
    if (left.size > 0) throw new Error(`The schema has no ${[...left].join(', ')}.`)
    return print(document)
  }
