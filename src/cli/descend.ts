/** `logitscape descend`: gradient descent on each loss of an experiment, in f64. */
import { type DescentOptions, type DescentStep, descend as descendOn } from '../core/descent.ts';
import { DEFAULT_MOMENTUM, DESCENT_METHODS, type DescentMethod } from '../core/descent-settings.ts';
import { CAPS, type Experiment, type LossId } from '../core/experiment.ts';
import { describe } from '../core/experiment-error.ts';
import { decodeNumber } from '../core/number-text.ts';
import { PointEvaluator } from '../core/point-evaluator.ts';
import { readableJson } from '../core/readable-json.ts';
import { integerSchema, listOptions, numberSchema, readNumber, readValue } from '../core/readers.ts';
import { jsonNumber } from '../core/written-numbers.ts';
import type { Command } from './command.ts';
import { EXIT, UsageError } from './exit.ts';
import { EXPERIMENT_OPTIONS, EXPERIMENT_USAGE, readExperiment } from './experiment-input.ts';
import type { Options } from './options.ts';
import { progressBar } from './progress-bar.ts';
import type { Run } from './run.ts';
import { print } from './stdout.ts';
import { plainNumber, textTable } from './text-table.ts';

const MOST_STEPS = 1_000_000;
/** About as many rows of a trajectory stand in the table for people. */
const TABLE_ROWS = 20;
/** Other events, an interrupt among them, get their turn this often. */
const SLICE_MS = 50;

interface Trajectory {
  readonly loss: LossId;
  readonly rate: number;
  readonly steps: readonly DescentStep[];
  /** Why it ended early. */
  readonly stopped: string | null;
}

export const descend: Command = {
  name: 'descend',
  summary: 'Gradient descent on each loss, in f64',
  usage: `${EXPERIMENT_USAGE}\n--start U,V --rate R [--rate LOSS=R]... --steps N\n[--method ${DESCENT_METHODS.join('|')}] [--momentum B] [--json]`,
  options: {
    ...EXPERIMENT_OPTIONS,
    start: { value: 'U,V', help: 'where it starts' },
    rate: { value: 'R|LOSS=R', help: 'the learning rate, of both losses or of one', repeats: true },
    steps: { value: 'N', help: `how many updates, at most ${MOST_STEPS}` },
    method: { value: DESCENT_METHODS.join('|'), help: `default ${DESCENT_METHODS[0]}` },
    momentum: { value: 'B', help: `of the method momentum, from 0 up to 1; default ${DEFAULT_MOMENTUM}` },
    json: { help: 'every step of both trajectories as JSON' },
  },
  mostPositionals: 0,
  notes:
    'The table shows about twenty steps of each trajectory, --json all. The prediction is that of the first sample.',
  async run(options, run) {
    const experiment = await readExperiment(options);
    const settings = readSettings(options);
    const rates = readRates(options, experiment);
    const progress = progressBar('descending', run);
    const evaluator = new PointEvaluator(experiment);
    const trajectories: Trajectory[] = [];
    for (const [panel, loss] of experiment.losses.entries()) {
      const rate = rates[panel]!;
      const steps: DescentStep[] = [];
      const descent = descendOn(evaluator, panel as 0 | 1, { ...settings, rate });
      const stopped = await collect(descent, steps, run, (count) =>
        progress.update((panel + count / (settings.steps + 1)) / 2),
      );
      trajectories.push({ loss, rate, steps, stopped });
    }
    progress.stop();
    const { method, start } = settings;
    print(options.has('json') ? json(method, start, trajectories) : tables(trajectories));
    return EXIT.done;
  },
};

/** Takes a trajectory step by step, with pauses, so that an interrupt comes through. */
async function collect(
  descent: Generator<DescentStep, string | null>,
  steps: DescentStep[],
  run: Run,
  onCount: (count: number) => void,
): Promise<string | null> {
  let sliceEnd = performance.now() + SLICE_MS;
  for (;;) {
    const next = descent.next();
    if (next.done) return next.value;
    steps.push(next.value);
    if (performance.now() < sliceEnd) continue;
    onCount(steps.length);
    await new Promise((resolve) => setImmediate(resolve));
    run.signal.throwIfAborted();
    sliceEnd = performance.now() + SLICE_MS;
  }
}

const STEPS = integerSchema(0, MOST_STEPS, `a whole number from 0 to ${MOST_STEPS}`);
const RATE = numberSchema(Number.MIN_VALUE, CAPS.magnitude, `a positive number of at most ${CAPS.magnitude}`);
const MOMENTUM = numberSchema(0, 1 - Number.EPSILON / 2, 'a number from 0 up to, but not including, 1');

