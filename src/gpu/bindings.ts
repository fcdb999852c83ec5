/** What passes and layers bind: uniforms for either panel, and buffers in the order of their bindings. */

/** One uniform buffer a panel, since both surfaces are computed, or drawn, from one submission. */
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
