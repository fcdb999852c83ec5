/** The arguments of one command, checked against the options that it declares. */
import { parseArgs } from 'node:util';
import { listOptions } from '../core/readers.ts';
import { UsageError } from './exit.ts';

/** An option of a command, as its usage text shows it. */
interface OptionSpec {
  /** What stands for its value in usage texts: `FILE`; an option without one is a flag. */
  readonly value?: string;
  readonly help: string;
  /** Whether it may be given more than once. */
  readonly repeats?: boolean;
}

export type OptionSpecs = Readonly<Record<string, OptionSpec>>;

/** Options as given. Values are text: nothing is converted before its reader asks for it. */
export class Options {
  /** Arguments that belong to no option. */
  readonly positionals: readonly string[];
  private readonly values: ReadonlyMap<string, readonly string[]>;

  constructor(values: ReadonlyMap<string, readonly string[]>, positionals: readonly string[]) {
    this.values = values;
    this.positionals = positionals;
  }

  has(name: string): boolean {
    return this.values.has(name);
  }

  /** The value of an option that may be given once. */
  one(name: string): string | undefined {
    return this.values.get(name)?.[0];
  }

  /** All values of an option that may be given more than once. */
  all(name: string): readonly string[] {
    return this.values.get(name) ?? [];
  }

  /** One of `choices`, the first of them where the option is not given. */
  choice<T extends string>(name: string, choices: readonly [T, ...T[]]): T {
    const given = this.one(name);
    if (given === undefined) return choices[0];
    const known = choices.find((choice) => choice === given);
    if (known) return known;
    throw new UsageError(`--${name}: expected ${listOptions(choices)}, found ${JSON.stringify(given)}`);
  }
}

/**
 * Reads `args` by `specs`. `--name VALUE` and `--name=VALUE` are the same, and a value may begin with a minus sign
 * (`--start -1,2`) as long as it is not itself the name of an option.
 * @param mostPositionals how many arguments without an option the command takes
 * @throws UsageError at the first argument that does not fit
 */
export function readOptions(args: readonly string[], specs: OptionSpecs, mostPositionals: number): Options {
  const { tokens } = parseArgs({ args: joinValues(args, specs), strict: false, tokens: true });
  const values = new Map<string, string[]>();
  const positionals: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') positionals.push(token.value);
    if (token.kind !== 'option') continue;
    const spec = Object.hasOwn(specs, token.name) ? specs[token.name] : undefined;
    if (!spec || !token.rawName.startsWith('--')) throw new UsageError(`unknown option ${token.rawName}`);
    values.set(token.name, [...(values.get(token.name) ?? []), readValue(token.name, token.value, spec)]);
    if (values.get(token.name)!.length > 1 && !spec.repeats) {
      throw new UsageError(`--${token.name}: given twice`);
    }
  }
  if (positionals.length > mostPositionals) {
    throw new UsageError(`unexpected argument ${JSON.stringify(positionals[mostPositionals])}`);
  }
  return new Options(values, positionals);
}

function readValue(name: string, value: string | undefined, spec: OptionSpec): string {
  if (spec.value === undefined) {
    if (value === undefined) return '';
    throw new UsageError(`--${name}: takes no value, found ${JSON.stringify(value)}`);
  }
  if (value) return value;
  throw new UsageError(`--${name}: expected ${spec.value}, found nothing`);
}

/** `--start`, `-1,2` becomes `--start=-1,2`, which is not mistaken for a row of short options. */
function joinValues(args: readonly string[], specs: OptionSpecs): string[] {
  const joined: string[] = [];
  const takesValue = (arg: string) => arg.startsWith('--') && specs[arg.slice(2)]?.value !== undefined;
  const isOption = (arg: string) => arg.startsWith('--') && Object.hasOwn(specs, arg.slice(2).split('=')[0]!);
  for (let n = 0; n < args.length; n++) {
    const [arg, next] = [args[n]!, args[n + 1]];
    if (arg === '--') return [...joined, ...args.slice(n)];
    if (takesValue(arg) && next !== undefined && !isOption(next)) {
      joined.push(`${arg}=${next}`);
      n += 1;
    } else {
      joined.push(arg);
    }
  }
  return joined;
}
