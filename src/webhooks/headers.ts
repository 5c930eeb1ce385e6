/** The headers of a delivery: those of a `Request`, or the plain object that Node's servers give. */
export type DeliveryHeaders = Headers | Readonly<Record<string, string | readonly string[] | undefined>>

/** One header, whatever the case of its name. Of one that came several times all values, joined as HTTP joins them. */
export function header(headers: DeliveryHeaders, name: string): string | null {
  // By what it can do: a framework may bring a `Headers` of its own.
  if (typeof headers.get === 'function') return (headers as Headers).get(name)
  const values = Object.entries(headers as Readonly<Record<string, string | readonly string[] | undefined>>)
    .filter(([key, value]) => key.toLowerCase() === name && value !== undefined)
    .flatMap(([, value]) => value as string | readonly string[])
  return values.length === 0 ? null : values.join(', ')
}
