/** The probe: both surfaces at the pointer in f64, and beside them what the GPU has at the nearest grid point. */
import type { Experiment } from '../core/experiment.ts';
import { formatNumber } from '../core/format.ts';
import { columnU, type Grid, nearestIndex, rowV } from '../core/grid.ts';
import type { Jet } from '../core/jet.ts';
import { sigmoidPair } from '../core/losses/sigmoid.ts';
import { PointEvaluator } from '../core/point-evaluator.ts';
import { Softmax } from '../core/softmax.ts';
import { ulpError } from '../core/ulp.ts';
import { element } from './dom.ts';
import { axisNames, formatPoint, lossName } from './names.ts';
import type { PointValues } from './painter.ts';
import { type Language, text } from './texts.ts';

/** Enough to see what f64 knows, and all that f32 has. */
const F64_DIGITS = 12;
const F32_DIGITS = 9;
const SHORT_DIGITS = 5;
/** Logits and probabilities beyond these are left out. */
const MOST_CLASSES = 6;

/** Value, derivatives and the norm of the gradient of one loss at one point, in f64. */
interface Reading extends PointValues {
  readonly norm: number;
}

interface GridReading {
  readonly i: number;
  readonly j: number;
  readonly u: number;
  readonly v: number;
  readonly truth: readonly [Reading, Reading];
  readonly scale: readonly [PointValues, PointValues];
}

export interface ProbeReading {
  readonly experiment: Experiment;
  readonly u: number;
  readonly v: number;
  readonly logits: Float64Array;
  /** Softmax or sigmoid outputs of the first sample; undefined for the identity link. */
  readonly probabilities: readonly number[] | undefined;
  readonly here: readonly [Reading, Reading];
  readonly nearest: GridReading;
}

/** Reads surfaces at points; keeps the prepared experiment between readings. */
export class Probe {
  private evaluator: PointEvaluator | undefined;

  /** In steps, since of many samples a reading takes a while. */
  *read(experiment: Experiment, grid: Grid, u: number, v: number): Generator<undefined, ProbeReading> {
    if (this.evaluator?.experiment !== experiment) this.evaluator = new PointEvaluator(experiment);
    const evaluator = this.evaluator;
    const logits = evaluator.logitsAt(0, u, v);
    const here = readings(yield* evaluator.jetSteps(u, v, 1));
    const i = nearestIndex(grid.window.u, grid.width, u);
    const j = nearestIndex(grid.window.v, grid.height, v);
    const at = { u: columnU(grid, i), v: rowV(grid, j) };
    const truth = readings(yield* evaluator.jetSteps(at.u, at.v, 1));
    const scale = yield* evaluator.scaleSteps(at.u, at.v, 1);
    const probabilities = probabilitiesOf(experiment, logits);
    return { experiment, u, v, logits, probabilities, here, nearest: { i, j, ...at, truth, scale } };
  }
}

function readings(jets: readonly [Jet, Jet]): readonly [Reading, Reading] {
  const [left, right] = jets.map(({ value, du, dv }) => ({ value, du, dv, norm: Math.hypot(du, dv) }));
  return [left!, right!];
}

function probabilitiesOf({ link }: Experiment, logits: Float64Array): readonly number[] | undefined {
  if (link === 'identity') return undefined;
  if (link === 'sigmoid') return [sigmoidPair(logits[0]!).f];
  const softmax = new Softmax(logits);
  softmax.update();
  return [...softmax.p];
}

/** So many characters of coordinates have room beside one another; those of narrow windows stand in lines of their own. */
const ONE_LINE = 24;

/** What is to be predicted first. */
export interface HiddenReading {
  /** The panel that nothing is to be told of. */
  readonly covered: 0 | 1 | undefined;
  /** Whether gradients are not told. */
  readonly slopes: boolean;
}

/** Before the pointer was over a plot. */
export function probeHint(language: Language): HTMLElement {
  return element('p', { class: 'hint' }, text('probeHint', language));
}

/**
 * The readout.
 * @param gpu what the GPU has at the nearest grid point, if it computed the grid
 */
