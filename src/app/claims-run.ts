/** Measures the claims one after the other, on both evaluators, and tells each result as it comes. */
import { computed, signal } from '@preact/signals-core';
import type { Claim, Evaluate, MeasuredClaim } from '../core/claims/claim.ts';
import { measureClaim } from '../core/claims/measure.ts';
import { PointEvaluator } from '../core/point-evaluator.ts';
import { GpuLostError } from '../gpu/guard.ts';
import type { ClaimsHost } from './claims-host.ts';

export type ClaimResult =
  | {
      readonly kind: 'measured';
      readonly measured: MeasuredClaim;
      /** Whether the GPU would have been asked too, had there been one. */
      readonly lacksGpu: boolean;
    }
  | { readonly kind: 'failed'; readonly message: string };

export class ClaimsRun {
  /** By the claim's id. */
  readonly results = signal<ReadonlyMap<string, ClaimResult>>(new Map());
  /** The id of the claim that is being measured. */
  readonly current = signal<string | undefined>(undefined);
  /** Whether it is measuring, or about to. */
  readonly running = signal(false);
  /** Claims that are still to be measured, those included that the GPU was not there for while it is now. */
  readonly due = computed(() => this.claims.filter(({ id }) => this.isDue(this.results.value.get(id))));
  /** Whether figures are missing for want of a GPU. */
  readonly lacksGpu = computed(
    () => !this.host.hasDevice.value && [...this.results.value.values()].some(wantsGpu),
  );
  private readonly claims: readonly Claim[];
  private readonly host: ClaimsHost;
  private abort: AbortController | undefined;

  constructor(claims: readonly Claim[], host: ClaimsHost) {
    this.claims = claims;
    this.host = host;
  }

  /** Measures the claims that are due. */
  async start(): Promise<void> {
    if (this.abort) return;
    const abort = new AbortController();
    this.abort = abort;
    this.running.value = true;
    await this.host.deviceKnown;
    // The GPU may come back meanwhile, for claims that were measured without it.
    while (!abort.signal.aborted) {
      const [claim] = this.due.peek();
      if (!claim) break;
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

  private isDue(result: ClaimResult | undefined): boolean {
    return result === undefined || (wantsGpu(result) && this.host.hasDevice.value);
  }

  private async measure(claim: Claim, signal: AbortSignal, tries = 3): Promise<ClaimResult> {
    const { backends, hasDevice } = this.host;
    const on =
      (backend: 'cpu' | 'webgpu'): Evaluate =>
      async (experiment, fields) =>
        (await backends.evaluate(experiment, { backend, fields, signal })).fields;
    const pause = async () => {
      await new Promise((resolve) => setTimeout(resolve, 0));
      signal.throwIfAborted();
    };
    const evaluators = { f64: on('cpu'), webgpu: hasDevice.peek() ? on('webgpu') : null };
    try {
      const tools = {
        at: (experiment: PointEvaluator['experiment']) => new PointEvaluator(experiment),
        pause,
      };
      const measured = await measureClaim(claim, evaluators, tools);
      const wasThere = evaluators.webgpu !== null && hasDevice.peek();
      const lacksGpu = claim.fromFields !== undefined && measured.agrees === null && !wasThere;
      return { kind: 'measured', measured, lacksGpu };
    } catch (error) {
      // The page gets its GPU back: measured again, in f64 alone where that takes longer.
      if (error instanceof GpuLostError && tries > 1) return this.measure(claim, signal, tries - 1);
      return { kind: 'failed', message: error instanceof Error ? error.message : String(error) };
    }
  }
}

function wantsGpu(result: ClaimResult): boolean {
  return result.kind === 'measured' && result.lacksGpu;
}
