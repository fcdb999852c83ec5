/** Getting a WebGPU device, and saying in one word why there is none. */

export type NoDeviceReason = 'no-webgpu' | 'no-adapter' | 'no-device' | 'no-answer';

export class NoDeviceError extends Error {
  readonly reason: NoDeviceReason;
  /** What the browser said, for the curious; may be empty. */
  readonly detail: string;

  constructor(reason: NoDeviceReason, detail = '') {
    super(`no WebGPU device: ${reason}${detail ? ` (${detail})` : ''}`);
    this.reason = reason;
    this.detail = detail;
  }
}

export interface Gpu {
  readonly device: GPUDevice;
  /** Name to show; never empty. */
  readonly adapterName: string;
  /** A software implementation such as SwiftShader: correct and slow. */
  readonly isSoftware: boolean;
}

/** Limits worth having as large as the adapter allows: they bound the grid. */
const LARGEST_WANTED = ['maxBufferSize', 'maxStorageBufferBindingSize', 'maxTextureDimension2D'] as const;
const OPTIONAL_FEATURES = ['timestamp-query'] as const;

/** @throws NoDeviceError */
export async function requestGpu(): Promise<Gpu> {
  if (!navigator.gpu) throw new NoDeviceError('no-webgpu');
  const adapter = await navigator.gpu
    .requestAdapter({ powerPreference: 'high-performance' })
    .catch(() => null);
  if (!adapter) throw new NoDeviceError('no-adapter');
  const requiredLimits = Object.fromEntries(LARGEST_WANTED.map((name) => [name, adapter.limits[name]]));
  const requiredFeatures = OPTIONAL_FEATURES.filter((feature) => adapter.features.has(feature));
  const label = 'logitscape';
  try {
    const device = await adapter
      .requestDevice({ label, requiredLimits, requiredFeatures })
      // Some drivers promise more than they give. What every device has is enough for all but the largest grids.
      .catch(() => adapter.requestDevice({ label }));
    return { device, adapterName: adapterName(adapter.info), isSoftware: isSoftware(adapter.info) };
  } catch (error) {
    throw new NoDeviceError('no-device', error instanceof Error ? error.message : String(error));
  }
}

function adapterName(info: GPUAdapterInfo): string {
  const name = info.description || [info.vendor, info.architecture || info.device].filter(Boolean).join(' ');
  // SwiftShader's description carries the compiler's version; the name alone is what matters.
  return /swiftshader/i.test(name) ? 'SwiftShader' : name || 'GPU';
}

function isSoftware(info: GPUAdapterInfo): boolean {
  return info.isFallbackAdapter || /swiftshader|llvmpipe/i.test(`${info.description} ${info.architecture}`);
}
