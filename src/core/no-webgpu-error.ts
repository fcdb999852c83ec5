/** There is no WebGPU, or none for this experiment, and the CPU would not do. */
export class NoWebGpuError extends Error {
  override readonly name = 'NoWebGpuError';
}
