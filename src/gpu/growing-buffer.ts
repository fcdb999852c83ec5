/** A GPU buffer that is replaced by a larger one when its content outgrows it. */
export class GrowingBuffer {
  private readonly device: GPUDevice;
  private readonly label: string;
  private readonly usage: GPUBufferUsageFlags;
  private current: GPUBuffer | undefined;

  constructor(device: GPUDevice, label: string, usage: GPUBufferUsageFlags) {
    this.device = device;
    this.label = label;
    this.usage = usage;
  }

  /** The buffer as it is now; a later `reserve` or `write` may replace it. */
  get buffer(): GPUBuffer {
    if (!this.current) throw new Error(`${this.label} is empty`);
    return this.current;
  }

  /** Whether there is room for `bytes`. */
  holds(bytes: number): boolean {
    return this.current !== undefined && this.current.size >= bytes;
  }

  /** Makes room for `bytes`; what was stored is lost when the buffer has to grow. */
  reserve(bytes: number): void {
    if (this.holds(bytes)) return;
    this.current?.destroy();
    this.current = this.device.createBuffer({ label: this.label, size: bytes, usage: this.usage });
  }

  write(content: ArrayBuffer): void {
    this.reserve(content.byteLength);
    this.device.queue.writeBuffer(this.buffer, 0, content);
  }

  destroy(): void {
    this.current?.destroy();
    this.current = undefined;
  }
}
