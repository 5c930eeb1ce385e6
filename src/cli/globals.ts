import { Command } from '@commander-js/extra-typings'

/** The options that every command has. */
export const withGlobals = () =>
  new Command()
    .option('--json', 'print one JSON document')
    .option('--endpoint <url>', 'where to go (LABELBOX_ENDPOINT; by default Labelbox itself)')
    .option('--profile <name>', 'endpoint and key of the configuration file (LABELBOX_PROFILE)')
    .option('--api-key <key>', 'the key; better LABELBOX_API_KEY, as the shell keeps what is typed')
    .option('--dry-run', 'change nothing, and print what would be sent')
    .option('-y, --yes', 'do not ask before something is removed, or changed for many')

export type Program = ReturnType<typeof withGlobals>

export type GlobalOptions = ReturnType<Program['opts']>
