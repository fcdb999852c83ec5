/**
 * Files that appear whole or not at all: written beside their destination under a temporary name and renamed at the
 * end. What is not finished is removed when the run ends.
 */
import { randomBytes } from 'node:crypto';
import { type FileHandle, open, realpath, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { UsageError, WorkError } from './exit.ts';
import type { Run } from './run.ts';
import { isSystemError, systemMessage } from './system-message.ts';

/** A file that lives no longer than the run. */
export class TemporaryFile {
  readonly path: string;
  private readonly handle: FileHandle;
  private readonly forget: () => void;

  /** Creates a file in the folder of `path`, hidden and named after it. */
  static async beside(path: string, run: Run): Promise<TemporaryFile> {
    const unique = `${process.pid}-${randomBytes(4).toString('hex')}`;
    const own = join(dirname(path), `.${basename(path)}.${unique}.partial`);
    return new TemporaryFile(own, await open(own, 'wx+'), run);
  }

  private constructor(path: string, handle: FileHandle, run: Run) {
    this.path = path;
    this.handle = handle;
    this.forget = run.atEnd(() => this.destroy());
  }

  /** Appends `bytes`. */
  async write(bytes: Uint8Array): Promise<void> {
    for (let at = 0; at < bytes.length; ) {
      const { bytesWritten } = await this.handle.write(bytes, at).catch(toWorkError);
      at += bytesWritten;
    }
  }

  /** Fills `into` with the bytes from `position` on; returns how many there were. */
  async read(into: Uint8Array, position: number): Promise<number> {
    return (await this.handle.read(into, 0, into.length, position)).bytesRead;
  }

  async remove(): Promise<void> {
    this.forget();
    await this.destroy();
  }

  /** Makes it the file at `destination`, which is replaced. */
  async become(destination: string): Promise<void> {
    // A full disk may show only now.
    await this.handle.sync().catch(toWorkError);
    await this.handle.close();
    await rename(this.path, destination).catch(toWorkError);
    this.forget();
  }

  private async destroy(): Promise<void> {
    await this.handle.close();
    await rm(this.path, { force: true });
  }
}

/** The file that a command was asked to write. */
export class OutputFile {
  /** Where it will be: a link's own destination. */
  readonly path: string;
  readonly content: TemporaryFile;

  /**
   * Makes sure, before any work, that the file can be written.
   * @throws UsageError if it cannot
   */
  static async create(path: string, run: Run): Promise<OutputFile> {
    try {
      const destination = await writableDestination(path);
      return new OutputFile(destination, await TemporaryFile.beside(destination, run));
    } catch (error) {
      if (!isSystemError(error)) throw error;
      throw new UsageError(`--out ${JSON.stringify(path)}: ${systemMessage(error)}`);
    }
  }

  private constructor(path: string, content: TemporaryFile) {
    this.path = path;
    this.content = content;
  }

  /** The content is complete: it becomes the file. */
  async commit(): Promise<void> {
    await this.content.become(this.path);
  }
}

async function writableDestination(path: string): Promise<string> {
  const existing = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (!existing) return path;
  const refuse = (reason: string) => new UsageError(`--out ${JSON.stringify(path)}: ${reason}`);
  if (existing.isDirectory()) throw refuse('it is a folder');
  if (!existing.isFile()) throw refuse('it is no plain file');
  // The rename would not ask: whoever protected the file means it.
  if ((existing.mode & 0o222) === 0) throw refuse('it is read-only');
  return realpath(path);
}

function toWorkError(error: unknown): never {
  throw new WorkError(`the output cannot be written: ${systemMessage(error)}`);
}
