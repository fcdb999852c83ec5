/** How a command ends: the exit codes that scripts go by, and the errors that lead to them. */

export const EXIT = {
  done: 0,
  /** A check failed, or the work could not be finished. */
  failed: 1,
  /** Bad usage or input. */
  usage: 2,
  /** No WebGPU where it was demanded. */
  noWebGpu: 3,
} as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** The command line or its input is at fault; the message says where and how. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** A failure that is no defect of the program, such as a full disk: told in its one line, without a stack. */
export class WorkError extends Error {
  override readonly name = 'WorkError';
}
