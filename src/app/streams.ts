/**
 * The streamlines of both plots: moves their particles while they are shown, frame by frame, or draws them once where
 * nothing may move. Loaded when they are first wanted.
 */
import { STREAM } from '../core/stream-motion.ts';
import { DriftPass, type Motion } from '../gpu/drift-pass.ts';
import type { SurfaceBuffers } from '../gpu/surface-buffers.ts';
import type { Plots } from '../render/plots.ts';
import { StreamlinesLayer } from '../render/streamlines.ts';
import { StepClock } from './step-clock.ts';

/** How the streamlines are wanted. */
export type StreamOptions = Omit<Motion, 'plotWidth' | 'plotHeight'>;

/** After a slow frame; what is beyond is slower motion, not a jump. */
const MOST_STEPS_A_FRAME = 12;
/** The whole trail. */
const STEPS_OF_STILL = STREAM.trailSteps * (STREAM.trailPoints - 1);

export class Streams {
  private readonly device: GPUDevice;
  private readonly plots: Plots;
  private readonly drift: DriftPass;
  private readonly layer: StreamlinesLayer;
  /** The surfaces that are shown at the moment, if any. */
  private readonly shown: () => SurfaceBuffers | undefined;
  private readonly clock = new StepClock(STREAM.step, MOST_STEPS_A_FRAME);
  private options: StreamOptions | undefined;
  private wasStill = false;
  private frame: number | undefined;
  /** Whether the GPU is at a frame. */
  private drawing = false;
  private destroyed = false;

  static async create(
    device: GPUDevice,
    plots: Plots,
    shown: () => SurfaceBuffers | undefined,
  ): Promise<Streams> {
    const [drift, layer] = await Promise.all([
      DriftPass.create(device),
      StreamlinesLayer.create(device, plots.format),
    ]);
    return new Streams(device, plots, shown, drift, layer);
  }

  private constructor(
    device: GPUDevice,
    plots: Plots,
    shown: () => SurfaceBuffers | undefined,
    drift: DriftPass,
    layer: StreamlinesLayer,
  ) {
    this.device = device;
    this.plots = plots;
    this.shown = shown;
    this.drift = drift;
    this.layer = layer;
  }

  /** Draws over the kept picture of the plots, and goes on while there is motion. */
  show(options: StreamOptions): void {
    this.options = options;
    this.present(0);
    if (!options.still) this.request();
  }

  hide(): void {
    this.options = undefined;
    this.clock.stop();
  }

  destroy(): void {
    this.destroyed = true;
    if (this.frame !== undefined) cancelAnimationFrame(this.frame);
    this.drift.destroy();
    this.layer.destroy();
  }

  private get moving(): boolean {
    return !this.destroyed && this.options !== undefined && !this.options.still;
  }

  /** The browser gives no frames to a page that is not seen. */
  private request(): void {
    if (this.drawing) return;
    this.frame ??= requestAnimationFrame((now) => {
      this.frame = undefined;
      if (this.moving) void this.onFrame(now);
    });
  }

  private async onFrame(now: number): Promise<void> {
    const steps = this.clock.stepsUntil(now);
    if (steps > 0) {
      this.drawing = true;
      this.present(steps);
      // Frames that a slow GPU has not finished would queue up.
      await this.device.queue.onSubmittedWorkDone().catch(() => undefined);
      this.drawing = false;
    }
    if (this.moving) this.request();
  }

  private present(steps: number): void {
    const surfaces = this.shown();
    const { options, drift } = this;
    const { kept } = this.plots;
    if (!surfaces || !options || !kept) return;
    const { width, height, pixelRatio } = kept;
    const motion = { ...options, plotWidth: width / pixelRatio, plotHeight: height / pixelRatio };
    if (options.still) {
      drift.begin(surfaces, motion);
      drift.move(surfaces, motion, STEPS_OF_STILL);
    } else {
      if (this.wasStill) drift.begin(surfaces, motion);
      drift.move(surfaces, motion, steps);
    }
    this.wasStill = options.still;
    this.plots.drawOver((pass, target) => this.layer.draw(pass, target, drift));
  }
}
