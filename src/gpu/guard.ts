/** Error scopes around what a device may have no memory for, or may refuse. */

/** The device had no memory for something, or refused it for its size: something smaller may do. */
export class GpuMemoryError extends Error {
  override readonly name = 'GpuMemoryError';
}

/** The device went away while it computed. */
export class GpuLostError extends Error {
  override readonly name = 'GpuLostError';

  constructor() {
    super('the GPU was lost while it computed');
  }
}

/** What waits for a device may hear of its loss before the device itself says so. */
const LOSS_TOLD_MS = 200;

/**
 * What `work` on the device gives.
 * @throws GpuLostError in place of whatever the browser says of buffers and queues whose device is gone
 */
export async function unlessLost<T>(device: GPUDevice, work: Promise<T>, signal?: AbortSignal): Promise<T> {
  try {
    return await work;
  } catch (error) {
    // At once: nobody waits for the reason, or it is known.
    if (signal?.aborted || error instanceof GpuLostError) throw error;
    const told = new Promise<false>((resolve) => setTimeout(() => resolve(false), LOSS_TOLD_MS));
    if (await Promise.race([device.lost.then(() => true), told])) throw new GpuLostError();
    throw error;
  }
}

/** Whether `error` says that the device cannot compile a shader, for which there is no class in browsers without WebGPU. */
export function isPipelineError(error: unknown): boolean {
  return error instanceof Error && error.name === 'GPUPipelineError';
}

/**
 * Runs `work`, which makes all its calls to the device at once: scopes are a stack of the whole device, and whoever
 * opened one across a wait would hear of others' errors.
 * @throws GpuMemoryError once the device has answered that something of it went wrong
 */
export async function guarded(device: GPUDevice, work: () => void): Promise<void> {
  device.pushErrorScope('out-of-memory');
  device.pushErrorScope('validation');
  let answers: Promise<(GPUError | null)[]>;
  try {
    work();
  } finally {
    answers = Promise.all([device.popErrorScope(), device.popErrorScope()]);
    answers.catch(() => undefined); // where `work` threw, nobody asks
  }
  const error = (await answers).find((found) => found !== null);
  if (error) throw new GpuMemoryError(error.message);
}
