/** The two losses of an experiment, and which losses go with which link and targets. */
import { type Link, LOSS_IDS, type LossId, type Target } from './experiment.ts';
import { describe, ExperimentError, itemPath } from './experiment-error.ts';
import { choiceSchema, readArray, readValue } from './readers.ts';

/** These compare classes or clip probabilities: a regression has neither. */
const REFUSED_ON_IDENTITY: readonly LossId[] = [
  'hinge',
  'error-rate',
  'cross-entropy-clipped',
  'cross-entropy-naive',
];

/** These ask which class is right, so every target must name one. */
const HARD_TARGETS_ONLY: readonly LossId[] = ['hinge', 'error-rate'];

const LOSS_ID = choiceSchema(LOSS_IDS);

/**
 * A loss that does not go with the link or with a target is reported at the loss: of two fields in conflict it
 * stands later in the file.
 */
export function readLosses(
  value: unknown,
  link: Link,
  samples: readonly { readonly target: Target }[],
): readonly [LossId, LossId] {
  if (value === undefined) return ['cross-entropy', 'mse'];
  let left: LossId | undefined;
  const losses = readArray(value, 'losses', 2, ['losses', 'loss'], (item, path) => {
    const id = readValue(LOSS_ID, item, path);
    refuseUnsuited(id, path, link, samples);
    if (id === left) throw new ExperimentError(path, 'another loss than losses[0]', describe(id));
    left ??= id;
    return id;
  });
  return [losses[0]!, losses[1]!];
}

function refuseUnsuited(
  id: LossId,
  path: string,
  link: Link,
  samples: readonly { readonly target: Target }[],
): void {
  if (link === 'identity' && REFUSED_ON_IDENTITY.includes(id)) {
    throw new ExperimentError(path, 'a loss that is defined for the link identity', describe(id));
  }
  if (!HARD_TARGETS_ONLY.includes(id)) return;
  const soft = samples.findIndex(({ target }) => !isHard(target, link));
  if (soft === -1) return;
  const where = `${itemPath('samples', soft)}.target`;
  throw new ExperimentError(path, `a loss that takes soft targets (${where} is one)`, describe(id));
}

function isHard(target: Target, link: Link): boolean {
  return link === 'softmax' ? typeof target === 'number' : target === 0 || target === 1;
}
