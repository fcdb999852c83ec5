/** What a command of the command line is. One file a command; commands.ts lists them. */
import type { ExitCode } from './exit.ts';
import type { OptionSpecs, Options } from './options.ts';
import type { Run } from './run.ts';

export interface Command {
  readonly name: string;
  /** What it does, in one line. */
  readonly summary: string;
  /** Its arguments, as a usage text shows them, on one or more lines. */
  readonly usage: string;
  readonly options: OptionSpecs;
  /** How many arguments without an option it takes. */
  readonly mostPositionals: number;
  /** More for its usage text: what its output looks like, examples. */
  readonly notes?: string;
  /**
   * Results go to standard output or a file, everything else to standard error.
   * @throws UsageError and ExperimentError for bad usage or input, NoWebGpuError, WorkError
   */
  run(options: Options, run: Run): Promise<ExitCode>;
}
