import { Command } from '@commander-js/extra-typings'

/** The options that every command has. */
export const withGlobalOptions = () =>
  new Command()
    .option('--json', 'print JSON instead of tables')
    .option('--endpoint <url>', 'API endpoint (default: LABELBOX_ENDPOINT, else Labelbox)')
    .option('--profile <name>', 'profile in the configuration file (default: LABELBOX_PROFILE)')
    .option('--api-key <key>', 'API key; prefer LABELBOX_API_KEY, which stays out of the shell history')
    .option('--dry-run', 'print what would be sent and change nothing')
    .option('-y, --yes', 'skip confirmation')

export type Program = ReturnType<typeof withGlobalOptions>

export type GlobalOptions = ReturnType<Program['opts']>
