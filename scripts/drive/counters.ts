/** Counts what a page makes and does, from outside: the product knows nothing of it. */

/** What `window.driveCounts` gives. */
export interface DriveCounts {
  /** Buffers and textures that were made, and neither destroyed nor left to the garbage collector. */
  readonly buffers: number;
  readonly bufferBytes: number;
  /** How many of the buffers have which label. */
  readonly labels: Readonly<Record<string, number>>;
  readonly textures: number;
  readonly textureBytes: number;
  /** Workers that were started and not ended. */
  readonly workers: number;
  /** Since the page was opened: submits to the GPU's queue, and callbacks of animation frames. */
  readonly submits: number;
  readonly frames: number;
  /** Since the page was opened: timers that fired. */
  readonly timers: number;
}

declare global {
  interface Window {
    driveCounts: () => DriveCounts;
  }
}

/** Runs in the page before any script of its own, so that it sees its own text alone. */
export function installCounters(): void {
  /** Bytes of what is alive, by a number that the object is known by once it is gone. */
  const live = { buffer: new Map<number, number>(), texture: new Map<number, number>() };
  const labels = new Map<number, string>();
  let next = 0;
  const numbers = new WeakMap<object, number>();
  const collected = new FinalizationRegistry<number>((number) => {
    live.buffer.delete(number);
    live.texture.delete(number);
    labels.delete(number);
  });
  const keep = (kind: keyof typeof live, made: object, bytes: number) => {
    next += 1;
    numbers.set(made, next);
    live[kind].set(next, bytes);
    collected.register(made, next);
  };
  const forget = (kind: keyof typeof live, gone: object) => {
    const number = numbers.get(gone);
    if (number === undefined) return;
    live[kind].delete(number);
    labels.delete(number);
  };
  let [submits, frames, timers, workers] = [0, 0, 0, 0];

  if ('GPUDevice' in globalThis) {
    const { createBuffer, createTexture } = GPUDevice.prototype;
    GPUDevice.prototype.createBuffer = function (descriptor) {
      const buffer = createBuffer.call(this, descriptor);
      keep('buffer', buffer, buffer.size);
      labels.set(next, buffer.label);
      return buffer;
    };
    GPUDevice.prototype.createTexture = function (descriptor) {
      const texture = createTexture.call(this, descriptor);
      // Four bytes a texel: near enough to see growth.
      keep('texture', texture, 4 * texture.width * texture.height * texture.depthOrArrayLayers);
      return texture;
    };
    const destroyBuffer = GPUBuffer.prototype.destroy;
    GPUBuffer.prototype.destroy = function () {
      forget('buffer', this);
      return destroyBuffer.call(this);
    };
    const destroyTexture = GPUTexture.prototype.destroy;
    GPUTexture.prototype.destroy = function () {
      forget('texture', this);
      return destroyTexture.call(this);
    };
    const { submit } = GPUQueue.prototype;
    GPUQueue.prototype.submit = function (commands) {
      submits += 1;
      return submit.call(this, commands);
    };
  }

  const { requestAnimationFrame, setTimeout, setInterval } = globalThis;
  globalThis.requestAnimationFrame = (callback) =>
    requestAnimationFrame((at) => {
      frames += 1;
      callback(at);
    });
  const counted =
    (handler: TimerHandler) =>
    (...args: unknown[]) => {
      timers += 1;
      if (typeof handler === 'function') handler(...args);
    };
  const timeout = (handler: TimerHandler, ms?: number, ...args: unknown[]) =>
    setTimeout(counted(handler), ms, ...args);
  const interval = (handler: TimerHandler, ms?: number, ...args: unknown[]) =>
    setInterval(counted(handler), ms, ...args);
  Object.assign(globalThis, { setTimeout: timeout, setInterval: interval });

  const PlainWorker = globalThis.Worker;
  globalThis.Worker = class extends PlainWorker {
    private ended = false;
    constructor(url: string | URL, options?: WorkerOptions) {
      super(url, options);
      workers += 1;
    }
    override terminate(): void {
      if (!this.ended) workers -= 1;
      this.ended = true;
      super.terminate();
    }
  };

  const sum = (bytes: Map<number, number>) => [...bytes.values()].reduce((total, n) => total + n, 0);
  const countLabels = () => {
    const counts: Record<string, number> = {};
    for (const number of live.buffer.keys()) {
      const label = labels.get(number) ?? '';
      counts[label] = (counts[label] ?? 0) + 1;
    }
    return counts;
  };
  window.driveCounts = () => ({
    labels: countLabels(),
    buffers: live.buffer.size,
    bufferBytes: sum(live.buffer),
    textures: live.texture.size,
    textureBytes: sum(live.texture),
    workers,
    submits,
    frames,
    timers,
  });
}
