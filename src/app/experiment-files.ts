/** Experiments and samples from files and into files. Files are data: read as text, validated, never run. */
import { CAPS } from '../core/experiment.ts';
import { readableJson } from '../core/readable-json.ts';
import { withCsvSamples } from '../core/refit.ts';
import { encodeSamples } from '../core/samples-csv.ts';
import { parseExperimentText } from '../core/validate.ts';
import { element } from './dom.ts';
import { refusalText } from './refusals.ts';
import { samplesText } from './samples-texts.ts';
import type { State } from './state.ts';

/** What a file chooser offers. */
export const FILE_TYPES = '.json,.csv,.tsv,application/json,text/csv';

const KINDS: readonly { readonly kind: 'json' | 'csv'; readonly pattern: RegExp }[] = [
  { kind: 'json', pattern: /\.json$|^application\/json$/i },
  { kind: 'csv', pattern: /\.(csv|tsv)$|^text\/csv$/i },
];

/** Browsers may read the address until the file is written. */
const REVOKE_MS = 60_000;

export interface ReadFile {
  readonly partial: object;
  /** What the page chose that the file does not say, as a sentence in the page's language. */
  readonly note: string | undefined;
}

/**
 * The partial state that a file stands for: its experiment, or the shown one with its samples.
 * @throws Error with a sentence in the page's language
 */
export async function readFiles(files: readonly File[], state: State): Promise<ReadFile> {
  const { language } = state;
  const [file] = files;
  if (!file || files.length > 1) throw new Error(samplesText('severalFiles', language));
  const kind = KINDS.find(({ pattern }) => pattern.test(file.name) || pattern.test(file.type))?.kind;
  if (!kind) throw new Error(samplesText('wrongType', language, { file: file.name }));
  if (file.size > CAPS.fileBytes) throw new Error(samplesText('largeFile', language, { file: file.name }));
  let text: string;
  try {
    text = await file.text();
  } catch {
    throw new Error(samplesText('unreadable', language, { file: file.name }));
  }
  try {
    if (kind === 'json') return { partial: { experiment: parseExperimentText(text) }, note: undefined };
    const name = file.name.replace(/\.[^.]*$/, '');
    const { experiment, refused } = withCsvSamples(state.experiment, text);
    const note =
      refused &&
      samplesText('otherLink', language, {
        file: file.name,
        link: samplesText(experiment.link, language),
        refused: samplesText(refused.link, language),
        message: refusalText(refused.error, language).replace(/。$/, ''),
      });
    return { partial: { experiment: { ...experiment, name }, grid: state.grid }, note };
  } catch (error) {
    const message = refusalText(error, language);
    throw new Error(samplesText('refusedFile', language, { file: file.name, message }));
  }
}

/**
 * The partial state that pasted text stands for: an experiment file's content.
 * @throws Error with a sentence in the page's language
 */
export function readPastedText(text: string, { language }: State): ReadFile {
  try {
    return { partial: { experiment: parseExperimentText(text) }, note: undefined };
  } catch (error) {
    const message = refusalText(error, language);
    throw new Error(samplesText('refusedPaste', language, { message }));
  }
}

/** Saves the experiment as an experiment file, which opens to the same experiment. */
export function saveExperiment({ experiment }: State): void {
  const type = 'application/json';
  save(`${fileName(experiment.name)}.json`, new Blob([`${readableJson(experiment)}\n`], { type }));
}

/** Saves the samples as CSV. */
export function saveSamples({ experiment }: State): void {
  save(`${fileName(experiment.name)}.csv`, new Blob([encodeSamples(experiment)], { type: 'text/csv' }));
}

/** A name that every file system takes. */
export function fileName(name: string): string {
  const plain = name
    .trim()
    .replace(/[^\p{L}\p{N}._-]+/gu, '-')
    .replace(/^[-.]+|[-.]+$/g, '');
  return plain.slice(0, 80) || 'experiment';
}

/** Lets the browser save a file. */
export function save(name: string, content: Blob): void {
  const url = URL.createObjectURL(content);
  element('a', { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), REVOKE_MS);
}
