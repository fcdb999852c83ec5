/** How slices, their axes and their quantities are written. */
import type { Experiment } from '../core/experiment.ts';
import type { FieldId } from '../core/fields.ts';
import type { SliceDirection, SlicedLoss } from '../core/slice.ts';
import { axisNames, fieldSymbol, formatPoint } from './names.ts';
import type { SlicePlace } from './slice-run.ts';

/** The axis that a slice goes along, and the one whose coordinate stays. */
export function axesOf(experiment: Experiment, direction: SliceDirection): { along: string; across: string } {
  const { u, v } = axisNames(experiment);
  return direction === 'row' ? { along: u, across: v } : { along: v, across: u };
}

/** The coordinate that stays. */
export function placeText({ evaluator, direction, at }: SlicePlace): string {
  const [u, v] = formatPoint(evaluator.experiment.window, [at, at]);
  return direction === 'row' ? v : u;
}

/** L, or its derivative along the slice, as a symbol. */
export function quantitySymbol(
  quantity: keyof SlicedLoss,
  direction: SliceDirection,
  experiment: Experiment,
): string {
  const fields: Record<keyof SlicedLoss, FieldId> =
    direction === 'row'
      ? { value: 'value', first: 'du', second: 'duu' }
      : { value: 'value', first: 'dv', second: 'dvv' };
  return fieldSymbol(fields[quantity], axisNames(experiment))
    .map((part) => part.text)
    .join('');
}
