// Checks the licenses of all packages in the lock file: `npm run licenses`. The build checks those that it bundles again.
import { readFileSync } from 'node:fs'
import { licenseComplaints, type Lockfile } from './dependencies/lockedLicenses.ts'

const lockfile = JSON.parse(readFileSync('package-lock.json', 'utf8')) as Lockfile
const complaints = licenseComplaints(lockfile)
for (const complaint of complaints) console.error(complaint)
if (complaints.length > 0) {
  console.error('Replace them, or add the license to scripts/dependencies/allowedLicenses.ts if it allows this use.')
  process.exitCode = 1
} else {
  console.log(`The licenses of ${Object.keys(lockfile.packages).length - 1} packages are allowed.`)
}
