/** Keeps a WebGPU device as long as there is one to be had: acquires it, and again after a loss. */
import { type Signal, signal } from '@preact/signals-core';
import { type Gpu, NoDeviceError, requestGpu } from './device.ts';
import { type DeviceEvent, type DeviceState, nextDeviceState } from './device-state.ts';

/** Wait before the first, second, ... attempt after a loss; a crashed GPU process needs a moment to come back. */
const BACK_OFF_MS = [100, 1000, 3000];
const SETTLED_MS = 30_000;

export class GpuSession {
  readonly state: Signal<DeviceState> = signal<DeviceState>({ kind: 'starting' });

  /** Acquires the first device; resolves when the state is `ready` or `cpu`. */
  async start(): Promise<void> {
    await this.acquire();
  }

  /** Tries again to have a device, after the CPU was resorted to. Does nothing in any other state. */
  async tryAgain(): Promise<void> {
    this.apply({ kind: 'again' });
    if (this.state.value.kind === 'starting') await this.acquire();
  }

  /** Resorts to the CPU, since the device that is there cannot be used. */
  giveUp(detail: string): void {
    const state = this.state.value;
    this.apply({ kind: 'unusable', detail });
    if (state.kind === 'ready') state.gpu.device.destroy(); // its memory with it
  }

  private async acquire(): Promise<void> {
    try {
      const gpu = await requestGpu();
      const settled = setTimeout(() => this.apply({ kind: 'settled', gpu }), SETTLED_MS);
      void gpu.device.lost.then((info) => {
        clearTimeout(settled); // which would keep a lost device in memory
        this.onLost(gpu, info.message || info.reason);
      });
      this.apply({ kind: 'acquired', gpu });
    } catch (error) {
      const reason = error instanceof NoDeviceError ? error.reason : 'no-device';
      const detail = error instanceof NoDeviceError ? error.detail : String(error);
      this.apply({ kind: 'unavailable', reason, detail });
      this.retryIfLost();
    }
  }

  private onLost(gpu: Gpu, detail: string): void {
    // One that was given up may be lost later, when another is in use.
    if (this.state.value.kind !== 'ready' || this.state.value.gpu !== gpu) return;
    this.apply({ kind: 'lost', detail });
    this.retryIfLost();
  }

  private retryIfLost(): void {
    const state = this.state.value;
    if (state.kind !== 'lost') return;
    setTimeout(
      () => {
        this.apply({ kind: 'retry' });
        if (this.state.value.kind === 'recovering') void this.acquire();
      },
      BACK_OFF_MS[state.attempts - 1],
    );
  }

  private apply(event: DeviceEvent): void {
    this.state.value = nextDeviceState(this.state.value, event);
  }
}
