/** How the page says why an experiment is not evaluated on the GPU. */
import type { KernelLimit } from '../gpu/softmax-batch.ts';
import type { TextKey } from './texts.ts';

export const LIMIT_TEXTS: Record<KernelLimit, TextKey> = {
  map: 'limitMap',
  identity: 'limitIdentity',
  loss: 'limitLoss',
  classes: 'limitClasses',
  logits: 'limitLogits',
};
