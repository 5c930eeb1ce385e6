import type { Command, OptionValues } from '@commander-js/extra-typings'

/** Adds the options of a command that reads rows from a file. */
export const withFileOptions = <
  Arguments extends unknown[],
  Options extends OptionValues,
  GlobalOptions extends OptionValues,
>(
  command: Command<Arguments, Options, GlobalOptions>,
  from: string,
) =>
  command
    .option('--from <file>', from)
    .option('--report <file>', 'with --from: write the outcome of each row to this file (CSV or .jsonl)')
    .option('--journal <file>', 'with --from: journal file (default: the input file with .journal added)')
    .option('--resume', 'with --from: continue an interrupted run from its journal')
    .option('--skip-invalid', 'with --from: skip invalid rows instead of stopping')
