/** The experiment that a command works on: a preset or a file, with single values changed before it is validated. */
import { createReadStream } from 'node:fs';
import { presetTitle } from '../app/preset-texts.ts';
import { CAPS, type Experiment } from '../core/experiment.ts';
import { describe, ExperimentError } from '../core/experiment-error.ts';
import { parseJson } from '../core/json-text.ts';
import { decodeNumber } from '../core/number-text.ts';
import { presetByName } from '../core/presets/index.ts';
import { resolveParameters } from '../core/presets/preset.ts';
import { setPath } from '../core/set-path.ts';
import { parseExperiment } from '../core/validate.ts';
import { UsageError } from './exit.ts';
import type { OptionSpecs, Options } from './options.ts';
import { systemMessage } from './system-message.ts';

/** The usage of `EXPERIMENT_OPTIONS`. */
export const EXPERIMENT_USAGE = '(--preset NAME [--param N=V]... | --experiment FILE) [--set PATH=JSON]...';

export const PARAM_OPTION = {
  param: { value: 'N=V', help: 'a parameter of the preset', repeats: true },
} satisfies OptionSpecs;

export const EXPERIMENT_OPTIONS = {
  preset: { value: 'NAME', help: 'an experiment that ships with the program; `presets` lists them' },
  ...PARAM_OPTION,
  experiment: { value: 'FILE', help: 'an experiment file (JSON)' },
  set: {
    value: 'PATH=JSON',
    help: 'one value of the experiment, changed before it is validated: resolution=[101,101]',
    repeats: true,
  },
} satisfies OptionSpecs;

/** @throws UsageError, ExperimentError */
export async function readExperiment(options: Options): Promise<Experiment> {
  let input = await readSource(options);
  for (const text of options.all('set')) {
    const [path, json] = splitAssignment(text, 'set', 'PATH=JSON');
    input = setPath(input, path, parseSetValue(path, json));
  }
  return parseExperiment(input);
}

/** What a figure of it is called: the preset's title with the values of its parameters; undefined for a file's. */
export function readTitle(options: Options): string | undefined {
  const name = options.one('preset');
  if (name === undefined) return undefined;
  return presetTitle(name, resolveParameters(presetByName(name), readParams(options)), 'en');
}

/** `--param` values by name, numbers as numbers. */
export function readParams(options: Options): Readonly<Record<string, unknown>> {
  const params = new Map<string, unknown>();
  for (const text of options.all('param')) {
    const [name, value] = splitAssignment(text, 'param', 'NAME=VALUE');
    if (params.has(name)) throw new UsageError(`--param ${name}: given twice`);
    params.set(name, decodeNumber(value));
  }
  // `fromEntries` makes own properties of any name, `__proto__` too, for the preset to refuse.
  return Object.fromEntries(params);
}

/** The experiment before `--set` and validation. */
async function readSource(options: Options): Promise<unknown> {
  const preset = options.one('preset');
  const file = options.one('experiment');
  if (preset !== undefined && file !== undefined) {
    throw new UsageError('--preset and --experiment: expected one of them, found both');
  }
  if (preset !== undefined) return presetByName(preset).experiment(readParams(options));
  if (file === undefined) throw new UsageError('expected --preset NAME or --experiment FILE, found neither');
  if (options.has('param')) throw new UsageError('--param: expected a --preset to go with it, found none');
  return parseJson(await readText(file), CAPS.fileBytes);
}

function splitAssignment(text: string, option: string, form: string): [left: string, right: string] {
  const at = text.indexOf('=');
  if (at < 1) throw new UsageError(`--${option}: expected ${form}, found ${describe(text)}`);
  return [text.slice(0, at), text.slice(at + 1)];
}

function parseSetValue(path: string, json: string): unknown {
  try {
    return parseJson(json, CAPS.fileBytes);
  } catch (error) {
    if (!(error instanceof ExperimentError)) throw error;
    throw new UsageError(
      `--set ${path}: expected JSON (text in double quotes), found ${describe(json)}: ${error.found}`,
    );
  }
}

/** The text of a file or pipe, read no further than an experiment file may reach. */
async function readText(file: string): Promise<string> {
  const bytes = await readBytes(file);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new ExperimentError('', 'text in UTF-8', 'other bytes');
  }
}

async function readBytes(file: string): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    // Leaving the loop closes the file.
    for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > CAPS.fileBytes) break;
      chunks.push(chunk);
    }
  } catch (error) {
    throw new UsageError(`--experiment ${describe(file)}: ${systemMessage(error)}`);
  }
  if (size > CAPS.fileBytes) {
    throw new ExperimentError('', `a file of at most ${CAPS.fileBytes / 2 ** 20} MiB`, 'a larger one');
  }
  return Buffer.concat(chunks);
}
