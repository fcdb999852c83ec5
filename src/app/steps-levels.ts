/**
 * Pictures of a map of steps, finer and finer: a sketch within a moment, then the whole grid. Loaded when first asked
 * for. While the window moves only sketches are seen: each is finished though another window is wanted by now, for else
 * none ever would be.
 */
import type { Experiment } from '../core/experiment.ts';
import { DEFAULT_FIELDS, type FieldId, fieldKey } from '../core/fields.ts';
import { requireQuickPoints, type StepsRule, summaryOfSteps } from '../core/steps-map.ts';
import type { SurfaceArrays } from '../core/surface-range.ts';
import type { F64Fields } from '../cpu/evaluate-rows.ts';
import type { CpuEvaluator } from '../cpu/evaluator.ts';
import { StepsPass } from '../gpu/steps-pass.ts';
import { keysOf } from './backends.ts';
import { coarseExperiment } from './coarse.ts';
import type { Timing } from './painter.ts';
import { StepsMaps } from './steps.ts';
import type { StepsPicture } from './steps-picture.ts';

/** A sketch takes about so long, and has so many points a side at least. */
const SKETCH_MS = 80;
const SKETCH_SIDE = 16;
/** Between the sketch and the whole grid comes one with this part of its points, if that has so many times the sketch's. */
const MIDDLE_SHARE = 1 / 8;
const WORTH_IT = 3;
/** A map is no finer: memory, and patience. */
const MOST_POINTS = 1024 ** 2;

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

  /** @throws ExperimentError as `requireQuickPoints`, and on abort */
  async show(
    experiment: Experiment,
    rule: StepsRule,
    signal: AbortSignal,
    { onPicture, onProgress, onTiming }: StepsEvents,
  ): Promise<void> {
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

  /** The picture of the experiment's own grid alone. @throws ExperimentError as `requireQuickPoints` */
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
    requireQuickPoints(experiment, rule);
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
