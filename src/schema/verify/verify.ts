import { parse } from 'graphql'
import type { Definition } from '../documents/definitions.ts'
import { lenientSchema } from '../sdl/schemaErrors.ts'
import type { Send } from '../probe/response.ts'
import { probe, targetsOf, type Probe } from '../probe/probe.ts'
import { readMarks, withoutMarks } from '../sdl/inferredMarks.ts'
import { dependentOperations, type DependentOperations } from './dependentOperations.ts'
import { newObservations, type Observations } from './observations.ts'
import { envelopes, pageCaps, runQueries, type Envelope, type PageCap, type Reading } from './liveReads.ts'
import { lockedAsker } from './lockedAsker.ts'
import { checkFacts, type Fact } from './inferredFacts.ts'

/** The result of a verification. */
export interface Verification {
  readonly probe: Probe
  /** Root fields of mutations that may have run although they were locked. */
  readonly mayHaveRun: readonly string[]
  readonly facts: readonly Fact[]
  readonly dependents: DependentOperations
  readonly observations: Observations
  readonly readings: readonly Reading[]
  readonly caps: readonly PageCap[]
  readonly envelopes: readonly Envelope[]
}

/**
 * Checks the inferred facts of a snapshot: by validation, behind the locks of `probe`, and by the responses of
 * read-only operations. It changes nothing. `secret` is the API key, which is kept out of every report.
 */
export async function verify(
  send: Send,
  stranger: Send,
  definitions: readonly Definition[],
  sdl: string,
  secret?: string,
): Promise<Verification> {
  const schema = lenientSchema(parse(sdl))
  const found = await probe(send, definitions)
  const mayHaveRun: string[] = []
  const facts = await checkFacts(lockedAsker(send, found.proofs, mayHaveRun), schema, readMarks(sdl))
  const observations = newObservations()
  if (secret !== undefined) observations.texts.add(secret.toLowerCase())
  const readings = await runQueries(send, schema, targetsOf(definitions), found, observations)
  return {
    probe: found,
    mayHaveRun: [...new Set(mayHaveRun)],
    facts: facts.map((fact) => answeredFor(fact, observations)),
    dependents: dependentOperations(definitions, schema),
    observations,
    readings,
    caps: await pageCaps(send),
    envelopes: await envelopes(send, stranger),
  }
}

/** A type name in a response outweighs one in a message. */
function answeredFor(fact: Fact, { typeNames }: Observations): Fact {
  const names = fact.mark.inferred === 'type name' ? typeNames.get(fact.mark.coordinate) : undefined
  if (names === undefined) return fact
  const others = [...names].filter((name) => name !== fact.mark.coordinate)
  return others.length === 0
    ? { ...fact, verdict: 'holds', observed: undefined }
    : { ...fact, verdict: 'contradicted', observed: others.join(', ') }
}

/** The snapshot without the marks that were confirmed. */
export const applied = (sdl: string, { facts }: Verification): string =>
  withoutMarks(
    sdl,
    facts.filter(({ verdict }) => verdict === 'holds').map(({ mark }) => mark),
  )
