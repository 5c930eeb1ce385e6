import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument, type Document, type ParsedNode } from 'yaml'
import type { UnusableRow } from '../json/errorJson.ts'

/** A value of the file, and the line that it is on. */
export interface Placed<T> {
  readonly value: T
  /** From 1. */
  readonly line: number
}

/** A part of the file: a text, a list or a map. */
export type Part = ParsedNode | null

/** Maximum number of syntax errors to report: one mistake may cause thousands. */
const maxErrors = 20

/** Reads YAML part by part, and collects what is wrong with it. */
export class FileReader {
  readonly faults: UnusableRow[] = []
  readonly #lines = new LineCounter()
  readonly #document: Document.Parsed

  constructor(text: string) {
    // All values stay text: `1e5` and `no` are names like others.
    this.#document = parseDocument(text, { schema: 'failsafe', lineCounter: this.#lines, prettyErrors: false })
    for (const { message, pos } of [...this.#document.errors, ...this.#document.warnings].slice(0, maxErrors)) {
      this.fault(this.#lineAt(pos[0]), `${message}.`)
    }
  }

  get root(): Part {
    return this.#document.contents
  }

  /** Notes what is wrong on a line. */
  fault(line: number, reason: string): void {
    this.faults.push({ row: null, line, reason })
  }

  /** The line of a part. */
  lineOf(part: Part): number {
    return this.#lineAt(part?.range[0] ?? 0)
  }

  /** The text of a part. Anything else is a fault, and no text too, unless quotes say that it is meant. */
  text(part: Part, what: string, mayBeEmpty = false): string | undefined {
    const node = this.#resolved(part)
    if (isScalar(node) && typeof node.value === 'string') {
      if (node.value.trim() !== '' || (mayBeEmpty && node.type !== 'PLAIN')) return node.value
    }
    this.fault(this.lineOf(part), `${what} must be a text.`)
    return undefined
  }

  /** The texts of a list. Anything else is a fault. */
  texts(part: Part, what: string): readonly Placed<string>[] {
    const node = this.#resolved(part)
    if (!isSeq<ParsedNode>(node)) {
      this.fault(this.lineOf(part), `${what} must be a list, or [] for none.`)
      return []
    }
    return node.items.flatMap((item) => {
      const value = this.text(item, `an entry of ${what}`)
      return value === undefined ? [] : [{ value, line: this.lineOf(item) }]
    })
  }

  /** The entries of a map. Anything else is a fault. */
  entries(part: Part, what: string): readonly (Placed<Part> & { readonly key: string })[] {
    const node = this.#resolved(part)
    if (!isMap<ParsedNode, Part>(node)) {
      this.fault(this.lineOf(part), `${what} must have entries such as “name: value”, or be {} for none.`)
      return []
    }
    return node.items.flatMap(({ key, value }) => {
      const name = this.text(key, `a name in ${what}`)
      if (name === undefined) return []
      if (value !== null) return [{ key: name, value, line: this.lineOf(key) }]
      this.fault(this.lineOf(key), `${name} must have a value.`)
      return []
    })
  }

  /** The members of a map that may have those names only. */
  members<Name extends string>(
    part: Part,
    what: string,
    names: readonly Name[],
  ): Readonly<Partial<Record<Name, Part>>> {
    const found: Partial<Record<Name, Part>> = {}
    for (const { key, value, line } of this.entries(part, what)) {
      const name = names.find((each) => each === key)
      if (name === undefined) this.fault(line, `${what} can't have “${key}”, only ${names.join(', ')}.`)
      else found[name] = value
    }
    return found
  }

  #resolved(part: Part): unknown {
    return isAlias(part) ? part.resolve(this.#document) : part
  }

  #lineAt(offset: number): number {
    return this.#lines.linePos(offset).line
  }
}
