/** Measuring claims without workers: the plainest evaluator, and evaluators that are wrong on purpose. */
import type { Claim, Evaluate, Fields, MeasuredClaim, Tools } from '../../../src/core/claims/claim.ts';
import { CLAIMS } from '../../../src/core/claims/index.ts';
import { measureClaim } from '../../../src/core/claims/measure.ts';
import type { Experiment } from '../../../src/core/experiment.ts';
import type { FieldKey } from '../../../src/core/fields.ts';
import type { Order } from '../../../src/core/jet.ts';
import { PointEvaluator } from '../../../src/core/point-evaluator.ts';
import { evaluateRows, type F64Fields } from '../../../src/cpu/evaluate-rows.ts';

export const inF64: Evaluate = async (experiment, keys) => {
  const [width, height] = experiment.resolution;
  const fields: F64Fields = {};
  for (const key of keys) fields[key] = new Float64Array(width * height);
  evaluateRows(new PointEvaluator(experiment), [0, height], fields);
  return fields;
};

/** As a GPU would give them at best: every number rounded once. */
const inF32: Evaluate = async (experiment, keys) => {
  const fields = await inF64(experiment, keys);
  return Object.fromEntries(Object.entries(fields).map(([key, values]) => [key, Float32Array.from(values)]));
};

export function claimById(id: string): Claim {
  const claim = CLAIMS.find((candidate) => candidate.id === id);
  if (!claim) throw new Error(`no claim ${id}`);
  return claim;
}

/** Measured once, in f64 and in f32: tests look at it from several sides. */
const measured = new Map<string, Promise<MeasuredClaim>>();

export function measureOnce(id: string): Promise<MeasuredClaim> {
  const known = measured.get(id) ?? measureClaim(claimById(id), { f64: inF64, webgpu: inF32 });
  measured.set(id, known);
  return known;
}

/** The figures of a claim in f64. */
export async function figuresOf(id: string): Promise<Readonly<Record<string, number>>> {
  const { figures } = await measureOnce(id);
  return Object.fromEntries(Object.entries(figures).map(([name, { f64 }]) => [name, f64]));
}

/** An evaluator that gets one field wrong: `change` takes a right number and the index of its point. */
export function withField(
  isWrong: (key: FieldKey) => boolean,
  change: (x: number, index: number) => number,
): Evaluate {
  return async (experiment, keys) => {
    const fields = await inF64(experiment, keys);
    return Object.fromEntries(
      Object.entries(fields).map(([key, values]) => [
        key,
        isWrong(key as FieldKey) ? (values as Float64Array).map(change) : values,
      ]),
    );
  };
}

/** An evaluator that takes one loss for another. */
export function withLosses(losses: Readonly<Record<string, Experiment['losses'][number]>>): Evaluate {
  return async (experiment, keys) => {
    const renamed = keys.map((key) => {
      const [loss, field] = key.split('.') as [string, string];
      return `${losses[loss] ?? loss}.${field}` as FieldKey;
    });
    const wanted = [...new Set(renamed.map((key) => key.split('.')[0]))] as Experiment['losses'][number][];
    const other = (['mse', 'cross-entropy'] as const).find((loss) => !wanted.includes(loss));
    const both = [wanted[0]!, wanted[1] ?? other!] as const;
    const fields = await inF64({ ...experiment, losses: both }, [...new Set(renamed)]);
    return Object.fromEntries(keys.map((key, n) => [key, fields[renamed[n]!]])) as Fields;
  };
}

/** Tools whose point evaluator is wrong: `change` spoils the jets that have been computed right. */
export function withJets(change: (evaluator: PointEvaluator, u: number, v: number) => void): Tools {
  class Spoilt extends PointEvaluator {
    override updateJets(u: number, v: number, order: Order): void {
      super.updateJets(u, v, order);
      change(this, u, v);
    }
  }
  return { at: (experiment) => new Spoilt(experiment), pause: async () => undefined };
}
