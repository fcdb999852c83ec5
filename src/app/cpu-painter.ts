/** Draws on 2-D canvases, from the f64 evaluator's arrays. */
import type { Experiment } from '../core/experiment.ts';
import { fieldKey } from '../core/fields.ts';
import { type Grid, gridOf } from '../core/grid.ts';
import { paletteTable } from '../core/palette.ts';
import { makeScale, unionOfRanges } from '../core/scale.ts';
import { type SurfaceRange, surfaceRange } from '../core/surface-range.ts';
import type { CpuEvaluator } from '../cpu/evaluator.ts';
import { drawArrows, drawHeatmap, scalePositions } from '../render/canvas2d.ts';
import { makePen } from '../render/pen.ts';
import { defaultKeys } from './backends.ts';
import { coarseExperiment } from './coarse.ts';
import type { DrawOptions, Painter, PainterEvents } from './painter.ts';

/** Grids with more samples x points are shown coarsely first. */
const QUICK_WORK = 40_000;

interface Surface {
  readonly value: Float64Array;
  readonly du: Float64Array;
  readonly dv: Float64Array;
  readonly range: SurfaceRange;
}

export class CpuPainter implements Painter {
  private readonly cpu: CpuEvaluator;
  private readonly events: PainterEvents;
  private readonly contexts: readonly [CanvasRenderingContext2D, CanvasRenderingContext2D];
  private front: { grid: Grid; surfaces: readonly [Surface, Surface] } | undefined;

  constructor(
    cpu: CpuEvaluator,
    canvases: readonly [HTMLCanvasElement, HTMLCanvasElement],
    events: PainterEvents,
  ) {
    this.cpu = cpu;
    this.events = events;
    // Without this hint a canvas redrawn right after the GPU process crashed stays blank in Chrome.
    const context = (canvas: HTMLCanvasElement) => canvas.getContext('2d', { willReadFrequently: true })!;
    this.contexts = [context(canvases[0]), context(canvases[1])];
  }

  async show(experiment: Experiment, signal: AbortSignal): Promise<void> {
    const [width, height] = experiment.resolution;
    const quickPoints = QUICK_WORK / experiment.samples.length;
    if (width * height > quickPoints) {
      await this.evaluate(coarseExperiment(experiment, quickPoints), false, signal);
    }
    await this.evaluate(experiment, true, signal);
  }

  redraw({ heatmap, arrows, theme, pixelRatio }: DrawOptions): void {
    if (!this.front) return;
    const { grid, surfaces } = this.front;
    const [left, right] = surfaces;
    for (const panel of [0, 1] as const) {
      const { value, du, dv, range } = surfaces[panel];
      const context = this.contexts[panel];
      const pen = makePen(context, pixelRatio, theme);
      const { width, height } = context.canvas;
      const plot = { x: 0, y: 0, width: width / pixelRatio, height: height / pixelRatio };
      context.fillStyle = theme.background;
      context.fillRect(0, 0, plot.width, plot.height);
      if (heatmap) {
        const shared = unionOfRanges(left.range.value, right.range.value);
        const scale = makeScale(heatmap.scale, heatmap.shareRange ? shared : range.value);
        drawHeatmap(pen, plot, grid, scalePositions(value, scale), paletteTable(heatmap.palette));
      }
      if (arrows) {
        const own = range.norm[1];
        const largest = arrows.shareRange ? Math.max(left.range.norm[1], right.range.norm[1]) : own;
        drawArrows(pen, plot, grid, du, dv, { density: arrows.density, length: arrows.length, largest });
      }
    }
  }

  async readPoint(): Promise<undefined> {
    return undefined;
  }

  destroy(): void {
    this.front = undefined;
  }

  private async evaluate(experiment: Experiment, final: boolean, signal: AbortSignal): Promise<void> {
    const grid = gridOf(experiment);
    const started = performance.now();
    const onProgress = (done: number) => final && this.events.onProgress(done < 1 ? done : undefined);
    const fields = await this.cpu.evaluate(experiment, [0, grid.height], defaultKeys(experiment), {
      signal,
      onProgress,
    });
    signal.throwIfAborted();
    const [left, right] = experiment.losses.map((loss): Surface => {
      const field = (id: 'value' | 'du' | 'dv') => fields[fieldKey(loss, id)]!;
      const [value, du, dv] = [field('value'), field('du'), field('dv')];
      return { value, du, dv, range: surfaceRange(value, du, dv) };
    });
    this.front = { grid, surfaces: [left!, right!] };
    this.events.onShown({ experiment, grid, final, backend: 'cpu' });
    this.events.onRanges([left!.range, right!.range]);
    if (final) this.events.onTiming({ milliseconds: performance.now() - started, clock: 'cpu' });
  }
}
