/**
 * Controls of C0 and C1, line separators, and what turns the direction of writing round. What comes from the API was
 * typed by somebody, and none of it may move the cursor, retitle the window or make a name read as another one.
 */
// eslint-disable-next-line no-control-regex -- they are what is looked for.
const controls = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g

const escaped = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`

/** The text with such characters spelt out, on one line. */
export const printable = (text: string): string => text.replaceAll(controls, escaped)

/** JSON for people and programs. Its strings have the same characters spelt out, which is the same JSON. */
export const toJson = (value: unknown): string =>
  JSON.stringify(value, null, 2)
    .split('\n')
    .map((line) => printable(line))
    .join('\n')
