// Asks npm's registry for advisories on the locked packages: `npm run audit`. Exits with 1 if one is high or critical. Some
// registries answer no audit; then it says so and exits with 0.
import { spawnSync } from 'node:child_process'
import { readAudit } from './dependencies/advisories.ts'

const { stdout } = spawnSync('npm', ['audit', '--json'], { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 })
const audit = readAudit(stdout)
if (audit.kind === 'unanswered') {
  // Without the address of the registry.
  console.log(`The registry answered no audit, so nothing is known: ${audit.reason.replace(/ - .*$/, '')}.`)
} else {
  for (const line of audit.minor) console.log(line)
  for (const line of audit.serious) console.error(line)
  console.log(`Advisories: ${audit.serious.length} high or critical, ${audit.minor.length} others.`)
  if (audit.serious.length > 0) process.exitCode = 1
}
