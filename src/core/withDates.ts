import type { DateTime } from '../../generated/operations.ts'

/** The optional key that distinguishes the type `DateTime` from `string`. */
type DateTimeKey = Exclude<keyof DateTime, keyof string>

/** A result's type with every `DateTime` as a `Date`, at any depth. Generated types may have a `Date` there already. */
export type WithDates<T> = T extends Date
  ? T
  : T extends string
    ? DateTimeKey extends keyof T
      ? Date
      : T
    : T extends readonly (infer Item)[]
      ? readonly WithDates<Item>[]
      : T extends object
        ? { readonly [Key in keyof T]: WithDates<T[Key]> }
        : T
