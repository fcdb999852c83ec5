/** `logitscape verify`: WebGPU against the f64 evaluator over the whole grid. */

import { formatPoint } from '../app/names.ts';
import type { Experiment } from '../core/experiment.ts';
import type { FieldKey } from '../core/fields.ts';
import { readableJson } from '../core/readable-json.ts';
import { kernelHasField } from '../gpu/kernels.ts';
import { type Answer, BrowserPage, UNSEEN } from './browser-page.ts';
import type { Command } from './command.ts';
import { EXIT } from './exit.ts';
import { EXPERIMENT_OPTIONS, EXPERIMENT_USAGE, readExperiment } from './experiment-input.ts';
import { FIELDS_OPTION, readFieldKeys } from './fields-option.ts';
import { progressBar } from './progress-bar.ts';
import type { Run } from './run.ts';
import { print } from './stdout.ts';
import { asciiMinus, plainNumber, textTable } from './text-table.ts';

/** A number as JSON has it: `"inf"` for infinity, null for what is undefined. */
type JsonNumber = number | 'inf' | '-inf' | null;

interface FieldVerdict {
  /** In ULP of f32, like the tolerance. */
  readonly maxError: JsonNumber;
  /** Null where nothing was compared. */
  readonly at: readonly [u: number, v: number] | null;
  readonly tolerance: number;
  readonly falseZeros: number;
  readonly wrongSigns: number;
  readonly undefinedMismatches: number;
  readonly ok: boolean;
}

/** As the page has it: with the number of points that were judged. */
interface CountedVerdict extends FieldVerdict {
  readonly compared: number;
}

interface Verdict {
  readonly ok: boolean;
  /** Null where no field runs on one. */
  readonly adapter: string | null;
  readonly points: number;
  readonly fields: Readonly<Record<string, CountedVerdict>>;
  readonly skipped: readonly string[];
}

export const verify: Command = {
  name: 'verify',
  summary: 'Compares WebGPU with f64 at every point; exit code 1 outside tolerance',
  usage: `${EXPERIMENT_USAGE}\n[--backend webgpu|auto] [--fields LIST] [--json]`,
  options: {
    ...EXPERIMENT_OPTIONS,
    backend: { value: 'webgpu|auto', help: 'what is compared with f64: WebGPU either way' },
    ...FIELDS_OPTION,
    json: { help: 'the verdict as JSON' },
  },
  mostPositionals: 0,
  notes:
    'Errors and tolerances are in units in the last place (ULP) of f32. A field that runs on the CPU only is skipped.',
  async run(options, run) {
    // There is nothing to choose, but who asks for another is to know.
    options.choice('backend', ['webgpu', 'auto']);
    const experiment = await readExperiment(options);
    const keys = readFieldKeys(options, experiment);
    const onCpuOnly = !keys.some((key) => kernelHasField(experiment, key));
    const verdict = onCpuOnly ? nothingToVerify(experiment, keys) : await askPage(experiment, keys, run);
    print(options.has('json') ? verdictJson(verdict) : verdictText(verdict, experiment));
    return verdict.ok ? EXIT.done : EXIT.failed;
  },
};

/** The verdict where no field has a kernel: it takes no browser to know. */
function nothingToVerify({ resolution }: Experiment, keys: readonly FieldKey[]): Verdict {
  return { ok: true, adapter: null, points: resolution[0] * resolution[1], fields: {}, skipped: keys };
}

async function askPage(experiment: Experiment, keys: readonly FieldKey[], run: Run): Promise<Verdict> {
  const page = await BrowserPage.open(experiment, run, UNSEEN);
  const progress = progressBar('verifying', run);
  const verdict = JSON.parse(await page.ask(verdictOf, keys, progress.update)) as Verdict;
  progress.stop();
  return verdict;
}

/** Runs in the page. The verdict comes as text: the debugging protocol would make null of infinity. */
async function verdictOf(experiment: Experiment, fields: readonly FieldKey[]): Promise<Answer<string>> {
  try {
    const verdict = await window.logitscape.verify(experiment, {
      fields,
      onProgress: (done) => void window.logitscapeProgress(done),
    });
    const value = JSON.stringify(verdict, (_key, x: unknown) => {
      if (x === Number.POSITIVE_INFINITY) return 'inf';
      return x === Number.NEGATIVE_INFINITY ? '-inf' : x;
    });
    return { value };
  } catch (error) {
    const { name, message } = error as Error;
    return { error: { name, message } };
  }
}

function verdictJson(verdict: Verdict): string {
  const withoutCount = ({ compared: _, ...field }: CountedVerdict): FieldVerdict => field;
  const fields = Object.entries(verdict.fields).map(([key, field]) => [key, withoutCount(field)]);
  return readableJson({ ...verdict, fields: Object.fromEntries(fields) });
}

function verdictText({ ok, adapter, points, fields, skipped }: Verdict, { window }: Experiment): string {
  const header = [
    'field',
    'compared',
    'worst (ULP)',
    'tolerance',
    'at (u, v)',
    'false zeros',
    'wrong signs',
    'undefined',
    '',
  ];
  const rows = Object.entries(fields).map(([key, field]) => [
    key,
    String(field.compared),
    field.at ? errorText(field.maxError) : '',
    String(field.tolerance),
    field.at ? asciiMinus(`(${formatPoint(window, field.at).join(', ')})`) : '',
    String(field.falseZeros),
    String(field.wrongSigns),
    String(field.undefinedMismatches),
    field.at ? (field.ok ? 'ok' : 'OUTSIDE') : 'nothing to compare',
  ]);
  const skippedRows = skipped.map((key) => [key, '', '', '', '', '', '', '', 'skipped: CPU only']);
  const nothing = Object.values(fields).every(({ at }) => at === null);
  const within = ok ? 'Every field is within its tolerance.' : 'Not every field is within its tolerance.';
  return [
    `WebGPU${adapter === null ? '' : ` (${adapter})`} against f64, ${points} points`,
    '',
    ...textTable(
      [header, ...rows, ...skippedRows],
      ['left', 'right', 'right', 'right', 'left', 'right', 'right', 'right', 'left'],
    ),
    '',
    nothing ? 'Nothing was compared.' : within,
  ].join('\n');
}

function errorText(error: JsonNumber): string {
  return typeof error === 'number' ? plainNumber(error, 3) : String(error);
}
