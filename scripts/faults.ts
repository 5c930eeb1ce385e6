// Measures every fault of the sandbox against every kind of operation, through the client as users have it: `npm run faults`.
import { measureFaults } from './faults/measureFaults.ts'

process.exitCode = await measureFaults(process.argv.slice(2), process)
