/** Keeps a WebGPU device as long as there is one to be had: acquires it, and again after a loss. */
import { type Signal, signal } from '@preact/signals-core';
import { type Gpu, NoDeviceError, type NoDeviceReason, requestGpu } from './device.ts';
import { type DeviceEvent, type DeviceState, nextDeviceState } from './device-state.ts';

/** Wait before the first, second, ... attempt after a loss; a crashed GPU process needs a moment to come back. */
const BACK_OFF_MS = [100, 1000, 3000];
const SETTLED_MS = 30_000;
/** After which the CPU takes over from a GPU that says nothing; should it answer later, it is taken all the same. */
const ANSWER_MS = 10_000;

/**
 * How many more tries there are for the first device: a GPU process that crashes while the page starts comes back as
 * after a loss. It may look like no adapter for a moment, though mostly there is none then.
 */
const MORE_TRIES: Record<NoDeviceReason, number> = {
  ...{ 'no-webgpu': 0, 'no-adapter': 1 },
  ...{ 'no-device': BACK_OFF_MS.length, 'no-answer': 0 },
};

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

  /** Tries for the first device as often as is worth it, after a loss once: the states count those. */
  private async acquire(): Promise<void> {
    const isFirst = this.state.value.kind === 'starting';
    let more = 0;
    for (let n = 0; ; n++) {
      const refusal = await this.request();
      if (!refusal) return;
      const { reason, detail } = refusal;
      more = Math.max(more, MORE_TRIES[reason]);
      if (!isFirst || n >= more) {
        this.apply({ kind: 'unavailable', reason, detail });
        this.retryIfLost();
        return;
      }
      await after(BACK_OFF_MS[n]!);
    }
  }

  /** @returns why there is no device, or nothing where there is one */
  private async request(): Promise<NoDeviceError | undefined> {
    const taken = requestGpu().then(
      (gpu) => this.take(gpu),
      (error: unknown) => (error instanceof NoDeviceError ? error : new NoDeviceError('no-device')),
    );
    let silence: ReturnType<typeof setTimeout> | undefined;
    const silent = new Promise<NoDeviceError>((resolve) => {
      silence = setTimeout(() => resolve(new NoDeviceError('no-answer')), ANSWER_MS);
    });
    try {
      return await Promise.race([taken, silent]);
    } finally {
      clearTimeout(silence);
    }
  }

  private take(gpu: Gpu): undefined {
    this.apply({ kind: 'acquired', gpu });
    const state = this.state.value;
    if (state.kind !== 'ready' || state.gpu !== gpu) {
      gpu.device.destroy(); // it comes too late: another is in use
      return;
    }
    const settled = setTimeout(() => this.apply({ kind: 'settled', gpu }), SETTLED_MS);
    void gpu.device.lost.then((info) => {
      clearTimeout(settled); // which would keep a lost device in memory
      this.onLost(gpu, info.message || info.reason);
    });
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

function after(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
