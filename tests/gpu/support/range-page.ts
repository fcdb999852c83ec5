/** What runs in the page for range.test.ts: the range pass itself, on field points that the test gives. */
import type { Grid } from '../../../src/core/grid.ts';
import type { SurfaceRange } from '../../../src/core/surface-range.ts';
import { requestGpu } from '../../../src/gpu/device.ts';
import { RangePass } from '../../../src/gpu/range-pass.ts';
import { SurfaceBuffers } from '../../../src/gpu/surface-buffers.ts';

/** Field points of the left and the right surface in base64. */
export type Bytes = readonly [left: string, right: string];

export class RangePage {
  private readonly device: GPUDevice;
  private readonly pass: RangePass;
  /** What WebGPU found wrong. */
  readonly errors: string[] = [];

  static async create(): Promise<RangePage> {
    const { device } = await requestGpu();
    return new RangePage(device, await RangePass.create(device));
  }

  private constructor(device: GPUDevice, pass: RangePass) {
    this.device = device;
    this.pass = pass;
    device.addEventListener('uncapturederror', ({ error }) => this.errors.push(error.message));
  }

  /** @param times how often the points follow one another */
  async rangesOf(grid: Grid, bytes: Bytes, times: number): Promise<[SurfaceRange, SurfaceRange]> {
    const surfaces = new SurfaceBuffers(this.device, 'test');
    await surfaces.grow(grid);
    for (const [panel, { buffer }] of [surfaces.left, surfaces.right].entries()) {
      const points = Uint8Array.from(atob(bytes[panel]!), (char) => char.charCodeAt(0));
      for (let n = 0; n < times; n++) this.device.queue.writeBuffer(buffer, n * points.length, points);
    }
    this.pass.run(surfaces);
    const ranges = await this.pass.read(surfaces);
    surfaces.destroy();
    return ranges;
  }
}

Object.assign(window, { rangePage: RangePage.create() });
