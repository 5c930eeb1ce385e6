/** A phrase that makes a reader stop, and plain words for it. */
export interface Phrase {
  readonly pattern: RegExp
  readonly suggestion: string
}

const phrase = (pattern: RegExp, suggestion: string): Phrase => ({ pattern, suggestion })

/** What the word check looks for, in text whose lines are joined by one space. Each pattern is kept to few false alarms. */
export const phrases: readonly Phrase[] = [
  phrase(
    /(?<!\bthere )\b(?:is|are|was|were) no (?!doubt|good|less|longer|more|need|one\b|other)`?[^\s.,;:)'"`\]]+`?/gi,
    'negate the verb: "is not a ...", "are not ..."',
  ),
  phrase(/(?<!\bthere )\b(?:is|are|was|were) none\b/gi, 'say what is missing: "is not a key", "has no rows"'),
  phrase(/\bnone (?:is|are)\b/gi, '"no ... is"'),
  phrase(/\bat the (?:most|least)\b/gi, '"at most", "at least", or "maximum", "minimum"'),
  phrase(/\banew\b/gi, '"again"'),
  phrase(/\bso many\b(?! (?:\S+ ){0,5}that\b)/gi, 'name the number: "maximum number of ..."'),
  phrase(/\bLeft out,/g, '"Default: ..."'),
  phrase(/\bwho asks\b/gi, '"the caller"'),
  phrase(/\bwhat (?:has become|have become|became|becomes|will become|had become) of\b/gi, '"the outcome of"'),
  phrase(/\bof one['’]s own\b/gi, '"your own"'),
  phrase(/\bwhoever\b/gi, '"anyone who", or name them: "the caller", "a user"'),
  phrase(/\b(?:is|are|was|were|be) told(?! apart)\b/gi, '"receives", "is called with" or "is reported"'),
  phrase(/\b(?:take|takes|took|taken|taking) for\b/gi, '"reads ... as", "treats ... as"'),
  phrase(/(?<!\bno )\bsuch an? /gi, '"this ...", or name it'),
  phrase(/\ball the same\b/gi, '"still", "nevertheless"'),
  phrase(/\bwhatever (?:comes|has come|came) of\b/gi, '"whatever the outcome"'),
  phrase(/\b(?:names?|knows?|declares?|asks? for) none\b/gi, 'say what is missing: "names no role"'),
  phrase(
    /\ban? \S+ of (?:the |somebody |someone )?(?:user|caller|else)['’]s(?= (?:fail|may|that|which|returns)|[.,;:])/gi,
    '"a user\'s ...", "another library\'s ..."',
  ),
  phrase(/\bin the dark\b/gi, '"with an unknown outcome"'),
  phrase(/\bfor ever\b/gi, '"forever"'),
  phrase(/\bto that end\b/gi, '"for this"'),
  phrase(/\bas ever\b/gi, '"as usual"'),
  phrase(/\bin vain\b/gi, '"without a result"'),
  phrase(/\bby turns\b/gi, '"alternately"'),
  phrase(/['’]s affair\b/gi, '"... decides"'),
  phrase(/\b(?:broke|breaks|broken) off\b/gi, '"ended early", "is incomplete"'),
  phrase(/\bturned round\b/gi, '"reversed", "swapped"'),
  phrase(/\bthat which\b/gi, 'name the thing'),
  phrase(/\bTODO\b/g, 'what is left to do here'),
  phrase(/\b(?:has|have|had) (?:its|their) turn\b/gi, '"is processed"'),
]
