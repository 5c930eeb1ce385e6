import {
  getNamedType,
  isInputObjectType,
  isObjectType,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLSchema,
} from 'graphql'
import type { Problem } from '../probe/judgement.ts'
import type { AskLocked } from './lockedAsker.ts'
import type { Mark } from '../sdl/inferredMarks.ts'
import { absentName, QuestionBuilder, type Question } from './questions.ts'

/** The verdict of the API on an inferred fact. */
export interface Fact {
  readonly mark: Mark
  readonly verdict: 'holds' | 'contradicted' | 'unknown'
  /** The actual name. */
  readonly observed: string | undefined
}

/** Checks each fact that validation of a document can confirm or contradict. */
export async function checkFacts(asked: AskLocked, schema: GraphQLSchema, marks: readonly Mark[]): Promise<Fact[]> {
  const reach = new QuestionBuilder(schema)
  const facts: Fact[] = []
  for (const mark of marks) facts.push({ mark, ...(await checkFact(asked, schema, reach, mark)) })
  return facts
}

type Finding = Pick<Fact, 'verdict' | 'observed'>

const unknown: Finding = { verdict: 'unknown', observed: undefined }

async function checkFact(
  asked: AskLocked,
  schema: GraphQLSchema,
  reach: QuestionBuilder,
  mark: Mark,
): Promise<Finding> {
  const { inferred, coordinate } = mark
  const [owner = '', part = ''] = coordinate.split('.')
  if (inferred === 'type name') return checkName(asked, reach.toName(owner), owner)
  const type = schema.getType(owner)
  const member = isInputObjectType(type) ? type.getFields()[part] : undefined
  if (member) {
    if (inferred === 'member') return checkExistence(asked, reach.toMember(owner, member), 'input field', part)
    const isTyped = ['argument types', 'where type', 'scalar type'].includes(inferred)
    const wrong = `{ ${absentName}: 1 }`
    return isTyped ? checkName(asked, reach.toMember(owner, member, wrong), getNamedType(member.type).name) : unknown
  }
  const field = isObjectType(type) ? type.getFields()[part] : undefined
  if (field === undefined) return unknown
  switch (inferred) {
    case 'existence':
      return checkExistence(asked, reach.toField(owner, field), 'field', part)
    case 'scalar type':
      return checkName(asked, reach.toResult(owner, field), getNamedType(field.type).name)
    case 'where type':
    case 'argument types':
      return checkArgumentTypes(asked, reach, owner, field, inferred === 'where type')
    case 'type of first':
      return checkTypeOfFirst(asked, reach, owner, field)
    case 'member':
    case 'other':
      return unknown
  }
}

/** Reads the actual name of a type from the error about a member that it does not have. */
async function checkName(asked: AskLocked, question: Question | undefined, name: string): Promise<Finding> {
  const judgement = question && (await asked(question))
  if (judgement?.verdict !== 'invalid') return unknown
  const observed = judgement.problems.flatMap((problem) => typeIn(problem) ?? [])[0]
  if (observed === undefined) return unknown
  return observed === name ? { verdict: 'holds', observed: undefined } : { verdict: 'contradicted', observed }
}

/** The type that a validation error names. */
function typeIn({ subject, what, message }: Problem): string | undefined {
  const leaf = /must not have a selection since type "\W*(\w+)/.exec(message)?.[1]
  if (leaf !== undefined) return leaf
  if (what?.endsWith(`.${absentName}`)) return what.slice(0, -absentName.length - 1)
  return subject === 'type' && message.includes(absentName) ? what : undefined
}

async function checkExistence(
  asked: AskLocked,
  question: Question | undefined,
  subject: string,
  name: string,
): Promise<Finding> {
  const judgement = question && (await asked(question))
  if (judgement?.verdict === 'valid') return { verdict: 'holds', observed: undefined }
  if (judgement?.verdict !== 'invalid') return unknown
  const isGone = judgement.problems.some((each) => each.subject === subject && each.what?.endsWith(`.${name}`))
  return isGone ? { verdict: 'contradicted', observed: 'missing' } : unknown
}

/** Checks the types of all arguments that take objects. */
async function checkArgumentTypes(
  asked: AskLocked,
  reach: QuestionBuilder,
  owner: string,
  field: GraphQLField<unknown, unknown>,
  whereOnly: boolean,
): Promise<Finding> {
  const findings: Finding[] = []
  const asks = field.args.filter((argument) => takesObject(argument) && (!whereOnly || argument.name === 'where'))
  for (const argument of asks) {
    const question = reach.toArgument(owner, field, argument.name)
    findings.push(await checkName(asked, question, getNamedType(argument.type).name))
  }
  const wrong = findings.filter(({ verdict }) => verdict === 'contradicted')
  if (wrong.length > 0) {
    return { verdict: 'contradicted', observed: wrong.map(({ observed = '' }) => observed).join(', ') }
  }
  const holds = findings.length > 0 && findings.every(({ verdict }) => verdict === 'holds')
  return holds ? { verdict: 'holds', observed: undefined } : unknown
}

/** Reads the actual type of `first` from the error about a variable of another type. */
async function checkTypeOfFirst(
  asked: AskLocked,
  reach: QuestionBuilder,
  owner: string,
  field: GraphQLField<unknown, unknown>,
): Promise<Finding> {
  const guess = field.args.find(({ name }) => name === 'first')
  const question = reach.toFirst(owner, field)
  if (guess === undefined || question === undefined) return unknown
  const judgement = await asked(question)
  if (judgement.verdict !== 'invalid') return unknown
  const observed = judgement.problems.flatMap(({ message }) => expectedType.exec(message)?.[1] ?? [])[0]
  if (observed === undefined) return unknown
  return observed === getNamedType(guess.type).name
    ? { verdict: 'holds', observed: undefined }
    : { verdict: 'contradicted', observed }
}

const expectedType = /used in position expecting type \W*(\w+)/

const takesObject = ({ type }: GraphQLArgument): boolean => isInputObjectType(getNamedType(type))
