/**
 * What the heatmap shows of a surface: its value, the norm of its gradient, the smaller eigenvalue of its Hessian, its
 * gradient against the other surface's, the decision regions, in how many steps a descent learns from there, or the error
 * of the GPU.
 */
import { type ContourLevel, contourLevels } from './contour-levels.ts';
import type { Experiment } from './experiment.ts';
import type { FieldArray, FieldId } from './fields.ts';
import { gradientRatios, rangeOfRatios, VANISHING } from './gradient-ratio.ts';
import type { ColoursId } from './palette.ts';
import { predictionOf } from './regions.ts';
import {
  makeScale,
  rangeOfValues,
  type Scale,
  type ScaleKind,
  symmetricLogRange,
  symmetricRange,
  unionOfRanges,
  type ValueRange,
} from './scale.ts';

/** Nearer than this part of the range to an end of it, nothing is told from the end itself. */
const TOUCHED = 1e-3;

/** What one chooses from. */
export const QUANTITIES = ['value', 'gradient', 'lambda_min', 'ratio', 'regions', 'steps', 'error'] as const;
export type QuantityChoice = (typeof QUANTITIES)[number];

/** What is drawn: as chosen, but of the decision regions of several samples the accuracy. */
export type Quantity = QuantityChoice | 'accuracy';

/** How numbers become colours, where they do not do so as asked. */
interface Look {
  /** The one palette that suits. */
  readonly palette?: ColoursId;
  /** The one kind of scale that suits, or by the kind that is asked for. */
  readonly scale?: ScaleKind | Partial<Record<ScaleKind, ScaleKind>>;
  /** What stands in the middle of the scale: zero, or one. */
  readonly middle?: 'zero' | 'one';
  /** The scale's ends, whatever numbers there are. */
  readonly ends?: readonly [low: number, high: number];
  /** Points are drawn as cells: there is nothing between two of them. */
  readonly cells?: true;
  readonly contours?: false;
  /** Not made of fields, but in f64 and point by point. */
  readonly apart?: true;
}

const LOOKS: Readonly<Record<Quantity, Look>> = {
  value: {},
  gradient: {},
  // A log scale would show half of them only.
  lambda_min: { palette: 'blue-red', scale: { log: 'symlog' }, middle: 'zero' },
  ratio: { palette: 'blue-red', scale: 'log', middle: 'one' },
  // Class k is entry k of the palette.
  regions: { palette: 'classes', scale: 'linear', ends: [0, 255], cells: true, contours: false, apart: true },
  accuracy: { scale: 'linear', ends: [0, 1], cells: true, contours: false, apart: true },
  // No steps are as good a number as some. They are whole numbers, equal over wide ground.
  steps: { scale: { log: 'symlog' }, cells: true, contours: false, apart: true },
  // Rounding differs from point to point, so that nothing lies between them, nor any contour.
  error: { scale: { symlog: 'log' }, cells: true, contours: false, apart: true },
};

/** What is drawn of an experiment where `chosen` is asked for. */
export function quantityOf(chosen: QuantityChoice, experiment: Experiment): Quantity {
  return chosen === 'regions' && predictionOf(experiment) === 'accuracy' ? 'accuracy' : chosen;
}

/**
 * What is drawn where the layers that show it, heatmap and contours, may be off: the value then, which costs nothing.
 * @param hasCover whether one of the panels is covered, of which a comparison of both would tell
 */
export function quantityToDraw(
  chosen: QuantityChoice,
  experiment: Experiment,
  { heatmap, contours }: { readonly heatmap: boolean; readonly contours: boolean },
  hasCover: boolean,
): Quantity {
  const quantity = quantityOf(chosen, experiment);
  const isSeen = heatmap || (contours && hasContours(quantity));
  return isSeen && !(chosen === 'ratio' && hasCover) ? quantity : 'value';
}

/** The fields of a loss that are evaluated to draw it with this quantity: arrows need the first derivatives. */
export function fieldsToDraw(quantity: Quantity): readonly FieldId[] {
  return quantity === 'lambda_min' ? ['value', 'du', 'dv', 'lambda_min'] : ['value', 'du', 'dv'];
}

/** Whether the quantity is made of the surfaces' fields; of others `quantityValues` knows nothing. */
export function isOfFields(quantity: Quantity): boolean {
  return !LOOKS[quantity].apart;
}

