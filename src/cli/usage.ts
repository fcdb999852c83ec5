/** Usage texts, made from what the commands declare. */
import type { Command } from './command.ts';
import type { OptionSpecs } from './options.ts';

const PROGRAM = 'logitscape';

export function programUsage(commands: readonly Command[]): string {
  return [
    'Logitscape shows, measures and checks loss surfaces.',
    '',
    'Usage',
    `  npm run --silent ${PROGRAM} -- COMMAND ...`,
    '',
    'Commands',
    ...columns(commands.map(({ name, summary }) => [name, summary])),
    '',
    `COMMAND --help says more. Exit codes: 0 done, 1 a check failed, 2 bad usage or input, 3 no WebGPU where it was demanded.`,
  ].join('\n');
}

export function commandUsage({ name, summary, usage, options, notes }: Command): string {
  const [first, ...rest] = usage.split('\n');
  const forms = [`  ${PROGRAM} ${name} ${first}`.trimEnd(), ...rest.map((line) => `      ${line}`)];
  return [
    summary,
    '',
    'Usage',
    ...forms,
    '',
    'Options',
    ...optionLines(options),
    ...(notes ? ['', notes] : []),
  ].join('\n');
}

function optionLines(options: OptionSpecs): string[] {
  return columns(
    Object.entries(options).map(([name, { value, help, repeats }]) => [
      `--${name}${value ? ` ${value}` : ''}${repeats ? ' ...' : ''}`,
      help,
    ]),
  );
}

/** Two columns, the first as wide as its widest text. */
function columns(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...rows.map(([first]) => first.length));
  return rows.map(([first, second]) => `  ${first.padEnd(width)}  ${second}`);
}
