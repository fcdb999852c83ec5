/** Saves what the page shows: the figure as PNG, the fields as CSV or NPZ, the experiment as JSON. Loaded when first asked for. */
import { CsvSink } from '../core/csv.ts';
import type { Race } from '../core/descent-race.ts';
import { eventsHandled } from '../core/events-handled.ts';
import type { Experiment } from '../core/experiment.ts';
import type { FieldArray, NamedArrays } from '../core/fields.ts';
import { gridOf } from '../core/grid.ts';
import { bytesOf, NpzArchive } from '../core/npz.ts';
import type { Progress } from '../core/progress.ts';
import { fieldsToDraw, type Quantity } from '../core/quantity.ts';
import { columnNumbers, columnsOf } from '../core/quantity-columns.ts';
import { LIGHT_THEME, type Theme } from '../render/theme.ts';
import { type Backends, keysOf } from './backends.ts';
import { fileName, save, saveExperiment } from './experiment-files.ts';
import { drawingSettings, renderFigure } from './figure-image.ts';
import type { FigureMarks } from './figure-marks.ts';
import { lossName } from './names.ts';
import { pictureNumbers } from './picture-numbers.ts';
import type { Prediction } from './prediction.ts';
import { experimentTitle } from './preset-menu.ts';
import type { State } from './state.ts';
import { text } from './texts.ts';

export type ExportKind = 'png-1' | 'png-2' | 'png-4' | 'csv' | 'npz' | 'json';

export interface ExportHost {
  readonly state: { peek(): State };
  /** The state's experiment at the resolution that is drawn. */
  readonly experiment: { peek(): Experiment };
  /** What heatmap and contours show. */
  readonly quantity: { peek(): Quantity };
  readonly theme: { peek(): Theme };
  readonly backends: Backends;
  readonly descents: { peek(): FigureMarks['descents'] };
  readonly race: { peek(): Race | undefined };
  readonly playback: { readonly step: { peek(): number | undefined } };
  readonly pins: { peek(): NonNullable<FigureMarks['pins']> };
  /** What is hidden on the page is in no file. */
  readonly prediction: Prediction;
}

/** Of a figure at 1x, px: labels are as large as on the page. */
const FIGURE_SIZE = { width: 920, height: 460 } as const;

/** Numbers of fields that a page can hold, and put into a file, beside its pictures. */
const MOST_NUMBERS = 2 ** 24;

/** Of an export of fields, the evaluation; the rest is writing them down. */
const EVALUATION_SHARE = 0.5;

/** Numbers that are put into an archive before the page may do something else. */
const CHUNK_NUMBERS = 2 ** 18;

/**
 * @param progress the share that is done; what is aborted saves nothing
 * @throws Error with a sentence in the page's language for what is too large, or as the evaluators do
 */
export async function saveExport(kind: ExportKind, host: ExportHost, progress: Progress): Promise<void> {
  const state = host.state.peek();
  if (kind === 'json') saveExperiment(state);
  else if (kind === 'csv' || kind === 'npz') await saveFields(kind, host, state, progress);
  else await saveFigure(Number(kind.slice('png-'.length)), host, state, progress);
}

async function saveFigure(times: number, host: ExportHost, state: State, progress: Progress): Promise<void> {
  const experiment = host.experiment.peek();
  const { covered, hidesArrows, hidesSlopes } = host.prediction;
  const race = hidesSlopes.peek() ? undefined : host.race.peek();
  const settings = drawingSettings(state);
  const options = {
    width: times * FIGURE_SIZE.width,
    height: times * FIGURE_SIZE.height,
    title: experimentTitle(state),
    theme: host.theme.peek() === LIGHT_THEME ? 'light' : 'dark',
    language: state.language,
    settings: hidesArrows.peek() ? { ...settings, arrows: false, streamlines: false } : settings,
    backend: state.backend,
    ...progress,
  } as const;
  const marks = {
    descents: host.descents.peek(),
    race: { starts: state.starts, race, upTo: host.playback.step.peek() },
    pins: host.pins.peek(),
    covered: covered.peek(),
  };
  const bytes = await renderFigure(host.backends, experiment, options, marks);
  progress.signal?.throwIfAborted();
  const suffix = times === 1 ? '' : `-${times}x`;
  save(`${fileName(experiment.name)}${suffix}.png`, new Blob([bytes], { type: 'image/png' }));
}

