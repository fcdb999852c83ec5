/**
 * GPU time of a pass by timestamp queries, where the device has them. Elsewhere callers measure the time until the
 * queue is done, and say so.
 */
const TIMESTAMP_BYTES = 8;

/** What a pass needs to be timed, or one of two ends of what is timed. */
export interface PassTiming {
  /** To be spread into the descriptor of the pass. */
  timestampWrites(): Pick<GPUComputePassDescriptor, 'timestampWrites'>;
  /** To be encoded after the pass. */
  resolve(encoder: GPUCommandEncoder): void;
}

/** Times one pass, or from the beginning of one to the end of another. */
export class PassTimer implements PassTiming {
  private readonly querySet: GPUQuerySet;
  private readonly resolved: GPUBuffer;
  private readonly staging: GPUBuffer;

  /** A timer, or undefined if the device has no timestamp queries. */
  static create(device: GPUDevice): PassTimer | undefined {
    return device.features.has('timestamp-query') ? new PassTimer(device) : undefined;
  }

  private constructor(device: GPUDevice) {
    this.querySet = device.createQuerySet({ label: 'pass timer', type: 'timestamp', count: 2 });
    const size = 2 * TIMESTAMP_BYTES;
    this.resolved = device.createBuffer({
      label: 'pass timer',
      size,
      usage: GPUBufferUsage.QUERY_RESOLVE | GPUBufferUsage.COPY_SRC,
    });
    this.staging = device.createBuffer({
      label: 'pass timer readback',
      size,
      usage: GPUBufferUsage.COPY_DST | GPUBufferUsage.MAP_READ,
    });
  }

  timestampWrites(): Pick<GPUComputePassDescriptor, 'timestampWrites'> {
    return {
      timestampWrites: { querySet: this.querySet, beginningOfPassWriteIndex: 0, endOfPassWriteIndex: 1 },
    };
  }

  /** For the first and the last of several passes. */
  get ends(): readonly [first: PassTiming, last: PassTiming] {
    const { querySet } = this;
    return [
      {
        timestampWrites: () => ({ timestampWrites: { querySet, beginningOfPassWriteIndex: 0 } }),
        resolve: () => undefined,
      },
      {
        timestampWrites: () => ({ timestampWrites: { querySet, endOfPassWriteIndex: 1 } }),
        resolve: (encoder) => this.resolve(encoder),
      },
    ];
  }

  /** Skipped while the last reading is still on its way. */
  resolve(encoder: GPUCommandEncoder): void {
    if (this.staging.mapState !== 'unmapped') return;
    encoder.resolveQuerySet(this.querySet, 0, 2, this.resolved, 0);
    encoder.copyBufferToBuffer(this.resolved, 0, this.staging, 0, this.staging.size);
  }

  /** Milliseconds of what was timed last, or undefined when a reading is already on its way. */
  async read(): Promise<number | undefined> {
    if (this.staging.mapState !== 'unmapped') return undefined;
    await this.staging.mapAsync(GPUMapMode.READ);
    const [start, end] = new BigInt64Array(this.staging.getMappedRange());
    const nanoseconds = Number(end! - start!);
    this.staging.unmap();
    // Some drivers reset the counter between the two stamps; such a pair says nothing.
    return nanoseconds > 0 ? nanoseconds / 1e6 : undefined;
  }

  destroy(): void {
    this.querySet.destroy();
    this.resolved.destroy();
    this.staging.destroy();
  }
}
