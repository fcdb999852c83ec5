/**
 * The page's whole state, and how a partial one is applied to it: checked as a whole, refused as a whole.
 *
 * The experiment comes from a preset with parameters, or from outside; losses, window and grid are on top of it.
 */
import { CAPS, type Experiment, type PlaneWindow } from '../core/experiment.ts';
import { describe, ExperimentError } from '../core/experiment-error.ts';
import { PRESETS, presetByName } from '../core/presets/index.ts';
import { type ParameterValues, resolveParameters } from '../core/presets/preset.ts';
import {
  integerSchema,
  type Properties,
  readArray,
  readProperties,
  readValue,
  refuseUnknownKeys,
} from '../core/readers.ts';
import { parseExperiment, readWindow } from '../core/validate.ts';
import { initialSettings, SETTING_NAMES, SETTINGS, type Settings } from './settings.ts';

export const STATE_VERSION = 1;

/** Points per side; `auto` lets the page choose by what computes them. */
export type GridChoice = 'auto' | readonly [width: number, height: number];

/** The state: serialisable, and the same page when given back to `set`. */
export interface State extends Settings {
  readonly version: typeof STATE_VERSION;
  /** Name of the preset, or null for an experiment from outside. */
  readonly preset: string | null;
  /** The preset's parameters; empty without a preset. */
  readonly params: ParameterValues;
  /** The experiment that is shown, losses, window and resolution included. */
  readonly experiment: Experiment;
  readonly losses: Experiment['losses'];
  readonly window: PlaneWindow;
  readonly grid: GridChoice;
}

const SOURCE_KEYS = ['version', 'preset', 'params', 'experiment', 'losses', 'window', 'grid'] as const;
const STATE_KEYS: readonly string[] = [...SOURCE_KEYS, ...SETTING_NAMES];

export function initialState(): State {
  const preset = PRESETS[0]!;
  const experiment = preset.experiment();
  return {
    version: STATE_VERSION,
    preset: preset.name,
    params: resolveParameters(preset, {}),
    experiment,
    losses: experiment.losses,
    window: experiment.window,
    grid: 'auto',
    ...initialSettings(),
  };
}

/**
 * `state` with the properties of `partial` in place of its own. Naming a preset or giving an experiment brings its
 * losses and window along, a preset its colour scale too, unless they are given, and another preset, whose plane is
 * another, no starts of descents; `params` alone keeps what is on top of the preset.
 * @throws ExperimentError with the path of the first bad field; `state` is never changed
 */
export function applyPartial(state: State, partial: unknown): State {
  const given = readProperties(partial, '');
  if (given.version !== undefined && given.version !== STATE_VERSION) {
    throw new ExperimentError(
      'version',
      `${STATE_VERSION} (the version of the page's state)`,
      describe(given.version),
    );
  }
  refuseUnknownKeys(given, '', STATE_KEYS);
  const numbers = SOURCE_KEYS.some((key) => given[key] !== undefined) ? applySource(state, given) : {};
  const scale = typeof given.preset === 'string' ? { scale: presetByName(given.preset).scale } : {};
  const starts = typeof given.preset === 'string' && given.preset !== state.preset ? { starts: [] } : {};
  return { ...state, ...numbers, ...scale, ...starts, ...readSettings(given) };
}

function readSettings(given: Properties): Partial<Settings> {
  return Object.fromEntries(
    SETTING_NAMES.filter((name) => given[name] !== undefined).map((name) => [
      name,
      readValue<unknown>(SETTINGS[name].schema, given[name], name),
    ]),
  );
}

type Source = Pick<State, 'preset' | 'params' | 'experiment' | 'losses' | 'window' | 'grid'>;

function applySource(state: State, given: Properties): Source {
  const source = readSource(state, given);
  const grid = given.grid === undefined ? source.grid : readGrid(given.grid);
  const resolution = grid === 'auto' ? source.experiment.resolution : grid;
  // Samples may be many, and a window that is dragged changes with every frame: they are not read anew for it.
  const window = readWindow(given.window ?? source.window);
  const shown = { ...source.experiment, losses: given.losses ?? source.losses, window, resolution };
  const experiment =
    source === state && given.losses === undefined ? (shown as Experiment) : parseExperiment(shown);
  return { ...source, experiment, losses: experiment.losses, window: experiment.window, grid };
}

/** Where the samples come from, before losses, window and grid are put on top. */
function readSource(state: State, given: Properties): Source {
  if (typeof given.preset === 'string') return presetSource(given.preset, given);
  if (given.preset !== undefined && given.preset !== null) {
    throw new ExperimentError('preset', 'the name of a preset, or null', describe(given.preset));
  }
  if (given.experiment !== undefined) {
    return outsideSource(parseOutside(given.experiment));
  }
  if (given.preset === null && state.preset !== null) {
    throw new ExperimentError('experiment', 'an experiment, since preset is null', 'nothing');
  }
  if (given.params === undefined || state.preset === null) {
    if (given.params !== undefined && Object.keys(readProperties(given.params, 'params')).length > 0) {
      throw new ExperimentError('params', 'no parameters without a preset', describe(given.params));
    }
    return state;
  }
  const preset = presetByName(state.preset);
  const params = resolveParameters(preset, { ...state.params, ...readProperties(given.params, 'params') });
  return { ...state, params, experiment: preset.experiment(params) };
}

function presetSource(name: string, given: Properties): Source {
  const preset = presetByName(name);
  const params = resolveParameters(
    preset,
    given.params === undefined ? {} : readProperties(given.params, 'params'),
  );
  const experiment = preset.experiment(params);
  if (given.experiment !== undefined) {
    const own = parseOutside(given.experiment);
    if (ownNumbers(own) !== ownNumbers(experiment)) {
      throw new ExperimentError('experiment', `that of the preset "${name}", or preset null`, 'another');
    }
  }
  return {
    preset: name,
    params,
    experiment,
    losses: experiment.losses,
    window: experiment.window,
    grid: 'auto',
  };
}

/** What of an experiment nothing in the state stands above: two that agree in it are the same experiment. */
function ownNumbers({ map, link, samples, sampleReduction, squaredError }: Experiment): string {
  return JSON.stringify([map, link, samples, sampleReduction, squaredError]);
}

function outsideSource(experiment: Experiment): Source {
  const { losses, window, resolution } = experiment;
  return { preset: null, params: {}, experiment, losses, window, grid: resolution };
}

/** Parses an experiment from outside; errors in it have paths from the state: `experiment.samples[0].du`. */
function parseOutside(experiment: unknown): Experiment {
  try {
    return parseExperiment(experiment);
  } catch (error) {
    if (!(error instanceof ExperimentError)) throw error;
    const path = error.path ? `experiment.${error.path}` : 'experiment';
    throw new ExperimentError(path, error.expected, error.found);
  }
}

function readGrid(value: unknown): GridChoice {
  if (value === 'auto') return 'auto';
  if (!Array.isArray(value))
    throw new ExperimentError('grid', '"auto" or two whole numbers', describe(value));
  const { min, max } = { min: CAPS.resolution.min, max: CAPS.resolution.max };
  const side = integerSchema(min, max, `a whole number from ${min} to ${max}`);
  const [width, height] = readArray(value, 'grid', 2, ['numbers', 'number'], (item, path) =>
    readValue(side, item, path),
  );
  return [width!, height!];
}
