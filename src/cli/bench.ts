/** `logitscape bench`: the speed of both evaluators by size of the grid, and of the page. */
import { cpus } from 'node:os';
import type { BenchResult } from '../app/bench.ts';
import { classCount } from '../core/experiment.ts';
import { readableJson } from '../core/readable-json.ts';
import { type BenchPlan, type BenchSeries, FULL_PLAN, METHODS, QUICK_PLAN } from './bench-cases.ts';
import { measure, measureChanges } from './bench-page.ts';
import {
  type BenchFigures,
  type CaseFigures,
  type ChangeFigures,
  type MethodFigures,
  median,
  methodFigures,
  reportText,
} from './bench-report.ts';
import { BrowserPage } from './browser-page.ts';
import type { Command } from './command.ts';
import { EXIT } from './exit.ts';
import { progressBar } from './progress-bar.ts';
import { print } from './stdout.ts';

/** A run that would take longer, by the grids before it, is left out. */
const LONGEST_RUN_MS = 10_000;

export const bench: Command = {
  name: 'bench',
  summary: 'Measures the speed of both evaluators by size of the grid, and of the page',
  usage: '[--quick] [--json]',
  options: {
    quick: { help: 'a few small grids, in seconds: shows that it works, not how fast' },
    json: { help: 'exact figures as JSON' },
  },
  mostPositionals: 0,
  notes: 'Takes some minutes. Close what else the machine is busy with.',
  async run(options, run) {
    const plan = options.has('quick') ? QUICK_PLAN : FULL_PLAN;
    const page = await BrowserPage.open(plan.series[0]!.experiment, run);
    const progress = progressBar('measuring', run);
    const figures = await measureAll(page, plan, progress.update);
    progress.stop();
    print(options.has('json') ? readableJson(figures) : reportText(figures));
    return EXIT.done;
  },
};

async function measureAll(
  page: BrowserPage,
  { series, runs, changeSides, changeRuns }: BenchPlan,
  onProgress: (done: number) => void,
): Promise<BenchFigures> {
  const steps = series.reduce((sum, { sides }) => sum + sides.length, changeSides.length);
  let done = 0;
  const step = () => {
    done += 1;
    onProgress(done / steps);
  };
  const cases: CaseFigures[] = [];
  let last: BenchResult | undefined;
  for (const one of series) {
    const costs = new Map<string, number>();
    for (const side of one.sides) {
      const { figures, result } = await measureCase(page, one, side, runs, costs);
      cases.push(figures);
      last = result;
      step();
    }
  }
  const changes: ChangeFigures[] = [];
  for (const side of changeSides) {
    const times = await measureChanges(page, side, changeRuns);
    changes.push({
      width: side,
      height: side,
      runs: times.length,
      medianFirstFrameMilliseconds: median(times.map((time) => time.firstFrameMilliseconds)),
      medianFullFrameMilliseconds: median(times.map((time) => time.fullFrameMilliseconds)),
    });
    step();
  }
  const { adapter, software, cores } = last!;
  const machine = { processor: cpus()[0]?.model ?? 'unknown processor', cores, node: process.version };
  return { machine, adapter, softwareAdapter: software, cases, changes };
}

/** @param costs milliseconds of a point by method, on the grids before this one */
async function measureCase(
  page: BrowserPage,
  { name, experiment, fields, plainSides }: BenchSeries,
  side: number,
  runs: number,
  costs: Map<string, number>,
): Promise<{ figures: CaseFigures; result: BenchResult }> {
  const points = side * side;
  const samples = experiment.samples.length;
  const methods = plainSides.includes(side) ? [...METHODS, 'plain' as const] : METHODS;
  const expected = (method: string) => (costs.get(method) ?? 0) * points;
  const quick = methods.filter((method) => expected(method) <= LONGEST_RUN_MS);
  const request = { methods: quick, fields, runs };
  const result = await measure(page, { ...experiment, resolution: [side, side] }, request);

  const all: Record<string, MethodFigures> = {};
  for (const method of methods) {
    const times = result.methods[method];
    if (!times) {
      all[method] = { skipped: `a run would take more than ${LONGEST_RUN_MS / 1000} s` };
      continue;
    }
    const figures = methodFigures(times, points, samples, result.methods.plain);
    if (!('skipped' in figures)) costs.set(method, figures.medianMilliseconds / points);
    all[method] = figures;
  }
  const size = { width: side, height: side };
  return {
    figures: { name, fields, samples, classes: classCount(experiment), ...size, methods: all },
    result,
  };
}
