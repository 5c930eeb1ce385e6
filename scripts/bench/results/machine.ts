import { availableParallelism, cpus, loadavg, release, totalmem, type } from 'node:os'
import type { Machine } from './measurement.ts'

/** Describes this machine, without its name. */
export function thisMachine(): Machine {
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    memory: Number((totalmem() / 2 ** 30).toFixed(1)),
    runtime: `Node ${process.versions.node}`,
    os: `${type()} ${release()}`,
    load: Number((loadavg()[0] ?? NaN).toFixed(2)),
  }
}

/** The machine in one line, without its load. */
export const machineText = ({ cpu, cores, memory, runtime, os }: Machine): string =>
  `${cpu}, ${cores} cores, ${memory} GB of memory, ${runtime}, ${os}`
