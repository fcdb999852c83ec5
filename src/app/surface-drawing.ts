/** Two surfaces as an evaluator gives them, and how they are drawn on 2-D canvases. */

import { withoutNoise } from '../core/deep-zoom.ts';
import type { Experiment } from '../core/experiment.ts';
import { type FieldArray, type FieldId, type FieldKey, fieldKey } from '../core/fields.ts';
import type { Grid } from '../core/grid.ts';
import { paletteTable } from '../core/palette.ts';
import type { Progress } from '../core/progress.ts';
import {
  coloursFor,
  isInCells,
  isOfFields,
  levelsOf,
  panelScale,
  type Quantity,
  quantityRange,
  quantityValues,
  scaleKindFor,
} from '../core/quantity.ts';
import type { Scale, ValueRange } from '../core/scale.ts';
import { type SurfaceRange, surfaceRange } from '../core/surface-range.ts';
import type { CpuEvaluator } from '../cpu/evaluator.ts';
import { drawArrows, drawHeatmap, scalePositions } from '../render/canvas2d.ts';
import { drawContours } from '../render/contours-2d.ts';
import type { Rect } from '../render/layout.ts';
import type { Pen } from '../render/pen.ts';
import { type ApartRanges, apartRows, type Judged, type OnBand } from './apart-rows.ts';
import type { DrawOptions, ShownNotes } from './painter.ts';

/** One loss over the grid; NaN where undefined. */
interface Surface {
  readonly value: FieldArray;
  readonly du: FieldArray;
  readonly dv: FieldArray;
  readonly range: SurfaceRange;
  /** What the heatmap shows, and its range. */
  readonly painted: FieldArray;
  readonly paintedRange: ValueRange;
}

/** Left and right. */
export type Surfaces = readonly [Surface, Surface];

/** A quantity that is not made of fields: its numbers, and what is told of them. */
export interface Apart extends ApartRanges {
  readonly values: readonly [FieldArray, FieldArray];
}

/**
 * The surfaces of an experiment's losses.
 * @param fields `fieldsToDraw` of both, on the whole grid
 * @param apart the quantity, where it is not made of fields
 */
export function surfacesOf(
  experiment: Experiment,
  quantity: Quantity,
  fields: Readonly<Partial<Record<FieldKey, FieldArray>>>,
  apart?: Apart,
): Surfaces {
  const field = (panel: 0 | 1, id: FieldId) => fields[fieldKey(experiment.losses[panel], id)]!;
  const both = apart?.values ?? quantityValues(quantity, field);
  const surface = (panel: 0 | 1): Surface => {
    const [value, du, dv] = [field(panel, 'value'), field(panel, 'du'), field(panel, 'dv')];
    const range = withoutNoise(surfaceRange(value, du, dv));
    const painted = both[panel];
    const own = () => (painted === value ? range.value : quantityRange(quantity, painted));
    return { value, du, dv, range, painted, paintedRange: apart?.painted[panel] ?? own() };
  };
  return [surface(0), surface(1)];
}

/** The numbers of a quantity that is not made of fields, on the whole grid; undefined for one that is. */
export async function apartOf(
  cpu: CpuEvaluator,
  experiment: Experiment,
  quantity: Quantity,
  judged: Judged | undefined,
  progress: Progress,
): Promise<Apart | undefined> {
  if (isOfFields(quantity)) return undefined;
  const [width, height] = experiment.resolution;
  const values = [new Float64Array(width * height), new Float64Array(width * height)] as const;
  const onBand: OnBand = ([j0], painted) => {
    for (const panel of [0, 1] as const) values[panel].set(painted[panel], j0 * width);
  };
  const ranges = await apartRows(cpu, experiment, quantity, judged, onBand, progress);
  return { ...ranges, values };
}

/** The colour scale of one panel: of its own range, or of both. */
export function scaleOf(
  surfaces: Surfaces,
  panel: 0 | 1,
  quantity: Quantity,
  { scale, shareRange }: NonNullable<DrawOptions['contours']>,
): Scale {
  const ranges = [surfaces[0].paintedRange, surfaces[1].paintedRange] as const;
  return panelScale(quantity, scaleKindFor(quantity, scale), ranges, panel, shareRange);
}

/** Draws heatmap, contours and arrows of one panel. */
export function drawSurface(
  pen: Pen,
  plot: Rect,
  grid: Grid,
  surfaces: Surfaces,
  panel: 0 | 1,
  quantity: Quantity,
  { heatmap, contours, arrows }: Pick<DrawOptions, 'heatmap' | 'contours' | 'arrows'>,
): void {
  const { du, dv, range, painted } = surfaces[panel];
  const scaled = heatmap ?? contours;
  if (scaled) {
    const scale = scaleOf(surfaces, panel, quantity, scaled);
    const positions = scalePositions(painted, scale);
    if (heatmap) {
      const table = paletteTable(coloursFor(quantity, heatmap).palette);
      drawHeatmap(pen, plot, grid, positions, table, isInCells(quantity));
    }
    const { paintedRange } = surfaces[panel];
    if (contours) drawContours(pen, plot, grid, positions, levelsOf(quantity, scale, paintedRange));
  }
  if (arrows) {
    const [left, right] = surfaces.map((surface) => surface.range.norm[1]);
    const largest = arrows.shareRange ? Math.max(left!, right!) : range.norm[1];
    const { density, length, beneath } = arrows;
    drawArrows(pen, plot, grid, du, dv, { density, length, largest, beneath });
  }
}

/** What is told of the colours beside their ranges. */
export function notesOf(apart: Apart | undefined): ShownNotes {
  if (!apart) return {};
  const { values: _, painted: __, ...notes } = apart;
  return notes;
}
