/** Pins as text: a header, then a line a pin, separated by tabs, for a spreadsheet or a script. */
import type { Experiment } from '../core/experiment.ts';
import type { PointReading } from '../core/point-reading.ts';
import { shortestF64 } from '../core/written-numbers.ts';
import { axisNames } from './names.ts';
import type { Pin } from './pins.ts';
import type { HiddenReading } from './probe.ts';

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

const SLOPES: readonly (keyof PointReading)[] = ['du', 'dv', 'norm'];

/**
 * Numbers are the shortest that read back as the same f64, zeros without a sign; `nan` where the loss is undefined.
 * @param hidden what is left out: a panel's loss, gradients
 */
export function pinsText(
  experiment: Experiment,
  pins: readonly Pin[],
  read: (u: number, v: number) => readonly [PointReading, PointReading],
  { covered, slopes }: HiddenReading = { covered: undefined, slopes: false },
): string {
  const names = axisNames(experiment);
  const shown = <T>(_: T, panel: number) => panel !== covered;
  const columns = COLUMNS.filter(([, of]) => !(slopes && SLOPES.includes(of)));
  const head = experiment.losses.filter(shown).flatMap((loss) => columns.map(([name]) => `${loss}.${name}`));
  const lines = pins.map(({ n, u, v }) => {
    const numbers = read(u, v)
      .filter(shown)
      .flatMap((reading) => columns.map(([, of]) => written(reading[of])));
    return [n, written(u), written(v), ...numbers];
  });
  return [['pin', names.u, names.v, ...head], ...lines].map((line) => `${line.join('\t')}\n`).join('');
}

/** The sign of a zero is of use to who reads a file of fields; to who reads a list it is a riddle. */
function written(x: number): string {
  return shortestF64(x === 0 ? 0 : x);
}
