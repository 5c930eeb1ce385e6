import type { Finding } from '../../schema/check/checkDocuments.ts'
import type { ChangeClass } from '../../schema/diff/schemaChange.ts'
import type { Bump } from '../../schema/impact/impact.ts'
import type { Inferred } from '../../schema/sdl/inferredMarks.ts'
import type { Subject } from '../../schema/probe/validationMessage.ts'
import type { Integer } from './integer.ts'

/** A place in a file. Lines and columns start at 1. */
export interface PlaceJson {
  readonly file: string
  readonly line: Integer
  readonly column: Integer
}

type DefinitionKind = 'query' | 'mutation' | 'subscription' | 'fragment'

/** What changed between two schemas, and what it touches. */
export interface DiffJson {
  /** The worst effect on the documents. */
  readonly verdict: ChangeClass | 'nothing'
  /** The version bump for a package that ships the documents. */
  readonly bump: Bump
  readonly changes: readonly SchemaChangeJson[]
  /** The number of changes that touch none of the documents. */
  readonly untouched: ChangeCounts
  /** The root fields that the API did not have before and that no document uses. */
  readonly newRootFields: readonly RootFieldJson[]
  /** The operations, and fragments without one, that the new schema does not allow. */
  readonly invalid: readonly InvalidDocument[]
  /** The filters and orders of the lists of the package that the new schema does not allow. */
  readonly invalidFilters: readonly InvalidFilter[]
  /** The parts that have another name in the new schema. */
  readonly renamed: readonly RenameJson[]
  /** The parts that may have another name in the new schema. */
  readonly perhapsRenamed: readonly PossibleRename[]
  /** An entry for a changelog, as Markdown. */
  readonly changelog: string
}

/** The result of a comparison, with warnings. */
export interface ComparisonJson extends DiffJson {
  readonly warnings: readonly string[]
}

/** A change of the schema that touches something. */
export interface SchemaChangeJson {
  /** The effect on the documents. */
  readonly class: ChangeClass
  /** The kind of change, such as FIELD_REMOVED. */
  readonly type: string
  /** Such as User.nickname. Null if the change concerns the whole schema. */
  readonly path: string | null
  readonly message: string
  /** Why a dangerous change is dangerous. */
  readonly reason: string | null
  readonly operations: readonly string[]
  readonly fragments: readonly string[]
  /** Filters and orders of the lists of the package, such as users.where.email. */
  readonly filters: readonly string[]
  readonly methods: readonly string[]
  /** The generated types that change. */
  readonly types: readonly string[]
  readonly places: readonly PlaceJson[]
}

/** The number of changes of each class. */
export interface ChangeCounts {
  readonly breaking: Integer
  readonly dangerous: Integer
  readonly safe: Integer
}

/** A field of a root type. */
export interface RootFieldJson {
  readonly kind: 'query' | 'mutation' | 'subscription'
  readonly name: string
  /** Such as projects(first: PageSize): [Project]. */
  readonly signature: string
}

/** An operation or fragment that the schema does not allow. */
export interface InvalidDocument {
  readonly kind: DefinitionKind
  readonly name: string
  /** Whether the old schema did not allow it either. */
  readonly alreadyInvalid: boolean
  readonly problems: readonly ProblemJson[]
}

/** Filters or orders of a list that the schema does not allow. */
export interface InvalidFilter {
  readonly list: string
  readonly argument: 'where' | 'orderBy'
  /** Whether the old schema did not allow them either. */
  readonly alreadyInvalid: boolean
  readonly problems: readonly ProblemJson[]
}

/** Why the schema does not allow something. */
export interface ProblemJson {
  readonly message: string
  readonly place: PlaceJson | null
}

/** A part with a new name. */
export interface RenameJson {
  readonly from: string
  readonly to: string
}

/** A part that may have one of several new names. */
export interface PossibleRename {
  readonly from: string
  readonly to: readonly string[]
}

