// A number without a fraction. The tag makes it an integer in the schemas, where a comment would be a description.
/** @asType integer @internal */
export type Integer = number
