// Invisible characters in text that people type or paste: addresses, names of roles and projects, headers of files.

/**
 * Invisible characters: the format characters of Unicode (`Cf`), all others that a font may ignore (fillers, variation
 * selectors, tags, the grapheme joiner), and the empty Braille pattern.
 */
const invisible = /[\p{Cf}\p{Default_Ignorable_Code_Point}\u2800]/gu

/**
 * Sequences in which a joiner or a selector is needed: emoji, forms of Han characters, and letters of scripts that join
 * their letters.
 */
const needed = /* @__PURE__ */ new RegExp(
  [
    String.raw`\p{Extended_Pictographic}\ufe0f?\p{Emoji_Modifier}?(?:\u200d\p{Extended_Pictographic}\ufe0f?\p{Emoji_Modifier}?)*`,
    String.raw`[#*0-9]\ufe0f\u20e3`,
    String.raw`\p{Script=Han}[\u{e0100}-\u{e01ef}]`,
    String.raw`[${['Arabic', 'Syriac', 'Devanagari', 'Bengali', 'Gurmukhi', 'Gujarati', 'Oriya', 'Tamil', 'Telugu', 'Kannada', 'Malayalam', 'Sinhala'].map((script) => `\\p{Script=${script}}`).join('')}][\u200c\u200d](?=\p{L})`,
  ].join('|'),
  'gu',
)

const isPlain = (text: string): boolean => !/[^\t\n\r -~]/.test(text)

/** The text with each needed sequence replaced by `x`, so that only other invisible characters are found. */
const masked = (text: string): string => text.replace(needed, (part) => 'x'.repeat(part.length))

/** The text without white space and invisible characters around it. */
export function trimmed(text: string): string {
  if (isPlain(text)) return text.trim()
  // `trim` removes white space, so each unit of an invisible character becomes a space.
  const blanked = masked(text).replace(invisible, (character) => ' '.repeat(character.length))
  const start = blanked.length - blanked.trimStart().length
  return text.slice(start, Math.max(start, blanked.trimEnd().length))
}

/** The text without its invisible characters, for comparison: people can't see the difference. */
export const withoutInvisible = (text: string): string => (isPlain(text) ? text : text.replace(invisible, ''))

/** Whether the text has an invisible character, needed or not. */
export const hasInvisible = (text: string): boolean => text.search(invisible) >= 0

/** The first invisible character that is not needed, and its position: `U+200B ZERO WIDTH SPACE at character 4`. */
export function findInvisible(text: string): string | undefined {
  if (isPlain(text)) return undefined
  const at = masked(text).search(invisible)
  return at < 0
    ? undefined
    : `${nameOf(text.codePointAt(at) ?? 0)} at character ${Array.from(text.slice(0, at)).length + 1}`
}

function nameOf(code: number): string {
  const number = `U+${code.toString(16).toUpperCase().padStart(4, '0')}`
  return `${number} ${names[code] ?? 'INVISIBLE CHARACTER'}`
}

/** The Unicode names of the most frequent ones. */
const names: Readonly<Record<number, string>> = {
  0xad: 'SOFT HYPHEN',
  0x34f: 'COMBINING GRAPHEME JOINER',
  0x200b: 'ZERO WIDTH SPACE',
  0x200c: 'ZERO WIDTH NON-JOINER',
  0x200d: 'ZERO WIDTH JOINER',
  0x200e: 'LEFT-TO-RIGHT MARK',
  0x200f: 'RIGHT-TO-LEFT MARK',
  0x202a: 'LEFT-TO-RIGHT EMBEDDING',
  0x202b: 'RIGHT-TO-LEFT EMBEDDING',
  0x202c: 'POP DIRECTIONAL FORMATTING',
  0x202d: 'LEFT-TO-RIGHT OVERRIDE',
  0x202e: 'RIGHT-TO-LEFT OVERRIDE',
  0x2060: 'WORD JOINER',
  0x2066: 'LEFT-TO-RIGHT ISOLATE',
  0x2067: 'RIGHT-TO-LEFT ISOLATE',
  0x2068: 'FIRST STRONG ISOLATE',
  0x2069: 'POP DIRECTIONAL ISOLATE',
  0x3164: 'HANGUL FILLER',
  0xfeff: 'ZERO WIDTH NO-BREAK SPACE',
}