/** What --apply did to the documents. */
export interface RepairJson {
  readonly dryRun: boolean
  /** Whether the files were written. */
  readonly written: boolean
  /** The files that change. */
  readonly files: readonly string[]
  readonly renamed: readonly PlacedRename[]
  readonly removed: readonly RemovedPart[]
  /** The parts that may have another name. They stay as they are. */
  readonly perhapsRenamed: readonly PossibleRename[]
  /** The documents that need a change by hand. */
  readonly left: readonly InvalidDocument[]
  /** The generated types that change. */
  readonly types: readonly ChangedTypeJson[]
  readonly warnings: readonly string[]
}

/** A new name that was written into a document. */
export interface PlacedRename extends RenameJson {
  readonly place: PlaceJson
}

/** A part that was removed from a document. */
export interface RemovedPart {
  readonly what: string
  readonly place: PlaceJson
}

/** A generated type that changes. */
export interface ChangedTypeJson {
  readonly name: string
  /** Whether it changed, is generated for the first time, or is not generated any more. */
  readonly how: 'changed' | 'new' | 'gone'
  readonly members: readonly ChangedMemberJson[]
}

/** A member of a generated type, with its old and new type. Null where it does not exist. */
export interface ChangedMemberJson {
  readonly path: string
  readonly before: string | null
  readonly after: string | null
}

/** The snapshot that was taken. */
export interface PullJson {
  readonly dryRun: boolean
  /** The file of the snapshot. */
  readonly out: string
  /** Whether the file changes. */
  readonly changed: boolean
  /** The number of types in the snapshot. */
  readonly types: Integer
  readonly leftOut: LeftOutJson
  readonly kept: KeptJson
  /** What was written by hand and has no place in the new snapshot. */
  readonly dropped: readonly DroppedText[]
  /** What changed since the former snapshot. */
  readonly changes: DiffJson
  readonly warnings: readonly string[]
}

/** What is out of scope. */
export interface LeftOutJson {
  /** The number of types. */
  readonly types: Integer
  /** The number of fields of the root types. */
  readonly rootFields: Integer
  /** The fields of types in scope whose own type is out of scope. */
  readonly fields: readonly string[]
}

/** The number of handwritten texts that were kept. */
export interface KeptJson {
  readonly descriptions: Integer
  readonly comments: Integer
}

/** A handwritten text that has no place in the new snapshot. */
export interface DroppedText {
  readonly kind: 'description' | 'comment'
  /** Such as User.nickname. Null for a comment on a line of its own. */
  readonly coordinate: string | null
  /** The line in the former file, from 1. */
  readonly line: Integer
  readonly text: string
}

/** The findings of a check. */
export interface CheckJson {
  readonly operations: readonly OperationWeight[]
  readonly limits: WeightLimits
  readonly findings: readonly FindingJson[]
  readonly warnings: readonly string[]
}

/** How deep and how expensive an operation is. */
export interface OperationWeight {
  readonly name: string
  /** Levels of nested fields. */
  readonly depth: Integer
  /** Objects in a response, at most. */
  readonly cost: Integer
}

/** The limits of --max-depth and --max-cost. */
export interface WeightLimits {
  readonly depth: Integer
  readonly cost: Integer
}

/** Something that a check found. */
export interface FindingJson {
  readonly rule: Finding['rule']
  readonly level: 'error' | 'warning'
  readonly message: string
  /** The operation, the fragment or the file. */
  readonly name: string
  readonly place: PlaceJson | null
}

type EndpointPath = 'public' | 'experimental'

/** The result of a probe. */
export interface ProbeJson {
  readonly outcome: 'valid' | 'invalid' | 'unknown' | 'unlocked'
  readonly counts: VerdictCounts
  readonly paths: readonly LockProof[]
  readonly operations: readonly ProbedOperation[]
  /** The mutations that may have run although they were locked. */
  readonly mayHaveRun: readonly string[]
}

/** The number of operations with each verdict. */
export interface VerdictCounts {
  readonly valid: Integer
  readonly invalid: Integer
  readonly unknown: Integer
}