function readSettings(options: Options): Omit<DescentOptions, 'rate'> {
  const method = options.choice('method', DESCENT_METHODS);
  const momentum = options.one('momentum');
  if (momentum !== undefined && method !== 'momentum') {
    throw new UsageError(`--momentum: goes with --method momentum only, found ${method}`);
  }
  return {
    method,
    start: readStart(required(options, 'start', 'U,V')),
    steps: readValue(STEPS, decodeNumber(required(options, 'steps', 'N')), '--steps'),
    momentum:
      momentum === undefined ? DEFAULT_MOMENTUM : readValue(MOMENTUM, decodeNumber(momentum), '--momentum'),
  };
}

function readStart(text: string): readonly [number, number] {
  const parts = text.split(',');
  if (parts.length !== 2) throw new UsageError(`--start: expected U,V, found ${describe(text)}`);
  const [u, v] = parts.map((part, n) => readNumber(decodeNumber(part.trim()), `--start[${n}]`));
  return [u!, v!];
}

/** The rate of each loss: its own, else the one for both. */
function readRates(options: Options, experiment: Experiment): readonly number[] {
  const own = new Map<string, number>();
  let common: number | undefined;
  for (const text of options.all('rate')) {
    const [loss, value] = text.includes('=') ? splitRate(text, experiment) : [undefined, text];
    const rate = readValue(RATE, decodeNumber(value), loss ? `--rate ${loss}` : '--rate');
    if (loss ? own.has(loss) : common !== undefined) {
      throw new UsageError(`--rate${loss ? ` ${loss}` : ''}: given twice`);
    }
    if (loss) own.set(loss, rate);
    else common = rate;
  }
  return experiment.losses.map((loss) => {
    const rate = own.get(loss) ?? common;
    if (rate !== undefined) return rate;
    throw new UsageError(`--rate: expected R, or ${loss}=R, found neither`);
  });
}

function splitRate(text: string, { losses }: Experiment): [loss: string, value: string] {
  const at = text.indexOf('=');
  const loss = losses.find((id) => id === text.slice(0, at));
  if (loss) return [loss, text.slice(at + 1)];
  throw new UsageError(`--rate: expected ${listOptions(losses)} before =, found ${describe(text)}`);
}

function required(options: Options, name: string, form: string): string {
  const value = options.one(name);
  if (value !== undefined) return value;
  throw new UsageError(`expected --${name} ${form}, found nothing`);
}

function json(method: DescentMethod, start: readonly number[], trajectories: readonly Trajectory[]): string {
  const losses = trajectories.map(({ loss, rate, steps, stopped }) => [
    loss,
    { rate, steps: steps.map(jsonStep), stopped },
  ]);
  return readableJson({ method, start, losses: Object.fromEntries(losses) });
}

function jsonStep({ step, u, v, value, prediction }: DescentStep) {
  return {
    step,
    u: jsonNumber(u),
    v: jsonNumber(v),
    value: jsonNumber(value),
    prediction: typeof prediction === 'number' ? jsonNumber(prediction) : prediction.map(jsonNumber),
  };
}

function tables(trajectories: readonly Trajectory[]): string {
  return trajectories.map(table).join('\n\n');
}

function table({ loss, rate, steps, stopped }: Trajectory): string {
  const shown = chosenRows(steps.length).map((n) => {
    const { step, u, v, value, prediction } = steps[n]!;
    const outputs = typeof prediction === 'number' ? [prediction] : prediction;
    const numbers = [u, v, value].map((x) => plainNumber(x, 9));
    return [String(step), ...numbers, outputs.map((x) => plainNumber(x, 9)).join(' ')];
  });
  const header = ['step', 'u', 'v', 'value', 'prediction'];
  return [
    `${loss}, rate ${rate}`,
    ...textTable([header, ...shown], ['right', 'right', 'right', 'right', 'right']),
    ...(stopped ? [`stopped at ${stopped}`] : []),
  ].join('\n');
}

/** The steps to show of `count`: every first, second, fifth, tenth, ... so that about TABLE_ROWS do, and the last. */
function chosenRows(count: number): number[] {
  const last = count - 1;
  let stride = 1;
  for (let decade = 1; last / stride > TABLE_ROWS; decade *= 10) {
    stride =
      [2, 5, 10].map((factor) => factor * decade).find((wide) => last / wide <= TABLE_ROWS) ?? 10 * decade;
  }
  const rows = Array.from({ length: Math.floor(last / stride) + 1 }, (_, n) => n * stride);
  return rows.at(-1) === last ? rows : [...rows, last];
}
