/** What the layers drawn with WebGPU have in common. */
import type { SurfaceBuffers } from '../gpu/surface-buffers.ts';

/** Left or right. */
export type Panel = 0 | 1;

/** What is drawn, and how large. */
export interface PlotTarget {
  readonly panel: Panel;
  readonly surfaces: SurfaceBuffers;
  /** Side lengths of the plot, device px. */
  readonly width: number;
  readonly height: number;
  /** Device px per CSS px. */
  readonly pixelRatio: number;
}

export function fieldsOf({ surfaces, panel }: PlotTarget): GPUBuffer {
  return panel === 0 ? surfaces.left.buffer : surfaces.right.buffer;
}

/** Vertices of triangle strips that are drawn as one, after strips.wgsl. @param corners of each of them */
export function verticesOfStrips(strips: number, corners: number): number {
  return strips * (corners + 2);
}
