/** Pins as text: a header, then a line a pin, separated by tabs, for a spreadsheet or a script. */
import type { Experiment } from '../core/experiment.ts';
import type { PointReading } from '../core/point-reading.ts';
import { shortestF64 } from '../core/written-numbers.ts';
import { axisNames } from './names.ts';
import type { Pin } from './pins.ts';

/** Names as in the fields that files hold, and two that are no fields. */
const COLUMNS: readonly (readonly [name: string, of: keyof PointReading])[] = [
  ['value', 'value'],
  ['du', 'du'],
  ['dv', 'dv'],
  ['gradient_norm', 'norm'],
  ['duu', 'duu'],
  ['duv', 'duv'],
  ['dvv', 'dvv'],
  ['lambda_min', 'lambdaMin'],
  ['lambda_max', 'lambdaMax'],
];

/**
 * Numbers are the shortest that read back as the same f64, zeros without a sign; `nan` where the loss is undefined.
 * @param covered the panel whose loss is left out
 */
export function pinsText(
  experiment: Experiment,
  pins: readonly Pin[],
  read: (u: number, v: number) => readonly [PointReading, PointReading],
  covered?: 0 | 1,
): string {
  const names = axisNames(experiment);
  const shown = <T>(_: T, panel: number) => panel !== covered;
  const head = experiment.losses.filter(shown).flatMap((loss) => COLUMNS.map(([name]) => `${loss}.${name}`));
  const lines = pins.map(({ n, u, v }) => {
    const numbers = read(u, v)
      .filter(shown)
      .flatMap((reading) => COLUMNS.map(([, of]) => written(reading[of])));
    return [n, written(u), written(v), ...numbers];
  });
  return [['pin', names.u, names.v, ...head], ...lines].map((line) => `${line.join('\t')}\n`).join('');
}

/** The sign of a zero is of use to who reads a file of fields; to who reads a list it is a riddle. */
function written(x: number): string {
  return shortestF64(x === 0 ? 0 : x);
}
