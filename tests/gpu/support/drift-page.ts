/** What runs in the page for drift.test.ts: the drift pass itself, on fields that the test gives. */

import type { Grid } from '../../../src/core/grid.ts';
import { surfaceRange } from '../../../src/core/surface-range.ts';
import { requestGpu } from '../../../src/gpu/device.ts';
import { DriftPass, type Motion, PARTICLE } from '../../../src/gpu/drift-pass.ts';
import { readBuffer } from '../../../src/gpu/readback.ts';
import { SurfaceBuffers } from '../../../src/gpu/surface-buffers.ts';

/** Slopes at grid points; NaN, which is not in JSON, is null. */
export interface Slopes {
  readonly du: readonly (number | null)[];
  readonly dv: readonly (number | null)[];
}

export interface ReadParticle {
  /** Parts of the window's sides. */
  readonly x: number;
  readonly y: number;
  readonly brightness: number;
  readonly generation: number;
}

export class DriftPage {
  private readonly device: GPUDevice;
  private readonly pass: DriftPass;
  private readonly fields: SurfaceBuffers;
  /** What WebGPU found wrong. */
  readonly errors: string[] = [];

  static async create(): Promise<DriftPage> {
    const { device } = await requestGpu();
    return new DriftPage(device, await DriftPass.create(device));
  }

  private constructor(device: GPUDevice, pass: DriftPass) {
    this.device = device;
    this.pass = pass;
    this.fields = new SurfaceBuffers(device, 'test');
    device.addEventListener('uncapturederror', ({ error }) => this.errors.push(error.message));
  }

  async fill(grid: Grid, surfaces: readonly [Slopes, Slopes]): Promise<void> {
    if (this.fields.fits(grid)) this.fields.grid = grid;
    else await this.fields.grow(grid);
    const arrays = surfaces.map(({ du, dv }) => {
      const [u, v] = [du, dv].map((slopes) => Float64Array.from(slopes, (slope) => slope ?? Number.NaN));
      return { value: u!.map((slope) => (Number.isNaN(slope) ? slope : 1)), du: u!, dv: v! };
    });
    const ranges = arrays.map(({ value, du, dv }) => surfaceRange(value, du, dv));
    for (const panel of [0, 1] as const) this.fields.fill(panel, 0, arrays[panel]!, undefined);
    this.fields.finishFill({ ranges: [ranges[0]!, ranges[1]!], references: [undefined, undefined] });
  }

  begin(motion: Motion): void {
    this.pass.begin(this.fields, motion);
  }

  move(motion: Motion, steps: number): void {
    this.pass.move(this.fields, motion, steps);
  }

  async read(panel: 0 | 1): Promise<ReadParticle[]> {
    const { particles } = this.pass.surfaces[panel];
    const { count } = this.pass;
    const view = new DataView(await readBuffer(this.device, particles, 0, count * PARTICLE.size));
    const { position, brightness, generation } = PARTICLE.offsets;
    return Array.from({ length: count }, (_, n) => {
      const at = n * PARTICLE.size;
      return {
        x: view.getFloat32(at + position, true),
        y: view.getFloat32(at + position + 4, true),
        brightness: view.getFloat32(at + brightness, true),
        generation: view.getUint32(at + generation, true),
      };
    });
  }
}

Object.assign(window, { driftPage: DriftPage.create() });
