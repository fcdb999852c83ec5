/** Two surfaces as an evaluator gives them, and how they are drawn on 2-D canvases. */
import { withoutNoise } from '../core/deep-zoom.ts';
import type { Experiment } from '../core/experiment.ts';
import { type FieldId, type FieldKey, fieldKey } from '../core/fields.ts';
import type { Grid } from '../core/grid.ts';
import { paletteTable } from '../core/palette.ts';
import { makeScale, type Scale, unionOfRanges } from '../core/scale.ts';
import { type SurfaceRange, surfaceRange } from '../core/surface-range.ts';
import { drawArrows, drawHeatmap, scalePositions } from '../render/canvas2d.ts';
import type { Rect } from '../render/layout.ts';
import type { Pen } from '../render/pen.ts';
import type { DrawOptions } from './painter.ts';

type FieldArray = Float32Array | Float64Array;

/** One loss over the grid; NaN where undefined. */
interface Surface {
  readonly value: FieldArray;
  readonly du: FieldArray;
  readonly dv: FieldArray;
  readonly range: SurfaceRange;
}

/** Left and right. */
export type Surfaces = readonly [Surface, Surface];

/** The surfaces of an experiment's losses. @param fields value, du and dv of both, on the whole grid */
export function surfacesOf(
  experiment: Experiment,
  fields: Readonly<Partial<Record<FieldKey, FieldArray>>>,
): Surfaces {
  const [left, right] = experiment.losses.map((loss): Surface => {
    const field = (id: FieldId) => fields[fieldKey(loss, id)]!;
    const [value, du, dv] = [field('value'), field('du'), field('dv')];
    return { value, du, dv, range: withoutNoise(surfaceRange(value, du, dv)) };
  });
  return [left!, right!];
}

/** The colour scale of one panel: of its own range, or of both. */
export function scaleOf(
  surfaces: Surfaces,
  panel: 0 | 1,
  { scale, shareRange }: Pick<NonNullable<DrawOptions['heatmap']>, 'scale' | 'shareRange'>,
): Scale {
  const shared = unionOfRanges(surfaces[0].range.value, surfaces[1].range.value);
  return makeScale(scale, shareRange ? shared : surfaces[panel].range.value);
}

/** Draws heatmap and arrows of one panel. */
export function drawSurface(
  pen: Pen,
  plot: Rect,
  grid: Grid,
  surfaces: Surfaces,
  panel: 0 | 1,
  { heatmap, arrows }: Pick<DrawOptions, 'heatmap' | 'arrows'>,
): void {
  const { value, du, dv, range } = surfaces[panel];
  if (heatmap) {
    const positions = scalePositions(value, scaleOf(surfaces, panel, heatmap));
    drawHeatmap(pen, plot, grid, positions, paletteTable(heatmap.palette));
  }
  if (arrows) {
    const [left, right] = surfaces.map((surface) => surface.range.norm[1]);
    const largest = arrows.shareRange ? Math.max(left!, right!) : range.norm[1];
    drawArrows(pen, plot, grid, du, dv, { density: arrows.density, length: arrows.length, largest });
  }
}