/** Of left and right surface. */
type Both<A> = readonly [A, A];

/** The quantity at each point, NaN where undefined: fields themselves, or new. @param field the arrays of `fieldsToDraw` */
export function quantityValues<A extends FieldArray>(
  quantity: Quantity,
  field: (panel: 0 | 1, id: FieldId) => A,
): Both<A | Float64Array> {
  switch (quantity) {
    case 'value':
    case 'lambda_min':
      return [field(0, quantity), field(1, quantity)];
    case 'gradient':
      return [norms(field(0, 'du'), field(0, 'dv')), norms(field(1, 'du'), field(1, 'dv'))];
    case 'ratio': {
      const gradient = (panel: 0 | 1) => ({ du: field(panel, 'du'), dv: field(panel, 'dv') });
      const vanishing = field(0, 'du') instanceof Float32Array ? VANISHING.f32 : VANISHING.f64;
      const ratios = gradientRatios(gradient(0), gradient(1), vanishing);
      return [ratios, ratios];
    }
    default:
      throw new Error(`${quantity} is not made of fields`);
  }
}

function norms(du: FieldArray, dv: FieldArray): Float64Array {
  const norms = new Float64Array(du.length);
  for (let n = 0; n < norms.length; n++) norms[n] = Math.hypot(du[n]!, dv[n]!);
  return norms;
}

/** The range of numbers of a quantity. */
export function quantityRange(quantity: Quantity, values: FieldArray): ValueRange {
  return quantity === 'ratio' ? rangeOfRatios(values as Float64Array) : rangeOfValues(values);
}

export interface Colours {
  readonly scale: ScaleKind;
  readonly palette: ColoursId;
}

/** What stands in the middle of the quantity's scale, if it matters; a diverging palette goes with it. */
export function middleOf(quantity: Quantity): Look['middle'] {
  return LOOKS[quantity].middle;
}

/** Whether points are drawn as cells of one colour, not blended into one another. */
export function isInCells(quantity: Quantity): boolean {
  return LOOKS[quantity].cells === true;
}

/** Whether contours of the quantity say anything. */
export function hasContours(quantity: Quantity): boolean {
  return LOOKS[quantity].contours !== false;
}

/** The levels of the contours on a panel; none where they say nothing. @param range the panel's own */
export function levelsOf(quantity: Quantity, scale: Scale, range: ValueRange): readonly ContourLevel[] {
  if (!hasContours(quantity)) return [];
  const levels = contourLevels(scale);
  if (middleOf(quantity) !== 'one') return levels;
  // A level at an end of what there is would be touched, not crossed: often ratios come near 1 and stay above.
  const { log2Min, log2Max } = range;
  const margin = TOUCHED * (log2Max - log2Min);
  return levels.filter(({ at }) => at > log2Min + margin && at < log2Max - margin);
}

/** The kind of scale asked for, as far as it suits the quantity. */
export function scaleKindFor(quantity: Quantity, asked: ScaleKind): ScaleKind {
  const { scale } = LOOKS[quantity];
  return typeof scale === 'object' ? (scale[asked] ?? asked) : (scale ?? asked);
}

/** The colours asked for, as far as they suit the quantity. */
export function coloursFor<C extends Colours>(
  quantity: Quantity,
  asked: C,
): Omit<C, 'palette'> & { readonly palette: ColoursId } {
  const palette = LOOKS[quantity].palette ?? asked.palette;
  return { ...asked, palette, scale: scaleKindFor(quantity, asked.scale) };
}

/** The range that the quantity's scale goes by: its own ends where it has any, else that of the numbers. */
export function withEnds(quantity: Quantity, range: ValueRange): ValueRange {
  const { ends } = LOOKS[quantity];
  return ends ? { ...range, min: ends[0], max: ends[1] } : range;
}

/** The colour scale of a quantity over its range. @param kind as `coloursFor` gives it */
export function quantityScale(quantity: Quantity, kind: ScaleKind, asked: ValueRange): Scale {
  const { middle } = LOOKS[quantity];
  const range = withEnds(quantity, asked);
  if (middle === 'one') return makeScale(kind, symmetricLogRange(range));
  return makeScale(kind, middle === 'zero' ? symmetricRange(range) : range);
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
