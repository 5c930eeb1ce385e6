import { useSearchParams } from 'wouter'
import type { ChoiceOption } from '../parts/Choice.tsx'
import type { TableOrder } from '../parts/DataTable.tsx'

/** A filter of a list. */
export interface ListChoice {
  readonly label: string
  /** The first is the default, which shows everything. */
  readonly options: readonly [ChoiceOption<string>, ...ChoiceOption<string>[]]
  /** Whether the address may have a value that is not among the options, because they are still read. */
  readonly isOpen?: boolean
}

/** Filters by their names in the address. */
export type ListChoices = Readonly<Record<string, ListChoice>>

type Chosen<Of extends ListChoices> = { readonly [Name in keyof Of]: Of[Name]['options'][number]['value'] }

/** What a list shows, as in the address. */
export interface ListFilters<Of extends ListChoices> {
  readonly choices: Of
  /** What is searched for. */
  readonly text: string
  readonly chosen: Chosen<Of>
  readonly order: TableOrder
  /** Whether a filter or the search leaves rows out. */
  readonly isNarrowed: boolean
  readonly search: (text: string) => void
  readonly choose: <Name extends keyof Of & string>(name: Name, value: Chosen<Of>[Name]) => void
  readonly orderBy: (order: TableOrder) => void
  readonly clear: () => void
}

/** The search, filters and order of a list. They are in the address, so that a reload and a link keep them. */
export function useListFilters<const Of extends ListChoices>(
  choices: Of,
  sortable: readonly [string, ...string[]],
  isDescending = false,
): ListFilters<Of> {
  const [params, setParams] = useSearchParams()
  const text = params.get('q') ?? ''
  const chosen = Object.fromEntries(
    Object.entries(choices).map(([name, { options, isOpen = false }]) => {
      const given = params.get(name)
      const isKnown = given !== null && (isOpen || options.some(({ value }) => value === given))
      return [name, isKnown ? given : options[0].value]
    }),
  ) as Chosen<Of>
  const [column = '', direction] = (params.get('order') ?? '').split('-')
  const order = sortable.includes(column)
    ? { column, isDescending: direction === 'desc' }
    : { column: sortable[0], isDescending }

  const set = (name: string, value: string, byDefault: string): void =>
    setParams(
      (before) => {
        const after = new URLSearchParams(before)
        if (value === byDefault) after.delete(name)
        else after.set(name, value)
        return after
      },
      { replace: true },
    )
  return {
    choices,
    text,
    chosen,
    order,
    isNarrowed:
      text.trim() !== '' || Object.entries(choices).some(([name, { options }]) => chosen[name] !== options[0].value),
    search: (value) => set('q', value, ''),
    choose: (name, value) => set(name, value, choices[name]?.options[0].value ?? ''),
    orderBy: (next) => set('order', toText(next), toText({ column: sortable[0], isDescending })),
    clear: () =>
      setParams(
        (before) => new URLSearchParams([...before].filter(([name]) => name !== 'q' && !Object.hasOwn(choices, name))),
        { replace: true },
      ),
  }
}

const toText = ({ column, isDescending }: TableOrder): string => `${column}${isDescending ? '-desc' : ''}`

const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' })

/** What rows are ordered by, by column. */
export type OrderKeys<Row> = Readonly<Record<string, (row: Row) => string | number | null | undefined>>

/** The rows in an order that the API does not give. Rows without a value come last. */
export function ordered<Row>(
  rows: readonly Row[],
  { column, isDescending }: TableOrder,
  keys: OrderKeys<Row>,
): readonly Row[] {
  const keyOf = keys[column]
  if (keyOf === undefined) return rows
  const direction = isDescending ? -1 : 1
  return [...rows].sort((one, other) => {
    const [a, b] = [keyOf(one) ?? null, keyOf(other) ?? null]
    if (a === null || b === null) return Number(a === null) - Number(b === null)
    return direction * (typeof a === 'number' && typeof b === 'number' ? a - b : collator.compare(String(a), String(b)))
  })
}

/** Whether one of the texts has the searched one in it. */
export function matches(text: string, ...candidates: readonly (string | null | undefined)[]): boolean {
  const wanted = text.trim().toLowerCase()
  return wanted === '' || candidates.some((candidate) => candidate?.toLowerCase().includes(wanted) === true)
}
