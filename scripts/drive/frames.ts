/**
 * `npm run frames`: drives the built page as a hand does and reports how it keeps up, on standard output.
 * Options, after `--`: `--json` for exact figures, `--seconds N` of each gesture, `--only TEXT` for the cases with it.
 */
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import type { Page } from 'puppeteer';
import { batchOf } from '../../src/cli/bench-cases.ts';
import { textTable } from '../../src/cli/text-table.ts';
import type { Experiment } from '../../src/core/experiment.ts';
import { type DrivenPage, openDrivenPage, processorTime } from './driven-page.ts';
import { type FrameFigures, frameFigures } from './frame-figures.ts';
import { circle, drag, spotIn, turnWheel } from './gestures.ts';

interface Case {
  readonly name: string;
  readonly state: object;
  readonly gestures: readonly GestureName[];
}

type GestureName = keyof typeof GESTURES;

const PLOT = '.figure[data-panel="0"] .plot';
const SLIDER = '#panel [data-control="valueSlider"] .lil-slider';

const GESTURES = {
  async zoom({ page, session }: DrivenPage, milliseconds: number) {
    await turnWheel(session, await spotIn(page, PLOT, 0.4, 0.6), milliseconds);
  },
  async pan({ page, session }: DrivenPage, milliseconds: number) {
    const { x, y } = await spotIn(page, PLOT, 0.5, 0.3);
    await drag(session, circle({ x, y }, 60), milliseconds);
  },
  async slider({ page, session }: DrivenPage, milliseconds: number) {
    const [left, right] = [await spotIn(page, SLIDER, 0.1, 0.5), await spotIn(page, SLIDER, 0.9, 0.5)];
    const along = (part: number) => Math.abs(2 * part - 1);
    const path = (part: number) => ({ x: right.x + along(part) * (left.x - right.x), y: left.y });
    await drag(session, path, milliseconds);
  },
};

const HOME = {
  preset: 'three-class-extreme',
  params: {},
  grid: 'auto',
  quantity: 'value',
  tab: 'read',
  view: 'flat',
  contours: false,
  streamlines: false,
  starts: [],
};
/** What may be drawn over the colours besides arrows. */
const OVER = {
  contours: true,
  streamlines: true,
  starts: [
    [-7, 6],
    [-5, -1],
    [-1, 2],
  ],
};
const ALL = ['zoom', 'pan', 'slider'] as const;
const MOVES = ['zoom', 'pan'] as const;

function batch(samples: number, classes: number, side: number): object {
  const experiment: Experiment = { ...batchOf(samples, classes), resolution: [side, side] };
  return { experiment };
}

const CASES: readonly Case[] = [
  { name: 'one sample, 256 × 256', state: { grid: [256, 256] }, gestures: ALL },
  { name: 'one sample, 512 × 512', state: { grid: [512, 512] }, gestures: ALL },
  { name: 'one sample, 1024 × 1024', state: { grid: [1024, 1024] }, gestures: ALL },
  { name: 'curvature, 256 × 256', state: { grid: [256, 256], quantity: 'lambda_min' }, gestures: MOVES },
  {
    name: 'contours, streamlines, descents, 256 × 256',
    state: { grid: [256, 256], ...OVER },
    gestures: MOVES,
  },
  { name: 'error of the GPU, 256 × 256', state: { grid: [256, 256], quantity: 'error' }, gestures: ['pan'] },
  { name: 'steps to converge, 128 × 128', state: { grid: [128, 128], quantity: 'steps' }, gestures: ['pan'] },
  { name: 'slices, 256 × 256', state: { grid: [256, 256], tab: 'slices' }, gestures: MOVES },
  { name: 'both in 3-D, 256 × 256', state: { grid: [256, 256], view: 'both' }, gestures: ['slider'] },
  { name: '150 samples × 3, 256 × 256', state: batch(150, 3, 256), gestures: MOVES },
  { name: '1000 samples × 10, 128 × 128', state: batch(1000, 10, 128), gestures: MOVES },
  {
    name: 'f64 (no WebGPU), 192 × 192',
    state: { grid: [192, 192], backend: 'cpu' },
    gestures: ALL,
  },
];

interface Measured extends FrameFigures {
  readonly name: string;
  readonly gesture: GestureName;
  /** Processor time for each picture, in milliseconds: of the page's process, of the one for the GPU, of the others. */
  readonly work: { readonly page: number; readonly gpu: number; readonly others: number };
}

const { values: options } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    seconds: { type: 'string', default: '2' },
    only: { type: 'string', default: '' },
  },
});

const driven = await openDrivenPage('version=1&grid=64x64');
try {
  const measured: Measured[] = [];
  for (const { name, state, gestures } of CASES.filter(({ name }) => name.includes(options.only))) {
    await set(driven.page, { ...HOME, backend: 'auto' });
    await set(driven.page, state);
    for (const gesture of gestures) {
      // The first time compiles, loads and learns how fast the machine is.
      await measure(gesture, 500);
      const before = await processorTime(driven);
      const figures = await measure(gesture, Number(options.seconds) * 1000);
      const after = await processorTime(driven);
      const work = (part: keyof typeof after) => (1000 * (after[part] - before[part])) / figures.pictures;
      measured.push({
        ...{ name, gesture, ...figures },
        work: { page: work('page'), gpu: work('gpu'), others: work('others') },
      });
      console.error(`${name}: ${gesture}`);
    }
  }
  const machine = { processor: cpus()[0]?.model ?? 'unknown processor', cores: cpus().length };
  if (options.json) console.log(JSON.stringify({ machine, status: driven.status, measured }, null, 2));
  else console.log(report(measured));
} finally {
  await driven.close();
}

function set(page: Page, partial: object): Promise<void> {
  return page.evaluate((given) => window.logitscape.set(given), partial);
}

async function measure(gesture: GestureName, milliseconds: number): Promise<FrameFigures> {
  const { page } = driven;
  const recording = await page.evaluateHandle(() => window.logitscape.recordFrames());
  await GESTURES[gesture](driven, milliseconds);
  await set(page, {});
  const record = await page.evaluate((stop) => stop(), recording);
  await recording.dispose();
  return frameFigures(record);
}

function report(measured: readonly Measured[]): string {
  const head = [
    ...['experiment, grid', 'gesture', 'frames/s', 'pictures/s', 'latency', 'worst'],
    ...['coarsest', 'full grid', '> 50 ms', '> 100 ms', 'longest', 'page', 'GPU'],
  ];
  const ms = (x: number) => x.toFixed(0);
  const rows = measured.map((one) => [
    one.name,
    one.gesture,
    ms(one.framesPerSecond),
    ms(one.picturesPerSecond),
    ms(one.latency.median),
    ms(one.latency.worst),
    ms(one.coarsest),
    ms(one.full),
    String(one.over50),
    String(one.over100),
    ms(one.longestTask),
    ms(one.work.page),
    ms(one.work.gpu),
  ]);
  const right = head.slice(2).map(() => 'right' as const);
  return [
    `${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}; ${driven.status}`,
    '',
    ...textTable([head, ...rows], ['left', 'left', ...right]),
    '',
    'latency: median from an input to the first picture on the screen that shows it, ms; full grid: from the last',
    'input to the full grid on the screen, ms; > 50 ms, > 100 ms: tasks of the page; longest: the longest of them, ms;',
    "page, GPU: processor time of these two of Chrome's processes for each picture, ms.",
  ].join('\n');
}
