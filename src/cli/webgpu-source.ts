/** Fields from WebGPU: the page evaluates bands of rows and posts their bytes. */
import type { Experiment } from '../core/experiment.ts';
import type { BandFields, FieldKey } from '../core/fields.ts';
import type { Rows } from '../core/grid.ts';
import type { Answer, BrowserPage } from './browser-page.ts';

/** Grid points that the page evaluates at a time: bounds the memory of both sides. */
const BAND_POINTS = 1 << 20;

interface Asked {
  /** Another experiment than the page's own; a small one, as it goes with the question. */
  readonly other?: Experiment;
  readonly rows: Rows;
  readonly keys: readonly FieldKey[];
  /** Where to post the numbers: field after field in the order of `keys`, row after row. */
  readonly address: string;
}

/**
 * Why WebGPU cannot evaluate `keys` of the page's experiment.
 * @throws NoWebGpuError that says so
 */
export async function requireWebGpu(page: BrowserPage, keys: readonly FieldKey[]): Promise<void> {
  await page.ask(async (experiment, fields: readonly FieldKey[]): Promise<Answer<null>> => {
    try {
      await window.logitscape.evaluate(experiment, { backend: 'webgpu', fields, rows: [0, 1] });
      return { value: null };
    } catch (error) {
      const { name, message } = error as Error;
      return { error: { name, message } };
    }
  }, keys);
}

/** Evaluates the grid of `experiment`, which `page` holds, and hands its bands to `onBand` in order. */
export async function webGpuBands(
  page: BrowserPage,
  experiment: Experiment,
  keys: readonly FieldKey[],
  onBand: (rows: Rows, fields: BandFields) => void | Promise<void>,
  onProgress: (done: number) => void,
): Promise<void> {
  const [width, height] = experiment.resolution;
  const bandHeight = Math.max(1, Math.floor(BAND_POINTS / width));
  const request = (j0: number) => {
    const rows: Rows = [j0, Math.min(height, j0 + bandHeight)];
    const band = requestBand(page, width, { rows, keys }, (done) =>
      onProgress((j0 + done * (rows[1] - j0)) / height),
    );
    // Whoever awaits it hears of a failure; until then it is no unhandled one.
    band.catch(() => undefined);
    return { rows, band };
  };
  let next = request(0);
  for (;;) {
    const { rows, band } = next;
    const fields = await band;
    const done = rows[1] === height;
    // While this band is written the page computes the next.
    if (!done) next = request(rows[1]);
    await onBand(rows, fields);
    if (done) return;
  }
}

/** All fields of a small experiment, whatever experiment `page` holds. */
export function webGpuFields(
  page: BrowserPage,
  experiment: Experiment,
  keys: readonly FieldKey[],
): Promise<BandFields> {
  const [width, height] = experiment.resolution;
  return requestBand(page, width, { other: experiment, rows: [0, height], keys });
}

async function requestBand(
  page: BrowserPage,
  width: number,
  what: Omit<Asked, 'address'>,
  onProgress?: (done: number) => void,
): Promise<BandFields> {
  const { rows, keys } = what;
  const { address, bytes } = page.server.expect(`rows-${rows[0]}`);
  const asked: Asked = { ...what, address };
  await page.ask(postRows, asked, onProgress);
  const buffer = await bytes;
  const points = (rows[1] - rows[0]) * width;
  return Object.fromEntries(keys.map((key, n) => [key, new Float32Array(buffer, 4 * n * points, points)]));
}

/** Runs in the page. */
async function postRows(
  experiment: Experiment,
  { other, rows, keys, address }: Asked,
): Promise<Answer<null>> {
  try {
    const { fields } = await window.logitscape.evaluate(other ?? experiment, {
      backend: 'webgpu',
      fields: keys,
      rows,
      onProgress: (done) => void window.logitscapeProgress(done),
    });
    const body = new Blob(keys.map((key) => fields[key] as Float32Array<ArrayBuffer>));
    const { ok, status } = await fetch(address, { method: 'POST', body });
    if (!ok) throw new Error(`posting rows: status ${status}`);
    return { value: null };
  } catch (error) {
    const { name, message } = error as Error;
    return { error: { name, message } };
  }
}
