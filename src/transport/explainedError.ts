/** An error of a transport of this package whose message says what to do and holds no secret, so that it may be shown. */
export class ExplainedError extends Error {}
