/** How the page says why an experiment is not evaluated on the GPU. */
import type { Experiment } from '../core/experiment.ts';
import type { FieldKey } from '../core/fields.ts';
import { kernelHasField, kernelLimit } from '../gpu/kernels.ts';
import type { CpuLimit } from './painter.ts';
import { type TextKey, text } from './texts.ts';

/** What only makes the GPU slower is told in the status line. */
export const LIMIT_TEXTS: Record<Exclude<CpuLimit, 'software'>, TextKey> = {
  loss: 'limitLoss',
  classes: 'limitClasses',
  logits: 'limitLogits',
  pipeline: 'limitPipeline',
};

/** Why no kernel computes all of `keys`, or undefined. Errors of the page API are in English, like those of any API. */
export function whyNoKernel(experiment: Experiment, keys: readonly FieldKey[]): string | undefined {
  if (keys.every((key) => kernelHasField(experiment, key))) return undefined;
  const limit = kernelLimit(experiment);
  return limit && text(LIMIT_TEXTS[limit], 'en');
}
