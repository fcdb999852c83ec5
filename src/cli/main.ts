/** The command line: finds the command, runs it, and turns however it ends into an exit code. */

import { ExperimentError } from '../core/experiment-error.ts';
import { NoWebGpuError } from '../core/no-webgpu-error.ts';
import { listOptions } from '../core/readers.ts';
import type { Command } from './command.ts';
import { COMMANDS } from './commands.ts';
import { EXIT, type ExitCode, UsageError, WorkError } from './exit.ts';
import { readOptions } from './options.ts';
import { Run } from './run.ts';
import { outputWritten, print, tell } from './stdout.ts';
import { systemMessage } from './system-message.ts';
import { commandUsage, programUsage } from './usage.ts';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

class InterruptedError extends Error {
  readonly signal: NodeJS.Signals;

  constructor(signal: NodeJS.Signals) {
    super(`interrupted by ${signal}`);
    this.signal = signal;
  }
}

/** Nobody reads standard output any more, as after `| head`: there is nothing left to do, and nothing wrong. */
class ReaderGoneError extends Error {}

/** Runs the command line and leaves the exit code in `process.exitCode`. */
export async function main(args: readonly string[]): Promise<void> {
  const run = new Run();
  const interrupt = (signal: NodeJS.Signals) => {
    // Whoever interrupts again does not want to wait for the tidying up.
    for (const each of SIGNALS) process.off(each, interrupt);
    run.abort(new InterruptedError(signal));
  };
  for (const signal of SIGNALS) process.on(signal, interrupt);
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    const gone = error.code === 'EPIPE';
    run.abort(gone ? new ReaderGoneError() : new WorkError(`standard output: ${systemMessage(error)}`));
  });

  const ending = await Promise.race([runToEnd(args, run), aborted(run.signal)]).catch(endingOf);
  await run.end();
  for (const signal of SIGNALS) process.off(signal, interrupt);
  // The default action of the signal tells the caller, as a shell's `$?`, what happened.
  if (ending instanceof InterruptedError) process.kill(process.pid, ending.signal);
  else process.exitCode = ending;
}

/** Runs the command and sees its result written: a disk that is full shows no sooner. */
async function runToEnd(args: readonly string[], run: Run): Promise<ExitCode> {
  const code = await runCommand(args, run);
  await outputWritten();
  return code;
}

async function runCommand(args: readonly string[], run: Run): Promise<ExitCode> {
  const [name, ...rest] = args;
  if (name === undefined) throw new UsageError(`expected a command\n\n${programUsage(COMMANDS)}`);
  if (name === '--help' || name === '-h' || name === 'help') {
    print(programUsage(COMMANDS));
    return EXIT.done;
  }
  const command = findCommand(name);
  if (rest.includes('--help') || rest.includes('-h')) {
    print(commandUsage(command));
    return EXIT.done;
  }
  return command.run(readOptions(rest, command.options, command.mostPositionals), run);
}

function findCommand(name: string): Command {
  const command = COMMANDS.find((candidate) => candidate.name === name);
  if (command) return command;
  const names = listOptions(COMMANDS.map((candidate) => candidate.name));
  throw new UsageError(`expected a command (${names}), found ${JSON.stringify(name)}`);
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

/** Tells what went wrong, in a line or two; a stack only for what is a defect of the program. */
function endingOf(error: unknown): ExitCode | InterruptedError {
  if (error instanceof InterruptedError) return error;
  if (error instanceof ReaderGoneError) return EXIT.done;
  if (error instanceof UsageError || error instanceof ExperimentError) return told(error, EXIT.usage);
  if (error instanceof NoWebGpuError) return told(error, EXIT.noWebGpu);
  if (error instanceof WorkError) return told(error, EXIT.failed);
  tell(error instanceof Error ? (error.stack ?? error.message) : String(error));
  return EXIT.failed;
}

function told(error: Error, code: ExitCode): ExitCode {
  tell(error.message);
  return code;
}
