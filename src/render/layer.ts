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

/** One uniform buffer a panel, since both panels are drawn from one submission. */
export function panelUniforms(
  device: GPUDevice,
  label: string,
  size: number,
): readonly [GPUBuffer, GPUBuffer] {
  const create = (panel: string) =>
    device.createBuffer({
      label: `${label} ${panel}`,
      size,
      usage: GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST,
    });
  return [create('left'), create('right')];
}

/** Vertices of triangle strips that are drawn as one, after strips.wgsl. @param corners of each of them */
export function verticesOfStrips(strips: number, corners: number): number {
  return strips * (corners + 2);
}

export function bindBuffers(
  device: GPUDevice,
  label: string,
  layout: GPUBindGroupLayout,
  buffers: readonly GPUBuffer[],
): GPUBindGroup {
  return device.createBindGroup({
    label,
    layout,
    entries: buffers.map((buffer, binding) => ({ binding, resource: { buffer } })),
  });
}