/** Whether an endpoint is proven not to run what is locked. */
export interface LockProof {
  readonly path: EndpointPath
  readonly locksHold: boolean
  /** Why the locks do not hold. */
  readonly locks: readonly string[]
  /** Why an accepted operation is not proven valid. */
  readonly checks: readonly string[]
}

/** The verdict of the API on an operation. */
export interface ProbedOperation {
  readonly kind: DefinitionKind
  readonly name: string
  readonly path: EndpointPath
  readonly verdict: 'valid' | 'invalid' | 'unknown'
  readonly problems: readonly ApiProblem[]
  /** Why the verdict is unknown. */
  readonly reason: string | null
}

/** Why the API does not allow an operation. */
export interface ApiProblem {
  readonly message: string
  readonly subject: Subject
  /** Such as User.nickname, as far as the message names it. */
  readonly what: string | null
  readonly place: PlaceJson | null
}

/** The requests that a dry run of a probe did not send. */
export interface PlannedProbe {
  readonly dryRun: true
  readonly requests: readonly PlannedProbeRequest[]
}

/** A request that a dry run of a probe did not send. */
export interface PlannedProbeRequest {
  readonly kind: DefinitionKind
  readonly name: string
  readonly path: EndpointPath
  /** The locked document. */
  readonly query: string
}

type FactVerdict = 'holds' | 'contradicted' | 'unknown'

/** What the API confirms and contradicts. It has no ids, addresses, customer names or keys. */
export interface VerificationJson {
  readonly probe: ProbeJson['outcome']
  readonly invalid: readonly InvalidOperation[]
  /** The operations that may have run although they were locked. */
  readonly mayHaveRun: readonly string[]
  readonly facts: readonly FactJson[]
  /** The type names that the rules for graphcache need. */
  readonly cacheTypes: readonly CacheTypeJson[]
  /** The fields that were null although the snapshot says that they can't be. */
  readonly nulls: readonly NullTally[]
  /** The number of observed fields that are never null in the snapshot, and were not. */
  readonly neverNull: Integer
  /** How many values of a type have the expected form. */
  readonly forms: readonly FormTally[]
  readonly ids: readonly IdTally[]
  readonly pages: readonly PageCapJson[]
  /** What the API says to queries with a mistake. */
  readonly errors: readonly ErrorTrial[]
  readonly operations: readonly ReadingJson[]
}

/** An operation that the API does not allow. */
export interface InvalidOperation {
  readonly name: string
  readonly what: readonly string[]
}

/** An inferred fact of the snapshot, and what the API says about it. */
export interface FactJson {
  readonly coordinate: string
  readonly inferred: Inferred
  /** The line in the snapshot, from 1. */
  readonly line: Integer
  readonly verdict: FactVerdict
  /** What the API has instead. */
  readonly observed: string | null
  /** The operations that depend on it. */
  readonly operations: readonly string[]
}

/** A type name that the rules for graphcache need. */
export interface CacheTypeJson {
  readonly name: string
  readonly verdict: FactVerdict
  readonly observed: string | null
}

/** A field that was null although it can't be. */
export interface NullTally {
  readonly coordinate: string
  readonly seen: Integer
  /** How often it was null. */
  readonly odd: Integer
}

/** The values of a scalar or enum. */
export interface FormTally {
  readonly type: string
  readonly seen: Integer
  /** How many have an unexpected form. */
  readonly odd: Integer
}

/** A form of ids. */
export interface IdTally {
  readonly form: string
  readonly seen: Integer
}

/** The largest page of a list. */
export interface PageCapJson {
  readonly list: string
  /** Null if everything fits on one page, or if no page was returned. */
  readonly cap: Integer | null
}

/** What the API says to a query with a mistake. */
export interface ErrorTrial {
  /** The mistake. */
  readonly of: string
  /** The expected code. */
  readonly expected: string
  readonly code: string | null
  /** The HTTP status. */
  readonly status: Integer | null
  /** The other members of the error. */
  readonly members: readonly string[]
}

/** Whether a query returned data. */
export interface ReadingJson {
  readonly name: string
  readonly outcome: 'answered' | 'refused' | 'not sent'
}
