/** The built page in a real Chrome with the software adapter, by its API for scripts and nothing else. */
import type { Page } from 'puppeteer';
import { expect, inject } from 'vitest';
import { DEFAULT_FIELDS, type FieldId, type FieldKey, fieldKey } from '../../../src/core/fields.ts';
import type { Rows } from '../../../src/core/grid.ts';
import { launchChrome } from '../../harness/chrome.ts';
import { type OpenedPage, openPage } from '../../harness/page.ts';
import type { ExperimentFile, TwoLayerFile } from './experiments.ts';

interface FieldVerdict {
  readonly maxError: number;
  readonly at: readonly [u: number, v: number] | null;
  readonly tolerance: number;
  readonly falseZeros: number;
  readonly wrongSigns: number;
  readonly undefinedMismatches: number;
  readonly ok: boolean;
}

export interface Verdict {
  readonly ok: boolean;
  readonly adapter: string;
  readonly points: number;
  readonly fields: Readonly<Record<string, FieldVerdict>>;
  readonly skipped: readonly string[];
}

export interface EvaluateOptions {
  readonly backend?: 'auto' | 'webgpu' | 'cpu';
  readonly fields?: readonly FieldKey[];
  readonly rows?: Rows;
}

export interface Evaluation {
  readonly width: number;
  readonly height: number;
  readonly backend: string;
  readonly fields: Readonly<Record<string, Float32Array | Float64Array>>;
}

/** Both maps of steps to converge, as numbers. */
export interface StepsMaps {
  readonly backend: string;
  readonly steps: readonly [left: readonly number[], right: readonly number[]];
}

/** What the page offers, as far as these tests ask for it; numbers come as the page has them. */
interface Logitscape {
  readonly ready: Promise<void>;
  evaluate(
    experiment: unknown,
    options: EvaluateOptions & { signal?: AbortSignal; onProgress?: (done: number) => void },
  ): Promise<Evaluation>;
  steps(
    experiment: unknown,
    options: object,
  ): Promise<{ backend: string; steps: readonly [Float32Array, Float32Array] }>;
  verify(experiment: unknown, options?: { fields?: readonly FieldKey[] | undefined }): Promise<Verdict>;
}

export type LogitscapeWindow = Window & { readonly logitscape: Logitscape };

export class LogitscapePage {
  readonly page: Page;
  private readonly opened: OpenedPage;

  /** @param before runs in the page before its own scripts */
  static async open(before?: () => void): Promise<LogitscapePage> {
    const browser = await launchChrome({ webgpu: true });
    const opened = await openPage(browser, inject('pageUrl'));
    if (before) {
      await opened.page.evaluateOnNewDocument(before);
      await opened.page.reload({ waitUntil: 'load' });
    }
    await opened.page.evaluate(() => (window as unknown as LogitscapeWindow).logitscape.ready);
    return new LogitscapePage(opened);
  }

  private constructor(opened: OpenedPage) {
    this.page = opened.page;
    this.opened = opened;
  }

  /** @param fields default: value, du and dv of both losses */
  verify(experiment: unknown, fields?: readonly FieldKey[]): Promise<Verdict> {
    return this.page.evaluate(
      (file, keys) => (window as unknown as LogitscapeWindow).logitscape.verify(file, { fields: keys }),
      experiment,
      fields,
    );
  }

  /** Arrays come back bit by bit: JSON has neither f32 nor NaN. */
  async evaluate(experiment: unknown, options: EvaluateOptions): Promise<Evaluation> {
    const { fields, ...rest } = await this.page.evaluate(
      async (file, asked) => {
        const result = await (window as unknown as LogitscapeWindow).logitscape.evaluate(file, asked);
        const encoded = Object.entries(result.fields).map(([key, values]) => {
          const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
          let text = '';
          for (let at = 0; at < bytes.length; at += 32_768) {
            text += String.fromCharCode(...bytes.subarray(at, at + 32_768));
          }
          return [key, values instanceof Float32Array ? 4 : 8, btoa(text)] as const;
        });
        return { width: result.width, height: result.height, backend: result.backend, fields: encoded };
      },
      experiment,
      options,
    );
    const decoded = fields.map(([key, bytesPerNumber, text]) => {
      const { buffer } = Uint8Array.from(Buffer.from(text, 'base64'));
      return [key, bytesPerNumber === 4 ? new Float32Array(buffer) : new Float64Array(buffer)] as const;
    });
    return { ...rest, fields: Object.fromEntries(decoded) };
  }

  /** @param options as `logitscape.steps` has them */
  async steps(experiment: unknown, options: object): Promise<StepsMaps> {
    const { backend, left, right } = await this.page.evaluate(
      async (file, asked) => {
        const maps = await (window as unknown as LogitscapeWindow).logitscape.steps(file, asked);
        // JSON has neither infinity nor NaN.
        const [left, right] = maps.steps.map((numbers) => [...numbers].map(String));
        return { backend: maps.backend, left: left!, right: right! };
      },
      experiment,
      options,
    );
    return { backend, steps: [left.map(Number), right.map(Number)] };
  }

  /** The page complained about nothing; WebGPU reports its own errors as warnings. */
  expectNoProblems(): void {
    expect(this.opened.problems).toEqual([]);
    expect(this.opened.warnings.filter((text) => /webgpu|gpu|wgsl/i.test(text))).toEqual([]);
  }

  /** Verifies `fields` of both losses and fails with the numbers of those that are outside. */
  async expectVerified(
    file: ExperimentFile | TwoLayerFile,
    fields: readonly FieldId[] = DEFAULT_FIELDS,
  ): Promise<Verdict> {
    const [left, right] = file.losses ?? ['cross-entropy', 'mse'];
    const keys = [left, right].flatMap((loss) => fields.map((field) => fieldKey(loss, field)));
    const verdict = await this.verify(file, keys);
    expect(Object.keys(verdict.fields)).toEqual(keys);
    expect(verdict.points).toBe(file.resolution[0] * file.resolution[1]);
    const outside = Object.entries(verdict.fields).filter(([, field]) => !field.ok);
    expect(Object.fromEntries(outside), `${verdict.adapter}, fields outside their tolerance`).toEqual({});
    expect(verdict.ok).toBe(true);
    return verdict;
  }
}
