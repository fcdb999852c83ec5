/** Measures claims: in f64, and on WebGPU what comes from fields. */
import { NoWebGpuError } from '../no-webgpu-error.ts';
import { PointEvaluator } from '../point-evaluator.ts';
import type { Claim, Evaluate, Figures, MeasuredClaim, Tools } from './claim.ts';
import { fillFigures } from './fill-figures.ts';

/** What measures. */
export interface Evaluators {
  readonly f64: Evaluate;
  /** Null where there is no WebGPU. A NoWebGpuError from it leaves the claim without figures from WebGPU. */
  readonly webgpu: Evaluate | null;
}

/** What f64 works with outside tests: the reference evaluator, and a turn for everything else that waits. */
const TOOLS: Tools = {
  at: (experiment) => new PointEvaluator(experiment),
  pause: () => new Promise((resolve) => setTimeout(resolve, 0)),
};

/** For a verdict that the claim has no sentence for. */
const UNFORESEEN = 'Nobody expected this verdict: the figures have to speak for themselves.';

/** @throws what the evaluators throw, but for NoWebGpuError from WebGPU */
export async function measureClaim(
  claim: Claim,
  { f64, webgpu }: Evaluators,
  tools: Tools = TOOLS,
): Promise<MeasuredClaim> {
  const own: Figures = (await claim.inF64?.(tools)) ?? {};
  const reference: Figures = { ...(await claim.fromFields?.(f64)), ...own };
  const fromGpu = claim.fromFields && webgpu ? await unlessNoWebGpu(claim.fromFields(webgpu)) : null;
  const verdict = claim.judge(reference);
  return {
    id: claim.id,
    source: claim.source,
    claim: claim.claim,
    figures: Object.fromEntries(
      Object.entries(reference).map(([name, figure]) => [
        name,
        { f64: figure, webgpu: fromGpu?.[name] ?? null },
      ]),
    ),
    verdict,
    agrees: fromGpu && claim.judge({ ...fromGpu, ...own }) === verdict,
    why: fillFigures(claim.why[verdict] ?? UNFORESEEN, reference),
  };
}

async function unlessNoWebGpu(figures: Promise<Figures>): Promise<Figures | null> {
  try {
    return await figures;
  } catch (error) {
    if (error instanceof NoWebGpuError) return null;
    throw error;
  }
}
