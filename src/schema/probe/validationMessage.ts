/** The part of a document that a message is about. */
export type Subject =
  | 'field'
  | 'argument'
  | 'input field'
  | 'enum value'
  | 'type'
  | 'variable'
  | 'directive'
  | 'fragment'
  | 'syntax'
  | 'other'

/** A parsed validation message. */
export interface ValidationMessage {
  readonly subject: Subject
  /** `User.nickname`, `Organization.users(where:)`, `$first` or `Upload`, as far as the message names it. */
  readonly what: string | undefined
  /** The name in the document, for messages without a location. */
  readonly name: string | undefined
}

type Pattern = readonly [subject: Subject, form: RegExp, what?: (...names: readonly string[]) => string]

const last = (coordinate: string): string => coordinate.match(/\w+/g)?.at(-1) ?? coordinate

/** Messages of graphql-js in all its versions, which Labelbox uses. The first match counts. */
const patterns: readonly Pattern[] = [
  ['syntax', /^Syntax Error/],
  ['field', /^Cannot query field "(\w+)" on type "(\w+)"/, (field = '', type = '') => `${type}.${field}`],
  [
    'argument',
    /^Unknown argument "(\w+)" on field "(\w+)\.(\w+)"/,
    (argument = '', type = '', field = '') => `${type}.${field}(${argument}:)`,
  ],
  [
    'argument',
    /^Unknown argument "(\w+)" on field "(\w+)" of type "(\w+)"/,
    (argument = '', field = '', type = '') => `${type}.${field}(${argument}:)`,
  ],
  [
    'argument',
    /^Unknown argument "(\w+)" on directive "@?(\w+)"/,
    (argument = '', directive = '') => `@${directive}(${argument}:)`,
  ],
  [
    'argument',
    /^Field "(\w+)" argument "(\w+)" of type ".+" is required/,
    (field = '', argument = '') => `${field}(${argument}:)`,
  ],
  [
    'argument',
    /^Argument "(\w+)\.(\w+)\((\w+):\)" of type ".+" is required/,
    (type = '', field = '', argument = '') => `${type}.${field}(${argument}:)`,
  ],
  ['argument', /^Argument "(\w+)" has invalid value/, (argument = '') => argument],
  [
    'directive',
    /^(?:Directive|Argument) "@(\w+)(?:\(\w+:\))?" (?:argument|of type)/,
    (directive = '') => `@${directive}`,
  ],
  ['type', /^Unknown type "(\w+)"/, (type = '') => type],
  ['input field', /^Field "(\w+)" is not defined by type "?(\w+)/, (field = '', type = '') => `${type}.${field}`],
  [
    'input field',
    /^Field "?(\w+)\.(\w+)"? of required type "?.+?"? was not provided/,
    (type = '', field = '') => `${type}.${field}`,
  ],
  ['enum value', /^Value "(\w+)" does not exist in "(\w+)" enum/, (value = '', type = '') => `${type}.${value}`],
  [
    'enum value',
    /^Enum "(\w+)" cannot represent non-enum value: "?(\w+)/,
    (type = '', value = '') => `${type}.${value}`,
  ],
  ['field', /^Field "(\w+)" must not have a selection since type/, (field = '') => field],
  ['field', /^Field "(\w+)" of type ".+" must have a selection of subfields/, (field = '') => field],
  ['field', /^Fields "(\w+)" conflict/, (field = '') => field],
  ['variable', /^Variable "\$(\w+)" of type ".+" used in position expecting type/, (variable = '') => `$${variable}`],
  ['variable', /^Variable "\$(\w+)" cannot be non-input type/, (variable = '') => `$${variable}`],
  ['variable', /^Variable "\$(\w+)" is not defined/, (variable = '') => `$${variable}`],
  ['variable', /^Variable "\$(\w+)" is never used/, (variable = '') => `$${variable}`],
  [
    'variable',
    /^Variable "\$(\w+)" expected value of type ".+" which cannot be used/,
    (variable = '') => `$${variable}`,
  ],
  ['type', /^Expected (?:value of )?type "?(\w+)[!\]"]*,? ?(?:found|\()/, (type = '') => type],
  ['type', /^(\w+) cannot represent/, (type = '') => type],
  ['directive', /^Unknown directive "@?(\w+)"/, (directive = '') => `@${directive}`],
  ['directive', /^(?:The d|D)irective "@?(\w+)" (?:may not|can only)/, (directive = '') => `@${directive}`],
  ['fragment', /^Fragment "(\w+)" cann?ot/, (fragment = '') => fragment],
  ['fragment', /^Fragment cannot/],
  ['fragment', /^Unknown fragment "(\w+)"/, (fragment = '') => fragment],
  ['other', /^(?:The s|S)chema is not configured (?:for|to execute)/],
]

/** Parses a validation message. Undefined if the message does not say that a document is invalid. */
export function readValidationMessage(message: string): ValidationMessage | undefined {
  for (const [subject, form, toWhat] of patterns) {
    const found = form.exec(message)
    if (!found) continue
    const what = toWhat?.(...found.slice(1).map((part) => part))
    return { subject, what, name: what === undefined ? undefined : nameIn(subject, what) }
  }
  return undefined
}

/** The innermost part is the one that the document contains. */
const nameIn = (subject: Subject, what: string): string =>
  subject === 'argument' ? (/\((\w+):\)$/.exec(what)?.[1] ?? last(what)) : last(what)

/** Whether the message ends a list of missing variables: graphql-js names 50, and runs nothing. */
export const isEndOfMissing = (message: string): boolean =>
  message.startsWith('Too many errors processing variables, error limit reached.')

/** The variable that is missing, if the message says so. */
export function missingVariable(message: string): string | undefined {
  for (const form of missingVariablePatterns) {
    const name = form.exec(message)?.[1]
    if (name !== undefined) return name
  }
  return undefined
}

/** Messages of graphql-js versions, and of other servers that may run behind an endpoint. */
const missingVariablePatterns: readonly RegExp[] = [
  /^Variable "\$(\w+)" of (?:required|non-null) type ".+" (?:was not provided|must not be null)\.?$/,
  /^Variable "\$(\w+)" got invalid value (?:null|undefined)[;.]/,
  /^Variable '\$?(\w+)' has (?:an invalid value: Variable '\$?\w+' has )?coerced Null value for NonNull type '.+'$/,
  /^Variable \$(\w+) of type .+! was provided invalid value$/,
]
