/** Fills what the heatmap shows on the GPU with a quantity that is not made of the surfaces' fields. */
import type { Experiment } from '../core/experiment.ts';
import { gridOf, type Rows } from '../core/grid.ts';
import type { Progress } from '../core/progress.ts';
import { type Quantity, withEnds } from '../core/quantity.ts';
import type { ValueRange } from '../core/scale.ts';
import type { SurfaceRange } from '../core/surface-range.ts';
import type { CpuEvaluator } from '../cpu/evaluator.ts';
import { FIELD_POINT_BYTES } from '../gpu/evaluate-pass.ts';
import { readBuffer } from '../gpu/readback.ts';
import type { SurfaceBuffers } from '../gpu/surface-buffers.ts';
import { type ApartRanges, apartRows, type Judged } from './apart-rows.ts';
import type { Picture } from './picture.ts';

/** @param judged as for `apartRows` */
export async function fillApart(
  cpu: CpuEvaluator,
  { derived }: Picture,
  experiment: Experiment,
  quantity: Quantity,
  judged: Judged | undefined,
  progress: Progress,
): Promise<ApartRanges> {
  const fill = ([j0]: Rows, painted: readonly [ArrayLike<number>, ArrayLike<number>]) => {
    for (const panel of [0, 1] as const) {
      const value = painted[panel] as Float64Array;
      const none = new Float64Array(value.length); // Nobody reads derivatives of these.
      derived.fill(panel, j0, { value, du: none, dv: none }, undefined);
    }
  };
  const ranges = await apartRows(cpu, experiment, quantity, judged, fill, progress);
  const [left, right] = ranges.painted.map((range) => rangeWithGaps(withEnds(quantity, range)));
  derived.finishFill({ ranges: [left!, right!], references: [undefined, undefined] });
  return ranges;
}

/** Any of these may be undefined somewhere. */
function rangeWithGaps(value: ValueRange): SurfaceRange {
  return { value, norm: [NaN, NaN], minIndex: -1, undefinedCount: 1, infiniteCount: 0 };
}

/** The very numbers that are drawn, read back. */
export function judgedValues(
  device: GPUDevice,
  surfaces: SurfaceBuffers,
  experiment: Experiment,
  software: boolean,
): Judged {
  const { width } = gridOf(experiment);
  const read = async (buffer: GPUBuffer, [j0, j1]: Rows) => {
    const count = (j1 - j0) * width;
    const start = j0 * width * FIELD_POINT_BYTES;
    const points = new Uint32Array(await readBuffer(device, buffer, start, count * FIELD_POINT_BYTES));
    // As integers: a float copy may change the bits of a NaN.
    const values = new Uint32Array(count);
    for (let n = 0; n < count; n++) values[n] = points[4 * n]!;
    return new Float32Array(values.buffer);
  };
  return {
    software,
    values: (rows) => Promise.all([read(surfaces.left.buffer, rows), read(surfaces.right.buffer, rows)]),
  };
}
