/** Both surfaces on one grid in GPU memory, with their ranges: what an evaluator fills and the layers read. */
import { type Reference, relativeTo } from '../core/deep-zoom.ts';
import type { FieldArray } from '../core/fields.ts';
import type { Grid } from '../core/grid.ts';
import type { SurfaceRange } from '../core/surface-range.ts';
import { FIELD_POINT_BYTES } from './evaluate-pass.ts';
import { GrowingBuffer } from './growing-buffer.ts';
import { GpuMemoryError, guarded } from './guard.ts';
import { StructLayout } from './struct-layout.ts';

export const SURFACE_RANGE = new StructLayout({
  min_value: 'f32',
  max_value: 'f32',
  min_log2: 'f32',
  max_log2: 'f32',
  min_norm: 'f32',
  max_norm: 'f32',
  min_index: 'u32',
  undefined_count: 'u32',
  min_point_log2: 'f32',
});

/** log2 of zero in field buffers; must be that of fields.wgsl. */
export const LOG2_OF_ZERO = -3.0e38;

/** As range.wgsl has them: the ends of an empty range, and the index of no point. */
const BEYOND = 3.0e38;
const NO_INDEX = 0xffffffff;

/** Beyond it a number would become infinite in f32, which is something else. */
const LARGEST_F32 = 3.4e38;

function within(x: number): number {
  return x === Infinity ? x : LARGEST_F32;
}

const STORAGE = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST;

/** What an evaluator other than the kernel filled in. */
export interface Filled {
  /** As the evaluator has them: values themselves, in f64. */
  readonly ranges: readonly [SurfaceRange, SurfaceRange];
  /** What a surface's values are relative to; undefined: to nothing. */
  readonly references: References;
}

export type References = readonly [left: Reference | undefined, right: Reference | undefined];

export class SurfaceBuffers {
  readonly left: GrowingBuffer;
  readonly right: GrowingBuffer;
  readonly ranges: GPUBuffer;
  /** The grid that the buffers hold; set it before filling them with another that fits. */
  grid: Grid = { width: 2, height: 2, window: { u: [0, 1], v: [0, 1] } };
  /** Undefined where the kernel filled the buffers. */
  filled: Filled | undefined;
  /** Whether points may be undefined or infinite. */
  mayHaveGaps = false;
  private readonly device: GPUDevice;

  constructor(device: GPUDevice, label: string) {
    this.device = device;
    this.left = new GrowingBuffer(device, `${label} left fields`, STORAGE);
    this.right = new GrowingBuffer(device, `${label} right fields`, STORAGE);
    this.ranges = device.createBuffer({
      label: `${label} ranges`,
      size: 2 * SURFACE_RANGE.size,
      usage: STORAGE,
    });
  }

  /** Whether there is room for `grid`. */
  fits(grid: Grid): boolean {
    const bytes = grid.width * grid.height * FIELD_POINT_BYTES;
    return this.left.holds(bytes) && this.right.holds(bytes);
  }

  /**
   * Makes room for `grid`; what was stored is lost.
   * @returns false if the device has no memory for it; the buffers are then unusable until they grow again
   */
  async grow(grid: Grid): Promise<boolean> {
    const bytes = grid.width * grid.height * FIELD_POINT_BYTES;
    this.grid = grid;
    try {
      await guarded(this.device, () => {
        this.left.reserve(bytes);
        this.right.reserve(bytes);
      });
      return true;
    } catch (error) {
      this.left.destroy();
      this.right.destroy();
      if (error instanceof GpuMemoryError) return false;
      throw error;
    }
  }

  /**
   * Fills rows of one surface, from `firstRow` on, with arrays of an evaluator other than the kernel.
   * @param reference what values are to be stored relative to
   */
  fill(
    panel: 0 | 1,
    firstRow: number,
    { value, du, dv }: Readonly<Record<'value' | 'du' | 'dv', FieldArray>>,
    reference: Reference | undefined,
  ): void {
    const floats = new Float32Array(value.length * 4);
    for (let n = 0; n < value.length; n++) {
      const x = value[n]!;
      floats[4 * n] = reference ? relativeTo(reference, x, false) : x > LARGEST_F32 ? within(x) : x;
      floats[4 * n + 1] = du[n]!;
      floats[4 * n + 2] = dv[n]!;
      const log2Value = reference ? relativeTo(reference, x, true) : Math.log2(x);
      floats[4 * n + 3] = Number.isFinite(log2Value) ? log2Value : LOG2_OF_ZERO;
    }
    const { buffer } = panel === 0 ? this.left : this.right;
    this.device.queue.writeBuffer(buffer, firstRow * this.grid.width * FIELD_POINT_BYTES, floats);
  }

  /** Completes what `fill` began. Ranges are in f64 then, and need no pass over the buffers. */
  finishFill(filled: Filled): void {
    this.filled = filled;
    this.mayHaveGaps = filled.ranges.some((range) => range.undefinedCount + range.infiniteCount > 0);
    const ranges = filled.ranges.map(encodeRange);
    for (const [panel, bytes] of ranges.entries()) {
      this.device.queue.writeBuffer(this.ranges, panel * SURFACE_RANGE.size, bytes);
    }
  }

  /** Grid points per side of the largest square grid that fits the device's limits. */
  static largestSide({ limits }: GPUDevice): number {
    const bytes = Math.min(limits.maxStorageBufferBindingSize, limits.maxBufferSize);
    return Math.floor(Math.sqrt(bytes / FIELD_POINT_BYTES));
  }

  destroy(): void {
    this.left.destroy();
    this.right.destroy();
    this.ranges.destroy();
  }
}

/** One `SurfaceRange` struct; the opposite of `decodeRange`. */
function encodeRange({ value, norm, minIndex, undefinedCount }: SurfaceRange) {
  const pair = (low: number, high: number) => (low <= high ? [low, high] : [BEYOND, -BEYOND]);
  const [min_value, max_value] = pair(value.min, value.max);
  const [min_log2, max_log2] = pair(value.log2Min, value.log2Max);
  const [min_norm, max_norm] = pair(norm[0], norm[1]);
  return SURFACE_RANGE.bytes({
    min_value: min_value!,
    max_value: max_value!,
    min_log2: min_log2!,
    max_log2: max_log2!,
    min_norm: min_norm!,
    max_norm: max_norm!,
    min_index: minIndex < 0 ? NO_INDEX : minIndex,
    undefined_count: undefinedCount,
    min_point_log2: 0, // read by the range pass alone
  });
}

/** Reads one `SurfaceRange` struct at `byteOffset`. */
export function decodeRange(view: DataView, byteOffset: number): SurfaceRange {
  const { offsets } = SURFACE_RANGE;
  const float = (name: keyof typeof offsets) => view.getFloat32(byteOffset + offsets[name], true);
  const pair = (low: number, high: number) => (low <= high ? ([low, high] as const) : ([NaN, NaN] as const));
  const [min, max] = pair(float('min_value'), float('max_value'));
  const [log2Min, log2Max] = pair(float('min_log2'), float('max_log2'));
  const index = view.getUint32(byteOffset + offsets.min_index, true);
  return {
    value: { min, max, log2Min, log2Max },
    norm: pair(float('min_norm'), float('max_norm')),
    minIndex: index === NO_INDEX ? -1 : index,
    undefinedCount: view.getUint32(byteOffset + offsets.undefined_count, true),
    infiniteCount: 0, // No kernel has a loss that is infinite anywhere.
  };
}
