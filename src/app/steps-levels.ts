/**
 * Pictures of a map of steps, finer and finer: a sketch within a moment, then the whole grid. Loaded when first asked
 * for. While the window moves only sketches are seen: each is finished though another window is wanted by now, for else
 * none ever would be.
 */
import { referenceFor, withoutNoise } from '../core/deep-zoom.ts';
import type { Experiment } from '../core/experiment.ts';
import { DEFAULT_FIELDS, type FieldId, fieldKey } from '../core/fields.ts';
import {
  rangeOfSteps,
  type StepsRule,
  type StepsSummary,
  stepsWork,
  summaryOfSteps,
} from '../core/steps-map.ts';
import { type SurfaceArrays, surfaceRange } from '../core/surface-range.ts';
import type { F64Fields } from '../cpu/evaluate-rows.ts';
import type { CpuEvaluator } from '../cpu/evaluator.ts';
import { StepsPass } from '../gpu/steps-pass.ts';
import type { SurfaceBuffers } from '../gpu/surface-buffers.ts';
import { keysOf } from './backends.ts';
import { coarseExperiment } from './coarse.ts';
import type { ShownRanges, Timing } from './painter.ts';
import { type StepsMap, StepsMaps } from './steps.ts';
import type { Surfaces } from './surface-drawing.ts';

/** A sketch takes about so long, and has so many points a side at least. */
const SKETCH_MS = 80;
const SKETCH_SIDE = 16;
/** Between the sketch and the whole grid comes one with this part of its points, if that has so many times the sketch's. */
const MIDDLE_SHARE = 1 / 8;
const WORTH_IT = 3;
/** Samples x classes x steps of a single point: more would take a worker seconds without a pause. */
const MOST_WORK = 20_000_000;
/** A map is no finer: memory, and patience. */
const MOST_POINTS = 1024 ** 2;

/** A map with the surfaces that it belongs to, on the same grid. */
export interface StepsPicture extends StepsMap {
  readonly experiment: Experiment;
  readonly rule: StepsRule;
  readonly final: boolean;
  readonly surfaces: readonly [SurfaceArrays, SurfaceArrays];
  readonly summaries: readonly [StepsSummary, StepsSummary];
}

export interface StepsEvents {
  onPicture(picture: StepsPicture): Promise<void> | void;
  onProgress(done: number | undefined): void;
  onTiming(timing: Timing): void;
}

export class StepsLevels {
  private readonly cpu: CpuEvaluator;
  private readonly pass: StepsPass | undefined;
  private readonly maps: StepsMaps;
  private sketching: Promise<void> = Promise.resolve();
  private asked: Experiment | undefined;

  /** @param device without it, all maps are in f64 */
  constructor(cpu: CpuEvaluator, device?: GPUDevice) {
    this.cpu = cpu;
    this.pass = device && new StepsPass(device);
    this.maps = new StepsMaps(cpu, this.pass);
  }

  /** @throws on abort */
  async show(
    experiment: Experiment,
    rule: StepsRule,
    signal: AbortSignal,
    { onPicture, onProgress, onTiming }: StepsEvents,
  ): Promise<void> {
    if (stepsWork(experiment, rule) > MOST_WORK) {
      throw new Error('a map of so many steps over so many samples would take too long');
    }
    this.asked = experiment;
    await this.sketching;
    signal.throwIfAborted();
    const whole = coarseExperiment(experiment, MOST_POINTS);
    const count = pointsOf(whole);
    const affordable = this.maps.pointsIn(SKETCH_MS, whole, rule);
    const isQuick = affordable >= SKETCH_SIDE ** 2;
    const quick = Math.max(SKETCH_SIDE ** 2, affordable);
    let done = 0;
    if (quick < count) {
      const sketch = coarseExperiment(whole, quick);
      this.sketching = this.picture(sketch, rule, false, isQuick ? undefined : signal).then(
        // Another experiment is no other place on this one.
        (picture) => (this.asked?.samples === experiment.samples ? onPicture(picture) : undefined),
      );
      const sketched = this.sketching;
      this.sketching = sketched.catch(() => undefined);
      await sketched;
      signal.throwIfAborted();
      const middle = coarseExperiment(whole, count * MIDDLE_SHARE);
      if (pointsOf(middle) > WORTH_IT * pointsOf(sketch)) {
        onProgress(0);
        const share = MIDDLE_SHARE / (1 + MIDDLE_SHARE);
        await onPicture(await this.picture(middle, rule, false, signal, (part) => onProgress(part * share)));
        signal.throwIfAborted();
        done = share;
      }
    }
    const started = performance.now();
    const picture = await this.picture(whole, rule, true, signal, (part) =>
      onProgress(part < 1 ? done + part * (1 - done) : undefined),
    );
    signal.throwIfAborted();
    onProgress(undefined);
    await onPicture(picture);
    const clock = picture.backend === 'webgpu' ? 'queue' : 'cpu';
    onTiming({ milliseconds: performance.now() - started, clock });
  }