/** The fields that the plots are drawn from, on their grid, and what the heatmap shows where that is none of them. */
async function saveFields(
  kind: 'csv' | 'npz',
  host: ExportHost,
  state: State,
  { signal, onProgress }: Progress,
): Promise<void> {
  const experiment = host.experiment.peek();
  const covered = host.prediction.covered.peek();
  if (covered !== undefined) {
    const loss = lossName(experiment.losses[covered], experiment, state.language);
    throw new Error(text('exportCovered', state.language, { loss }));
  }
  const quantity = host.quantity.peek();
  const keys = keysOf(experiment, fieldsToDraw(quantity));
  const columns = columnsOf(quantity, experiment);
  const [width, height] = experiment.resolution;
  const n = keys.length + columns.length;
  if (n * width * height > MOST_NUMBERS) {
    const w = width.toLocaleString(state.language);
    const h = height.toLocaleString(state.language);
    throw new Error(text('exportTooLarge', state.language, { n, w, h }));
  }
  const how = { backend: state.backend, rule: state };
  const { fields, surfaces } = await pictureNumbers(host.backends, experiment, quantity, how, {
    signal,
    onProgress: (done) => onProgress?.(EVALUATION_SHARE * done),
  });
  const pause = async (done: number) => {
    onProgress?.(EVALUATION_SHARE + (1 - EVALUATION_SHARE) * done);
    await eventsHandled();
    signal?.throwIfAborted();
  };
  const named: Record<string, FieldArray> = {};
  for (const key of keys) named[key] = fields[key]!;
  for (const { name, panel } of columns) {
    const { painted, value } = surfaces[panel];
    named[name] = columnNumbers(quantity, painted, value);
  }
  const parts =
    kind === 'csv' ? await csvParts(experiment, named, pause) : await npzParts(experiment, named, pause);
  const type = kind === 'csv' ? 'text/csv' : 'application/zip';
  save(`${fileName(experiment.name)}.${kind}`, new Blob(parts, { type }));
}

/** Lets the page draw and listen, with the share that is written; throws when nothing is to be saved any more. */
type Pause = (done: number) => Promise<void>;

async function csvParts(experiment: Experiment, named: NamedArrays, pause: Pause): Promise<BlobPart[]> {
  const [width, height] = experiment.resolution;
  const parts: string[] = [];
  let lines = 0;
  const csv = new CsvSink(experiment, Object.keys(named), {
    async write(text) {
      parts.push(text);
      lines += text.split('\n').length - 1;
      await pause(Math.min(1, lines / (width * height)));
    },
    finish: async () => {},
  });
  await csv.begin();
  await csv.write([0, height], named);
  await csv.finish();
  return parts;
}

async function npzParts(
  experiment: Experiment,
  named: Readonly<Record<string, FieldArray>>,
  pause: Pause,
): Promise<BlobPart[]> {
  const parts: BlobPart[] = [];
  let written = 0;
  const archive = new NpzArchive(gridOf(experiment), async (chunk) => {
    parts.push(chunk as Uint8Array<ArrayBuffer>);
    await pause(written / Object.keys(named).length);
  });
  await archive.addAxes();
  for (const [name, numbers] of Object.entries(named)) {
    await archive.addField(name, numbers instanceof Float32Array ? 4 : 8, chunksOf(numbers));
    written += 1;
  }
  await archive.end();
  return parts;
}

function* chunksOf(numbers: FieldArray): Generator<Uint8Array> {
  for (let at = 0; at < numbers.length; at += CHUNK_NUMBERS) {
    yield bytesOf(numbers.subarray(at, at + CHUNK_NUMBERS));
  }
}
