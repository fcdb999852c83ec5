/** Both surfaces on one grid in GPU memory, with their ranges: what an evaluator fills and the layers read. */
import type { Grid } from '../core/grid.ts';
import type { SurfaceRange } from '../core/surface-range.ts';
import { FIELD_POINT_BYTES } from './evaluate-pass.ts';
import { GrowingBuffer } from './growing-buffer.ts';
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
});

/** log2 of zero in field buffers; must be that of fields.wgsl. */
export const LOG2_OF_ZERO = -3.0e38;

const STORAGE = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST;

export class SurfaceBuffers {
  readonly left: GrowingBuffer;
  readonly right: GrowingBuffer;
  readonly ranges: GPUBuffer;
  /** The grid that the buffers hold; set it before filling them with another that fits. */
  grid: Grid = { width: 2, height: 2, window: { u: [0, 1], v: [0, 1] } };
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
    this.device.pushErrorScope('out-of-memory');
    this.device.pushErrorScope('validation');
    this.left.reserve(bytes);
    this.right.reserve(bytes);
    const errors = await Promise.all([this.device.popErrorScope(), this.device.popErrorScope()]);
    if (errors.every((error) => error === null)) return true;
    this.left.destroy();
    this.right.destroy();
    return false;
  }

  /** Fills one surface from arrays of an evaluator other than the kernel. */
  fill(panel: 0 | 1, value: Float64Array, du: Float64Array, dv: Float64Array): void {
    const floats = new Float32Array(value.length * 4);
    for (let n = 0; n < value.length; n++) {
      floats[4 * n] = value[n]!;
      floats[4 * n + 1] = du[n]!;
      floats[4 * n + 2] = dv[n]!;
      floats[4 * n + 3] = value[n]! > 0 ? Math.log2(value[n]!) : LOG2_OF_ZERO;
    }
    this.device.queue.writeBuffer((panel === 0 ? this.left : this.right).buffer, 0, floats);
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
    minIndex: index === 0xffffffff ? -1 : index,
    undefinedCount: view.getUint32(byteOffset + offsets.undefined_count, true),
  };
}
