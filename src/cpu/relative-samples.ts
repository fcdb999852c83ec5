/** Samples with hard targets as the compiled rows take them: logits of the other classes, counted from the target's. */
import type { AffineSample, Experiment } from '../core/experiment.ts';

/** A logit over the plane: origin + u a + v b, one number for each class other than the target. */
interface Logits {
  readonly origin: Float64Array;
  readonly a: Float64Array;
  readonly b: Float64Array;
}

export interface RelativeSample {
  /** Counted from the target's logit. */
  readonly relative: Logits;
  /** As they are: two of them may agree in more digits than their distances to the target's have. */
  readonly own: Logits;
}

/** @returns undefined for what is no softmax or sigmoid of an affine plane with hard targets */
export function relativeSamples(experiment: Experiment): RelativeSample[] | undefined {
  const { map, link, samples } = experiment;
  if (map !== 'affine' || link === 'identity') return undefined;
  const read = link === 'softmax' ? softmaxSample : sigmoidSample;
  const relative: RelativeSample[] = [];
  for (const sample of samples) {
    const one = read(sample);
    if (!one) return undefined;
    relative.push(one);
  }
  return relative;
}

function softmaxSample({ origin, du, dv, target }: AffineSample): RelativeSample | undefined {
  if (typeof target !== 'number') return undefined;
  const others = origin.map((_, k) => k).filter((k) => k !== target);
  const from = (level: (numbers: readonly number[]) => number): Logits => {
    const pick = (numbers: readonly number[]) =>
      Float64Array.from(others, (k) => numbers[k]! - level(numbers));
    return { origin: pick(origin), a: pick(du), b: pick(dv) };
  };
  return { relative: from((numbers) => numbers[target]!), own: from(() => 0) };
}

/** A sigmoid is a softmax of two classes whose logits are z and 0: the other one's distance is -z for y = 1, z for 0. */
function sigmoidSample({ origin, du, dv, target }: AffineSample): RelativeSample | undefined {
  if (target !== 0 && target !== 1) return undefined;
  const signed = ([z]: readonly number[]) => Float64Array.of(target === 1 ? -z! : z!);
  const logits = { origin: signed(origin), a: signed(du), b: signed(dv) };
  return { relative: logits, own: logits };
}