  /** The picture of the experiment's own grid alone. */
  async whole(
    experiment: Experiment,
    rule: StepsRule,
    signal?: AbortSignal,
    onProgress?: (done: number) => void,
  ): Promise<StepsPicture> {
    return this.picture(experiment, rule, true, signal, onProgress);
  }

  /** No sketch that is under way is shown any more. */
  leave(): void {
    this.asked = undefined;
  }

  destroy(): void {
    this.leave();
    this.pass?.destroy();
  }

  private async picture(
    experiment: Experiment,
    rule: StepsRule,
    final: boolean,
    signal?: AbortSignal,
    onProgress?: (done: number) => void,
  ): Promise<StepsPicture> {
    const keys = keysOf(experiment, DEFAULT_FIELDS);
    const fields = await this.cpu.evaluate(experiment, [0, experiment.resolution[1]], keys, { signal });
    const map = await this.maps.map(experiment, rule, { signal, onProgress });
    const [left, right] = map.steps.map(summaryOfSteps);
    return {
      ...map,
      ...{ experiment, rule, final },
      surfaces: surfacesIn(experiment, fields),
      summaries: [left!, right!],
    };
  }
}

function pointsOf({ resolution: [width, height] }: Experiment): number {
  return width * height;
}

function surfacesIn({ losses }: Experiment, fields: F64Fields): StepsPicture['surfaces'] {
  const [left, right] = losses.map((loss): SurfaceArrays => {
    const field = (id: FieldId) => fields[fieldKey(loss, id)]!;
    return { value: field('value'), du: field('du'), dv: field('dv') };
  });
  return [left!, right!];
}

/** Fills buffers that layers read, both with room for the picture's grid. @param derived what the heatmap shows */
export function fillBuffers(
  { surfaces, derived }: { readonly surfaces: SurfaceBuffers; readonly derived: SurfaceBuffers },
  picture: StepsPicture,
): ShownRanges {
  const { rule, summaries } = picture;
  const [left, right] = picture.surfaces.map(({ value, du, dv }) =>
    withoutNoise(surfaceRange(value, du, dv)),
  );
  const ranges = [left!, right!] as const;
  // In deep zoom f32 would make stairs of the heights of surfaces in space.
  const references = [referenceFor(left!.value), referenceFor(right!.value)] as const;
  const value = rangeOfSteps(rule);
  for (const panel of [0, 1] as const) {
    surfaces.fill(panel, 0, picture.surfaces[panel], references[panel]);
    const steps = Float64Array.from(picture.steps[panel]);
    derived.fill(panel, 0, { ...picture.surfaces[panel], value: steps }, undefined);
  }
  surfaces.finishFill({ ranges, references });
  const painted = (panel: 0 | 1) => {
    const { never, stopped } = summaries[panel];
    return { ...ranges[panel], value, infiniteCount: never, undefinedCount: stopped };
  };
  derived.finishFill({ ranges: [painted(0), painted(1)], references: [undefined, undefined] });
  return { surfaces: ranges, painted: [value, value], steps: summaries };
}

/** The picture as what draws on 2-D canvases takes it. */
export function surfacesOfSteps({ surfaces, steps, rule }: StepsPicture): Surfaces {
  const paintedRange = rangeOfSteps(rule);
  const [left, right] = ([0, 1] as const).map((panel) => {
    const { value, du, dv } = surfaces[panel];
    return { value, du, dv, range: surfaceRange(value, du, dv), painted: steps[panel], paintedRange };
  });
  return [left!, right!];
}