export function probeView(
  reading: ProbeReading,
  gpu: readonly [PointValues, PointValues] | undefined,
  { covered, slopes }: HiddenReading,
  language: Language,
): HTMLElement {
  const view = element('div', { class: 'probe' }, pointView(reading, language));
  for (const panel of [0, 1] as const) {
    view.append(
      panel === covered
        ? coveredView(reading, panel, language)
        : lossView(reading, panel, gpu?.[panel], slopes, language),
    );
  }
  return view;
}

function coveredView({ experiment }: ProbeReading, panel: 0 | 1, language: Language): HTMLElement {
  const name = lossName(experiment.losses[panel], experiment, language);
  const title = element('h3', {}, name, ' ', element('small', {}, text('covered', language)));
  return element('section', { class: 'loss covered', 'data-panel': String(panel) }, title);
}

function pointView(
  { experiment, u, v, logits, probabilities, nearest }: ProbeReading,
  language: Language,
): HTMLElement {
  const names = axisNames(experiment);
  const list = element('dl');
  const add = (name: string, value: string) => list.append(element('dt', {}, name), element('dd', {}, value));
  const { window } = experiment;
  const [here, there] = [
    formatPoint(window, [u, v]).join(', '),
    formatPoint(window, [nearest.u, nearest.v]).join(', '),
  ];
  add(`${names.u}, ${names.v}`, here);
  add(text('gridPoint', language), there);
  list.classList.toggle('long', here.length + there.length > ONE_LINE);
  const some = (numbers: Iterable<number>) => {
    const all = [...numbers];
    const shown = all.slice(0, MOST_CLASSES).map((x) => formatNumber(x, SHORT_DIGITS));
    return all.length > MOST_CLASSES ? `${shown.join(', ')}, …` : shown.join(', ');
  };
  add(text(experiment.link === 'identity' ? 'outputs' : 'logits', language), some(logits));
  if (probabilities) add(`${experiment.link} p`, some(probabilities));
  const { length } = experiment.samples;
  if (length > 1) {
    list.lastElementChild?.append(element('small', {}, text('sampleOf', language, { n: length })));
  }
  return element('section', { class: 'point', 'aria-label': text('probeTitle', language) }, list);
}

function lossView(
  { experiment, here, nearest }: ProbeReading,
  panel: 0 | 1,
  gpu: PointValues | undefined,
  hidesSlopes: boolean,
  language: Language,
): HTMLElement {
  const loss = experiment.losses[panel];
  const names = axisNames(experiment);
  const truth = nearest.truth[panel];
  const scale = nearest.scale[panel];
  const head = [text('atPoint', language), text(gpu ? 'atGridGpu' : 'atGridCpu', language)];
  if (gpu) head.push(text('ulpOff', language));
  const table = element(
    'table',
    {},
    element('tr', {}, element('td'), ...head.map((name) => element('th', { scope: 'col' }, name))),
  );
  const rows = [
    ['L', 'value'],
    [`∂L/∂${names.u}`, 'du'],
    [`∂L/∂${names.v}`, 'dv'],
  ] as const;
  const hidden = [text('covered', language), ...head.slice(1).map(() => '')];
  for (const [name, field] of rows) {
    if (hidesSlopes && field !== 'value') {
      table.append(tableRow(name, hidden));
      continue;
    }
    const cells = [
      formatNumber(here[panel][field], F64_DIGITS),
      formatNumber((gpu ?? truth)[field], F32_DIGITS),
    ];
    if (gpu) cells.push(ulpText(ulpError(gpu[field], truth[field], scale[field]), language));
    table.append(tableRow(name, cells));
  }
  const gpuNorm = gpu ? Math.hypot(gpu.du, gpu.dv) : truth.norm;
  const norms = [formatNumber(here[panel].norm, F64_DIGITS), formatNumber(gpuNorm, F32_DIGITS)];
  table.append(tableRow('|∇L|', hidesSlopes ? hidden : gpu ? [...norms, ''] : norms));
  const title = element('h3', {}, lossName(loss, experiment, language));
  return element('section', { class: 'loss', 'data-panel': String(panel) }, title, table);
}

function tableRow(name: string, cells: readonly string[]): HTMLElement {
  return element(
    'tr',
    {},
    element('th', { scope: 'row' }, name),
    ...cells.map((cell) => element('td', {}, cell)),
  );
}

function ulpText(error: number, language: Language): string {
  if (Number.isNaN(error)) return '–';
  return text('ulp', language, { n: formatNumber(error, 2) });
}
