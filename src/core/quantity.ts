/**
 * What the heatmap shows of a surface: its value, the norm of its gradient, the smaller eigenvalue of its Hessian, or in
 * how many steps a descent learns from there.
 */
import type { FieldArray, FieldId } from './fields.ts';
import type { PaletteId } from './palette.ts';
import {
  makeScale,
  type Scale,
  type ScaleKind,
  symmetricRange,
  unionOfRanges,
  type ValueRange,
} from './scale.ts';

export const QUANTITIES = ['value', 'gradient', 'lambda_min', 'steps'] as const;
export type Quantity = (typeof QUANTITIES)[number];

/** The fields of a loss that are evaluated to draw it with this quantity: arrows need the first derivatives. */
export function fieldsToDraw(quantity: Quantity): readonly FieldId[] {
  return quantity === 'lambda_min' ? ['value', 'du', 'dv', 'lambda_min'] : ['value', 'du', 'dv'];
}

/** The quantity at each point, NaN where undefined: a field itself, or new. Steps are no such quantity. @param field the arrays of `fieldsToDraw` */
export function quantityValues<A extends FieldArray>(
  quantity: Quantity,
  field: (id: FieldId) => A,
): A | Float64Array {
  if (quantity === 'steps') throw new Error('steps are not made of fields: see steps-map.ts');
  if (quantity !== 'gradient') return field(quantity);
  const [du, dv] = [field('du'), field('dv')];
  const norms = new Float64Array(du.length);
  for (let n = 0; n < norms.length; n++) norms[n] = Math.hypot(du[n]!, dv[n]!);
  return norms;
}

export interface Colours {
  readonly scale: ScaleKind;
  readonly palette: PaletteId;
}

/** Signed quantities have zero in the middle, on the diverging palette; a log scale would show half of them only. */
export function isSigned(quantity: Quantity): boolean {
  return quantity === 'lambda_min';
}

/** The kind of scale asked for, as far as it suits the quantity: no steps are as good a number as some. */
export function scaleKindFor(quantity: Quantity, asked: ScaleKind): ScaleKind {
  return asked === 'log' && (isSigned(quantity) || quantity === 'steps') ? 'symlog' : asked;
}

/** The colours asked for, as far as they suit the quantity. */
export function coloursFor<C extends Colours>(quantity: Quantity, asked: C): C {
  const scale = scaleKindFor(quantity, asked.scale);
  return isSigned(quantity) ? { ...asked, palette: 'blue-red', scale } : { ...asked, scale };
}

/** The colour scale of a quantity over its range. @param kind as `coloursFor` gives it */
export function quantityScale(quantity: Quantity, kind: ScaleKind, range: ValueRange): Scale {
  return makeScale(kind, isSigned(quantity) ? symmetricRange(range) : range);
}

/** The colour scale of one panel: of its own range, or of both. @param ranges of the quantity, left and right */
export function panelScale(
  quantity: Quantity,
  kind: ScaleKind,
  ranges: readonly [ValueRange, ValueRange],
  panel: 0 | 1,
  shareRange: boolean,
): Scale {
  return quantityScale(quantity, kind, shareRange ? unionOfRanges(ranges[0], ranges[1]) : ranges[panel]);
}
