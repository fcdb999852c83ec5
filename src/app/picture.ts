/** One picture on the GPU: both surfaces, and what the heatmap shows of them. A painter has a full and a coarse one. */
import type { Quantity } from '../core/quantity.ts';
import { SurfaceBuffers } from '../gpu/surface-buffers.ts';

/** Memory of one picture on the GPU. */
export interface Picture {
  /** Values and first derivatives. */
  readonly surfaces: SurfaceBuffers;
  /** What the heatmap shows where it is not the values; empty until then. */
  readonly derived: SurfaceBuffers;
}

/** @param label of its buffers */
export function createPicture(device: GPUDevice, label: string): Picture {
  return {
    surfaces: new SurfaceBuffers(device, label),
    derived: new SurfaceBuffers(device, `${label} derived`),
  };
}

/** What the heatmap of a picture shows. */
export function paintedOf({ surfaces, derived }: Picture, quantity: Quantity): SurfaceBuffers {
  return quantity === 'value' ? surfaces : derived;
}

export function destroyPicture({ surfaces, derived }: Picture): void {
  surfaces.destroy();
  derived.destroy();
}
