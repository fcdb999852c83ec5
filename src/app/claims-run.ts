/** Measures the claims one after the other, on both evaluators, and tells each result as it comes. */
import { signal } from '@preact/signals-core';
import type { Claim, Evaluate, MeasuredClaim } from '../core/claims/claim.ts';
import { measureClaim } from '../core/claims/measure.ts';
import { PointEvaluator } from '../core/point-evaluator.ts';
import { GpuLostError } from '../gpu/guard.ts';
import type { ClaimsHost } from './claims-host.ts';

export type ClaimResult =
  | { readonly kind: 'measured'; readonly measured: MeasuredClaim }
  | { readonly kind: 'failed'; readonly message: string };

export class ClaimsRun {
  /** By the claim's id; a claim without one is still to be measured. */
  readonly results = signal<ReadonlyMap<string, ClaimResult>>(new Map());
  /** The id of the claim that is being measured. */
  readonly current = signal<string | undefined>(undefined);
  /** Whether it is measuring, or about to. */
  readonly running = signal(false);
  private readonly claims: readonly Claim[];
  private readonly host: ClaimsHost;
  private abort: AbortController | undefined;

  constructor(claims: readonly Claim[], host: ClaimsHost) {
    this.claims = claims;
    this.host = host;
  }

  /** Measures the claims that have no result yet. */
  async start(): Promise<void> {
    if (this.abort) return;
    const abort = new AbortController();
    this.abort = abort;
    this.running.value = true;
    await this.host.deviceKnown;
    for (const claim of this.claims) {
      if (abort.signal.aborted) break;
      if (this.results.peek().has(claim.id)) continue;
      this.current.value = claim.id;
      const result = await this.measure(claim, abort.signal);
      if (abort.signal.aborted) break;
      this.results.value = new Map([...this.results.peek(), [claim.id, result]]);
    }
    if (this.abort === abort) this.stop();
  }

  /** Forgets all results and measures afresh. */
  again(): void {
    this.stop();
    this.results.value = new Map();
    void this.start();
  }

  /** Results so far stay. */
  stop(): void {
    this.abort?.abort();
    this.abort = undefined;
    this.current.value = undefined;
    this.running.value = false;
  }

  private async measure(claim: Claim, signal: AbortSignal, tries = 3): Promise<ClaimResult> {
    const { backends } = this.host;
    const on =
      (backend: 'cpu' | 'webgpu'): Evaluate =>
      async (experiment, fields) =>
        (await backends.evaluate(experiment, { backend, fields, signal })).fields;
    const pause = async () => {
      await new Promise((resolve) => setTimeout(resolve, 0));
      signal.throwIfAborted();
    };
    const evaluators = { f64: on('cpu'), webgpu: this.host.hasDevice() ? on('webgpu') : null };
    try {
      const tools = {
        at: (experiment: PointEvaluator['experiment']) => new PointEvaluator(experiment),
        pause,
      };
      return { kind: 'measured', measured: await measureClaim(claim, evaluators, tools) };
    } catch (error) {
      // The page gets its GPU back: measured again, in f64 alone where that takes longer.
      if (error instanceof GpuLostError && tries > 1) return this.measure(claim, signal, tries - 1);
      return { kind: 'failed', message: error instanceof Error ? error.message : String(error) };
    }
  }
}
