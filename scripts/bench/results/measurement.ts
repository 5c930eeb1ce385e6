/**
 * Version of the shape of {@link Results}, in every file and output. A change that breaks a reader raises it; a new
 * optional member does not.
 */
export const shapeVersion = 1

/** What `npm run bench -- --json` prints. */
export interface Results {
  readonly version: typeof shapeVersion
  readonly parts: readonly PartResult[]
  /** About the run as a whole. Absent unless it had the default parts. */
  readonly verdicts?: readonly Verdict[]
}

/** What one part of the benchmarks has measured. */
export interface PartResult {
  /** The name that `npm run bench -- NAME` takes. */
  readonly part: string
  readonly title: string
  /** When it began, as an ISO date. */
  readonly date: string
  readonly machine: Machine
  readonly seconds: number
  readonly tables: readonly Table[]
  readonly verdicts: readonly Verdict[]
  /** Why it could not be measured. There are no tables and no verdicts then. */
  readonly error?: string
}

/** Where a part ran. Nothing here identifies the machine. */
export interface Machine {
  readonly cpu: string
  readonly cores: number
  /** Gigabytes (2^30 bytes). */
  readonly memory: number
  /** The runtime that measured: `Node 20.20.2`. */
  readonly runtime: string
  /** The kernel: `Linux 6.18.44`. */
  readonly os: string
  /** Load average of the last minute when the part began. Other work makes it rise. */
  readonly load: number
}

/** Figures in rows and columns. */
export interface Table {
  /** What was measured, how often, and in which unit, as sentences. */
  readonly caption: string
  readonly columns: readonly Column[]
  readonly rows: readonly Row[]
}

/** A column of figures. */
export interface Column {
  readonly name: string
  /** Decimals that are shown. */
  readonly digits: number
}

/** A row of figures, one for each column; `null` where there is none. */
export interface Row {
  readonly name: string
  readonly cells: readonly (number | null)[]
}

/** A figure that has a target. */
export interface Target {
  /** What is measured: `inviteUsers, 1,000 addresses`. */
  readonly what: string
  /** `null` if there is no figure, which misses the target. */
  readonly figure: number | null
  readonly bound: 'at most' | 'at least' | 'below'
  readonly target: number
  /** What follows the number: `ms`, or `times` and `×` for ratios. */
  readonly unit: string
  /** What follows the unit of a ratio, so that it reads as a phrase: 6 times `faster than page after page`. */
  readonly comparison?: string
}

/** A target and whether it is met. */
export interface Verdict extends Target {
  readonly isMet: boolean
}

/** What a part returns. */
export interface Measurement {
  readonly tables: readonly Table[]
  readonly targets: readonly Target[]
}
