/** A response that can't be used: it is too large, or not a `Response`. The message says what to do. */
export class BrokenResponse extends Error {}
