import { monitorEventLoopDelay } from 'node:perf_hooks'

/** Gives what says by how many milliseconds a timer of this process has been late at the most, from now until it is asked. */
export function lateness(): () => number {
  const delays = monitorEventLoopDelay({ resolution: 100 })
  delays.enable()
  return () => {
    delays.disable()
    return delays.max / 1e6
  }
}
