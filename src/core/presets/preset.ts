/** Presets: named experiments with typed parameters, and the checking of the parameters' values. */
import type { Experiment } from '../experiment.ts';
import {
  choiceSchema,
  integerSchema,
  numberSchema,
  readProperties,
  readValue,
  refuseUnknownKeys,
  type ValueSchema,
} from '../readers.ts';
import type { ScaleKind } from '../scale.ts';
import { parseExperiment } from '../validate.ts';

interface ParameterBase {
  /** In `--param NAME=VALUE` and in the URL. */
  readonly name: string;
  /** Plain English; the page translates it by its own table. */
  readonly label: string;
}

/** A whole number from `min` to `max`, both included. */
interface IntegerParameter extends ParameterBase {
  readonly kind: 'integer';
  readonly min: number;
  readonly max: number;
  readonly default: number;
}

/** A number from `min` to `max`, both included. */
interface RealParameter extends ParameterBase {
  readonly kind: 'real';
  readonly min: number;
  readonly max: number;
  readonly default: number;
}

/** One of `options`. */
interface ChoiceParameter extends ParameterBase {
  readonly kind: 'choice';
  readonly options: readonly string[];
  readonly default: string;
}

export type Parameter = IntegerParameter | RealParameter | ChoiceParameter;

/** Values by parameter name. */
export type ParameterValues = Readonly<Record<string, number | string>>;

export interface Preset {
  /** In `--preset NAME` and in the URL; also the name of its experiments. */
  readonly name: string;
  /** Plain English, like the parameters' labels. */
  readonly title: string;
  /** Where the experiment comes from, and what of it is our choice. */
  readonly source: string;
  readonly parameters: readonly Parameter[];
  /** The colour scale that its surfaces are opened with. */
  readonly scale: ScaleKind;
  /**
   * The experiment for `given` values; parameters that are not given take their defaults.
   * @throws ExperimentError with the path of the first bad parameter: `params.target`
   */
  experiment(given?: Readonly<Record<string, unknown>>): Experiment;
}

/** The values of `Parameters` as a preset's builder sees them, each with its own type. */
type ValuesOf<Parameters extends readonly Parameter[]> = {
  readonly [P in Parameters[number] as P['name']]: P extends ChoiceParameter ? P['options'][number] : number;
};

interface PresetDefinition<Parameters extends readonly Parameter[]>
  extends Omit<Preset, 'experiment' | 'scale'> {
  readonly parameters: Parameters;
  /** Default: log, since most losses span many powers of ten. */
  readonly scale?: ScaleKind;
  /** The experiment file for checked values, without version and name. */
  build(values: ValuesOf<Parameters>): object;
}

/** A preset whose experiments have passed `parseExperiment`. */
export function definePreset<const Parameters extends readonly Parameter[]>(
  definition: PresetDefinition<Parameters>,
): Preset {
  const { name, title, source, parameters, scale = 'log', build } = definition;
  const preset: Preset = {
    name,
    title,
    source,
    parameters,
    scale,
    experiment(given = {}) {
      const values = resolveParameters(preset, given) as ValuesOf<Parameters>;
      return parseExperiment({ version: 1, name, ...build(values) });
    },
  };
  return preset;
}

/**
 * The value of every parameter of `preset`: as given where it is given, else its default.
 * @throws ExperimentError with the path of the first bad one, in the preset's order: `params.target`
 */
export function resolveParameters(
  preset: Pick<Preset, 'parameters'>,
  given: Readonly<Record<string, unknown>>,
): ParameterValues {
  const properties = readProperties(given, 'params');
  const { parameters } = preset;
  refuseUnknownKeys(
    properties,
    'params',
    parameters.map(({ name }) => name),
  );
  return Object.fromEntries(
    parameters.map((parameter) => {
      const { name } = parameter;
      const value = properties[name];
      return [
        name,
        value === undefined ? parameter.default : readValue(schemaOf(parameter), value, `params.${name}`),
      ];
    }),
  );
}

function schemaOf(parameter: Parameter): ValueSchema<number | string> {
  switch (parameter.kind) {
    case 'integer': {
      const { min, max } = parameter;
      return integerSchema(min, max, `a whole number from ${min} to ${max}`);
    }
    case 'real': {
      const { min, max } = parameter;
      return numberSchema(min, max, `a number from ${min} to ${max}`);
    }
    case 'choice':
      return choiceSchema(parameter.options);
  }
}
