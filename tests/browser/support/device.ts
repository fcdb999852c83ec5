/** The GPU's device as the page has it, to be taken away. */
import type { App } from './app.ts';

/** What the page has of it: the device, and whether it is given no adapter. */
export interface Held {
  device: GPUDevice;
  absent: boolean;
}

/** Runs in the page before its own scripts: the device that it has is at hand. */
export function keepDevice(): void {
  if (!navigator.gpu) return; // the blank page before
  const { requestDevice } = GPUAdapter.prototype;
  GPUAdapter.prototype.requestDevice = async function (this: GPUAdapter, ...options) {
    const device = await requestDevice.apply(this, options);
    Object.assign(window, { device });
    return device;
  };
  const { requestAdapter } = GPU.prototype;
  GPU.prototype.requestAdapter = async function (this: GPU, ...options) {
    const { absent } = window as unknown as Held;
    return absent ? null : requestAdapter.apply(this, options);
  };
}

export function setAbsent(app: App, absent: boolean): Promise<void> {
  return app.page.evaluate((value) => void Object.assign(window, { absent: value }), absent);
}

export async function destroyDevice(app: App): Promise<void> {
  await app.page.evaluate(async () => {
    const { device } = window as unknown as Held;
    device.destroy();
    await device.lost;
  });
}
