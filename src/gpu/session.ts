/** Keeps a WebGPU device as long as there is one to be had: acquires it, and again after a loss. */
import { type Signal, signal } from '@preact/signals-core';
import { NoDeviceError, requestGpu } from './device.ts';
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

  /** Resorts to the CPU, since the device that is there cannot be used. */
  giveUp(detail: string): void {
    this.apply({ kind: 'unusable', detail });
  }

  private async acquire(): Promise<void> {
    try {
      const gpu = await requestGpu();
      void gpu.device.lost.then((info) => this.onLost(info.message || info.reason));
      this.apply({ kind: 'acquired', gpu });
      setTimeout(() => this.apply({ kind: 'settled' }), SETTLED_MS);
    } catch (error) {
      const reason = error instanceof NoDeviceError ? error.reason : 'no-device';
      const detail = error instanceof NoDeviceError ? error.detail : String(error);
      this.apply({ kind: 'unavailable', reason, detail });
      this.retryIfLost();
    }
  }

  private onLost(detail: string): void {
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
