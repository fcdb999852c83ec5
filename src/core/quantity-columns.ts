/** What the heatmap shows, as numbers beside the fields of a file. */
import type { Experiment } from './experiment.ts';
import type { FieldArray } from './fields.ts';
import { BEYOND_RATIO } from './gradient-ratio.ts';
import type { Quantity } from './quantity.ts';

/** One of each loss: `mse.steps`. */
const OF_A_LOSS: Partial<Record<Quantity, string>> = {
  gradient: 'gradient_norm',
  steps: 'steps',
  error: 'error_ulp',
};

/** One of both losses together. */
const OF_BOTH: Partial<Record<Quantity, string>> = {
  ratio: 'gradient_ratio',
  regions: 'predicted_class',
  accuracy: 'accuracy',
};

export interface QuantityColumn {
  readonly name: string;
  /** The panel that shows it; either, where both show the same. */
  readonly panel: 0 | 1;
}

/** The columns of a quantity, left before right; none of one that is a field itself. */
export function columnsOf(quantity: Quantity, { losses }: Experiment): readonly QuantityColumn[] {
  const [own, common] = [OF_A_LOSS[quantity], OF_BOTH[quantity]];
  if (own) return ([0, 1] as const).map((panel) => ({ name: `${losses[panel]}.${own}`, panel }));
  return common ? [{ name: common, panel: 0 }] : [];
}

/**
 * The numbers of such a column, in the type that holds them all.
 * @param values as they are drawn, NaN where undefined
 * @param fields numbers of the fields that a gradient's norm is made of: it has their type
 */
export function columnNumbers(quantity: Quantity, values: FieldArray, fields: FieldArray): FieldArray {
  switch (quantity) {
    case 'gradient':
      return fields instanceof Float32Array ? Float32Array.from(values) : values;
    case 'steps':
    case 'error':
      // They are f32 numbers to begin with.
      return Float32Array.from(values);
    case 'ratio':
      // The stand-in for a ratio with zero is the page's own affair.
      return values.map((ratio) => (ratio === BEYOND_RATIO ? Infinity : ratio));
    default:
      return values;
  }
}
