/**
 * The state as the URL's fragment, in readable keys:
 * `#version=1&preset=three-class-extreme&p.target=0&...&losses=cross-entropy,mse&u=-10,10&v=-10,10&grid=auto&...`
 */
import type { Experiment } from '../core/experiment.ts';
import { describe, ExperimentError, propertyPath } from '../core/experiment-error.ts';
import { parseJson } from '../core/json-text.ts';
import { decodeNumber } from '../core/number-text.ts';
import { PRESETS } from '../core/presets/index.ts';
import { SETTING_NAMES, SETTINGS } from './settings.ts';
import { applyPartial, initialState, STATE_VERSION, type State } from './state.ts';

/** Browsers keep links of about two million characters; an experiment beyond this has to travel as a file. */
const LONGEST_FRAGMENT = 1_000_000;

/** Of a link that is opened: whoever passed it on may have escaped more than this page does. */
const LONGEST_READ = 2 * LONGEST_FRAGMENT;

const PARAM = 'p.';
const PLAIN_KEYS = ['version', 'preset', 'experiment', 'losses', 'u', 'v', 'grid'];

/** The fragment of `state`, without '#'; undefined where it would be longer than links may be. */
export function encodeState(state: State): string | undefined {
  if (state.preset === null && areTooLong(state.experiment.samples)) return undefined;
  const { u, v } = state.window;
  const entries: [string, string][] = [['version', String(STATE_VERSION)]];
  if (state.preset === null) entries.push(['experiment', JSON.stringify(state.experiment)]);
  else {
    entries.push(['preset', state.preset]);
    for (const [name, value] of Object.entries(state.params)) entries.push([PARAM + name, String(value)]);
  }
  entries.push(['losses', state.losses.join()], ['u', u.join()], ['v', v.join()]);
  entries.push(['grid', state.grid === 'auto' ? 'auto' : state.grid.join('x')]);
  for (const name of SETTING_NAMES) entries.push([SETTINGS[name].key, encodeSetting(state, name)]);
  const fragment = entries.map(([key, value]) => `${key}=${escapeValue(value)}`).join('&');
  return fragment.length <= LONGEST_FRAGMENT ? fragment : undefined;
}

/** Asked after every change, of the same samples. */
const knownTooLong = new WeakMap<Experiment['samples'], boolean>();

/** Whether samples alone make a longer fragment than links may be; looks at no more of them than that takes. */
function areTooLong(samples: Experiment['samples']): boolean {
  const known = knownTooLong.get(samples);
  if (known !== undefined) return known;
  let length = 0;
  for (const sample of samples) {
    length += escapeValue(JSON.stringify(sample)).length;
    if (length > LONGEST_FRAGMENT) break;
  }
  const tooLong = length > LONGEST_FRAGMENT;
  knownTooLong.set(samples, tooLong);
  return tooLong;
}

function encodeSetting<Name extends keyof typeof SETTINGS>(state: State, name: Name): string {
  return (SETTINGS[name].encode as (value: unknown) => string)(state[name]);
}

/** Escapes what a fragment cannot hold and keeps the commas and colons that make it readable. */
function escapeValue(value: string): string {
  return encodeURIComponent(value).replaceAll('%2C', ',').replaceAll('%3A', ':');
}

/**
 * The state that a fragment stands for; what it leaves out is as on a first visit. An empty fragment is the initial
 * state.
 * @param fragment without '#'
 * @throws ExperimentError with the path of the first bad entry
 */
export function decodeState(fragment: string, initial: State = initialState()): State {
  if (fragment === '') return initial;
  if (fragment.length > LONGEST_READ) {
    throw new ExperimentError('link', `at most ${LONGEST_READ} characters`, String(fragment.length));
  }
  const entries = readEntries(fragment);
  const version = entries.get('version');
  if (version !== String(STATE_VERSION)) {
    throw new ExperimentError(
      'version',
      `${STATE_VERSION} (the version of this page's links)`,
      describe(version),
    );
  }
  const partial: Record<string, unknown> = {};
  // Without a prototype, so that `p.__proto__` is a parameter like any other, and refused like any other.
  const params: Record<string, unknown> = Object.create(null);
  const numericParams = new Set(
    PRESETS.flatMap((preset) =>
      preset.parameters.filter(({ kind }) => kind !== 'choice').map(({ name }) => name),
    ),
  );
  for (const [key, text] of entries) {
    const setting = SETTING_NAMES.find((name) => SETTINGS[name].key === key);
    if (setting) partial[setting] = SETTINGS[setting].decode(text);
    else if (key.startsWith(PARAM)) {
      const name = key.slice(PARAM.length);
      params[name] = numericParams.has(name) ? decodeNumber(text) : text;
    } else if (PLAIN_KEYS.includes(key)) decodePlain(partial, key, text);
    else
      throw new ExperimentError(
        propertyPath('', key),
        `no such entry (the entries are ${allKeys().join(', ')})`,
        describe(text),
      );
  }
  if (Object.keys(params).length > 0) partial.params = params;
  const u = entries.get('u');
  const v = entries.get('v');
  if (u !== undefined || v !== undefined) {
    // The other axis is as the link's own preset or experiment has it.
    const own = u === undefined || v === undefined ? applyPartial(initial, partial).window : undefined;
    partial.window = {
      u: u === undefined ? own?.u : decodeNumbers(u, ','),
      v: v === undefined ? own?.v : decodeNumbers(v, ','),
    };
  }
  return applyPartial(initial, partial);
}

function decodePlain(partial: Record<string, unknown>, key: string, text: string): void {
  if (key === 'preset') partial.preset = text;
  if (key === 'losses') partial.losses = text.split(',');
  if (key === 'grid') partial.grid = text === 'auto' ? text : decodeNumbers(text, 'x');
  if (key === 'experiment') partial.experiment = parseJson(text, LONGEST_FRAGMENT);
}

function decodeNumbers(text: string, separator: string): unknown[] {
  return text.split(separator).map(decodeNumber);
}

function readEntries(fragment: string): Map<string, string> {
  const entries = new Map<string, string>();
  for (const part of fragment.split('&')) {
    const equals = part.indexOf('=');
    const key = equals < 0 ? part : part.slice(0, equals);
    if (entries.has(key)) throw new ExperimentError(propertyPath('', key), 'one such entry', 'two');
    try {
      entries.set(key, decodeURIComponent(equals < 0 ? '' : part.slice(equals + 1)));
    } catch {
      const expected = 'percent signs followed by two hexadecimal digits';
      throw new ExperimentError(propertyPath('', key), expected, describe(part));
    }
  }
  return entries;
}

function allKeys(): string[] {
  return [...PLAIN_KEYS, `${PARAM}NAME`, ...SETTING_NAMES.map((name) => SETTINGS[name].key)];
}
