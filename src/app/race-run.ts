/**
 * Keeps the descent race in step with the state: a few milliseconds in each frame, and only the race that was asked for
 * last. Loaded after the first picture.
 */
import { computed, effect, type ReadonlySignal, type Signal } from '@preact/signals-core';
import { isTooLarge, type Race, type RaceOptions, raceSteps } from '../core/descent-race.ts';
import { classCount, type Experiment } from '../core/experiment.ts';
import { PointEvaluator } from '../core/point-evaluator.ts';
import { drawDescents } from '../render/trajectories.ts';
import type { DrawMarks } from './figure.ts';
import type { Playback } from './playback.ts';
import type { State } from './state.ts';

/** Of every frame. */
const SHARE_MS = 8;
/** Experiments with more numbers than this are raced when nothing has changed for a while: one point takes long. */
const MANY_NUMBERS = 10_000;
const REST_MS = 250;

interface Job {
  readonly experiment: Experiment;
  readonly options: RaceOptions;
}

/**
 * @param hidesSlopes whether the descents would tell what is to be predicted: their starts alone are drawn then
 * @param draw what draws both figures' starts and descents, as far as they are played
 * @param race the race of the state as it is, once it is complete; undefined without starts,
 * where the experiment is too large, and until then
 */
export function keepRace(
  state: ReadonlySignal<State>,
  race: Signal<Race | undefined>,
  { step }: Pick<Playback, 'step'>,
  hidesSlopes: ReadonlySignal<boolean>,
  draw: Signal<readonly [DrawMarks, DrawMarks] | undefined>,
): void {
  let last: Job | undefined;
  const job = computed(() => {
    const { experiment, starts, method, rate, momentum, steps, criterion, lossThreshold } = state.value;
    const learning = { criterion, lossThreshold };
    const next = { experiment, options: { starts, method, rate, momentum, steps, learning } };
    if (!last || !isSameRace(last, next)) last = next;
    return last;
  });
  const run = new RaceRun(race);
  effect(() => run.start(job.value));
  const starts = computed(() => state.value.starts);
  effect(() => {
    const { heats } = (hidesSlopes.value ? undefined : race.value) ?? {};
    const upTo = step.value;
    const drawn = (panel: 0 | 1) =>
      starts.value.map((start, n) => ({ start, trajectory: heats?.[n]?.[panel], upTo }));
    const [left, right] = [drawn(0), drawn(1)];
    draw.value = [
      (pen, plot, window) => drawDescents(pen, plot, window, left),
      (pen, plot, window) => drawDescents(pen, plot, window, right),
    ];
  });
}

class RaceRun {
  private readonly race: Signal<Race | undefined>;
  private frame: number | undefined;
  private rest: ReturnType<typeof setTimeout> | undefined;

  constructor(race: Signal<Race | undefined>) {
    this.race = race;
  }

  /** Supersedes what is being computed. What takes no longer than a frame's share is there at once. */
  start({ experiment, options }: Job): void {
    clearTimeout(this.rest);
    if (this.frame !== undefined) cancelAnimationFrame(this.frame);
    this.frame = undefined;
    this.race.value = undefined;
    if (options.starts.length === 0 || isTooLarge(experiment)) return;
    const steps = () => raceSteps(new PointEvaluator(experiment), options);
    if (experiment.samples.length * classCount(experiment) <= MANY_NUMBERS) this.advance(steps());
    else this.rest = setTimeout(() => this.continue(steps()), REST_MS);
  }

  private advance(steps: Generator<undefined, Race>): void {
    this.frame = undefined;
    const end = performance.now() + SHARE_MS;
    do {
      const step = steps.next();
      if (step.done) {
        this.race.value = step.value;
        return;
      }
    } while (performance.now() < end);
    this.continue(steps);
  }

  private continue(steps: Generator<undefined, Race>): void {
    this.frame = requestAnimationFrame(() => this.advance(steps));
  }
}

/** Whether both are the same descents: where they are looked at from does not matter. */
function isSameRace(a: Job, b: Job): boolean {
  return (
    a.experiment.samples === b.experiment.samples &&
    a.experiment.map === b.experiment.map &&
    a.experiment.link === b.experiment.link &&
    a.experiment.losses.join() === b.experiment.losses.join() &&
    a.experiment.sampleReduction === b.experiment.sampleReduction &&
    a.experiment.squaredError === b.experiment.squaredError &&
    a.options.starts === b.options.starts &&
    a.options.method === b.options.method &&
    a.options.rate === b.options.rate &&
    a.options.steps === b.options.steps &&
    a.options.learning.criterion === b.options.learning.criterion &&
    a.options.learning.lossThreshold === b.options.learning.lossThreshold &&
    // The other methods do not read it.
    (a.options.momentum === b.options.momentum || a.options.method !== 'momentum')
  );
}
