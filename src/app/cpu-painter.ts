/** Draws on 2-D canvases, from the f64 evaluator's arrays. */
import type { Experiment } from '../core/experiment.ts';
import { type Grid, gridOf } from '../core/grid.ts';
import { fieldsToDraw, type Quantity } from '../core/quantity.ts';
import type { StepsRule } from '../core/steps-map.ts';
import type { CpuEvaluator } from '../cpu/evaluator.ts';
import { makePen } from '../render/pen.ts';
import { themeFor } from '../render/theme.ts';
import { keysOf } from './backends.ts';
import { coarseExperiment, quickPoints } from './coarse.ts';
import { context2d } from './page-canvas.ts';
import type { DrawOptions, Pace, Painter, PainterEvents } from './painter.ts';
import type { StepsLevels } from './steps-levels.ts';
import type { StepsPicture } from './steps-picture.ts';
import { apartOf, drawSurface, notesOf, type Surfaces, surfacesOf } from './surface-drawing.ts';

export class CpuPainter implements Painter {
  private readonly cpu: CpuEvaluator;
  private readonly events: PainterEvents;
  private readonly contexts: readonly [CanvasRenderingContext2D, CanvasRenderingContext2D];
  /** Made when first asked for. */
  private steps: StepsLevels | undefined;
  private front: { grid: Grid; surfaces: Surfaces; quantity: Quantity } | undefined;

  constructor(
    cpu: CpuEvaluator,
    canvases: readonly [HTMLCanvasElement, HTMLCanvasElement],
    events: PainterEvents,
  ) {
    this.cpu = cpu;
    this.events = events;
    this.contexts = [context2d(canvases[0]), context2d(canvases[1])];
  }

  async show(
    experiment: Experiment,
    quantity: Quantity,
    rule: StepsRule,
    signal: AbortSignal,
    pace: Pace,
  ): Promise<void> {
    if (quantity === 'steps') return this.showSteps(experiment, rule, signal, pace);
    this.steps?.leave();
    const [width, height] = experiment.resolution;
    const quick = quickPoints(experiment);
    if (width * height > quick) {
      await this.evaluate(coarseExperiment(experiment, quick), quantity, false, signal);
      pace.onFirst();
      await pace.rest();
    }
    await this.evaluate(experiment, quantity, true, signal);
  }

  private async showSteps(
    experiment: Experiment,
    rule: StepsRule,
    signal: AbortSignal,
    pace: Pace,
  ): Promise<void> {
    const [{ StepsLevels }, { surfacesOfSteps }] = await Promise.all([
      import('./steps-levels.ts'),
      import('./steps-picture.ts'),
    ]);
    signal.throwIfAborted();
    this.steps ??= new StepsLevels(this.cpu);
    const onPicture = async (picture: StepsPicture) => {
      const { final, summaries, experiment } = picture;
      const grid = gridOf(experiment);
      const surfaces = surfacesOfSteps(picture);
      this.front = { grid, surfaces, quantity: 'steps' };
      this.events.onShown({ experiment, grid, quantity: 'steps', final, backend: 'cpu', stepsOn: 'cpu' });
      this.events.onRanges({
        surfaces: [surfaces[0].range, surfaces[1].range],
        painted: [surfaces[0].paintedRange, surfaces[1].paintedRange],
        steps: summaries,
      });
      pace.onFirst();
      if (!final) await pace.rest();
    };
    await this.steps.show(experiment, rule, signal, { ...this.events, onPicture });
  }

  prepare(): undefined {}

  redraw({ heatmap, contours, arrows, covered, theme, pixelRatio }: DrawOptions): undefined {
    if (!this.front) return;
    const { grid, surfaces, quantity } = this.front;
    for (const panel of [0, 1] as const) {
      const context = this.contexts[panel];
      const pen = makePen(context, pixelRatio, themeFor(quantity, theme));
      const { width, height } = context.canvas;
      const plot = { x: 0, y: 0, width: width / pixelRatio, height: height / pixelRatio };
      context.fillStyle = theme.background;
      context.fillRect(0, 0, plot.width, plot.height);
      if (panel === covered) continue;
      drawSurface(pen, plot, grid, surfaces, panel, quantity, {
        heatmap,
        contours,
        arrows,
      });
    }
  }

  async readPoint(): Promise<undefined> {
    return undefined;
  }

  destroy(): void {
    this.front = undefined;
    this.steps?.destroy();
  }

  private async evaluate(
    experiment: Experiment,
    quantity: Quantity,
    final: boolean,
    signal: AbortSignal,
  ): Promise<void> {
    const grid = gridOf(experiment);
    const started = performance.now();
    const onProgress = (done: number) => final && this.events.onProgress(done < 1 ? done : undefined);
    const keys = keysOf(experiment, fieldsToDraw(quantity));
    const fields = await this.cpu.evaluate(experiment, [0, grid.height], keys, {
      signal,
      onProgress,
    });
    signal.throwIfAborted();
    // No GPU computed anything that could be judged.
    const apart = await apartOf(this.cpu, experiment, quantity, undefined, { signal, onProgress });
    const surfaces = surfacesOf(experiment, quantity, fields, apart);
    this.front = { grid, surfaces, quantity };
    this.events.onShown({ experiment, grid, quantity, final, backend: 'cpu' });
    this.events.onRanges({
      ...notesOf(apart),
      surfaces: [surfaces[0].range, surfaces[1].range],
      painted: [surfaces[0].paintedRange, surfaces[1].paintedRange],
    });
    if (final) this.events.onTiming({ milliseconds: performance.now() - started, clock: 'cpu' });
  }
}
