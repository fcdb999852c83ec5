/** Two surfaces as an evaluator gives them, and how they are drawn on 2-D canvases. */

import { contourLevels } from '../core/contour-levels.ts';
import { withoutNoise } from '../core/deep-zoom.ts';
import type { Experiment } from '../core/experiment.ts';
import { type FieldArray, type FieldId, type FieldKey, fieldKey } from '../core/fields.ts';
import type { Grid } from '../core/grid.ts';
import { paletteTable } from '../core/palette.ts';
import { coloursFor, panelScale, type Quantity, quantityValues, scaleKindFor } from '../core/quantity.ts';
import { rangeOfValues, type Scale, type ValueRange } from '../core/scale.ts';
import { type SurfaceRange, surfaceRange } from '../core/surface-range.ts';
import { drawArrows, drawHeatmap, scalePositions } from '../render/canvas2d.ts';
import { drawContours } from '../render/contours-2d.ts';
import type { Rect } from '../render/layout.ts';
import type { Pen } from '../render/pen.ts';
import type { DrawOptions } from './painter.ts';

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

/** The surfaces of an experiment's losses. @param fields `fieldsToDraw` of both, on the whole grid */
export function surfacesOf(
  experiment: Experiment,
  quantity: Quantity,
  fields: Readonly<Partial<Record<FieldKey, FieldArray>>>,
): Surfaces {
  const [left, right] = experiment.losses.map((loss): Surface => {
    const field = (id: FieldId) => fields[fieldKey(loss, id)]!;
    const [value, du, dv] = [field('value'), field('du'), field('dv')];
    const range = withoutNoise(surfaceRange(value, du, dv));
    const painted = quantityValues(quantity, field);
    const paintedRange = painted === value ? range.value : rangeOfValues(painted);
    return { value, du, dv, range, painted, paintedRange };
  });
  return [left!, right!];
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
    if (heatmap) drawHeatmap(pen, plot, grid, positions, paletteTable(coloursFor(quantity, heatmap).palette));
    if (contours) drawContours(pen, plot, grid, positions, contourLevels(scale));
  }
  if (arrows) {
    const [left, right] = surfaces.map((surface) => surface.range.norm[1]);
    const largest = arrows.shareRange ? Math.max(left!, right!) : range.norm[1];
    drawArrows(pen, plot, grid, du, dv, { density: arrows.density, length: arrows.length, largest });
  }
}
