/** `logitscape presets`: what ships with the program, and any of it as an experiment file. */
import { PRESETS, presetByName } from '../core/presets/index.ts';
import type { Parameter, Preset } from '../core/presets/preset.ts';
import { readableJson } from '../core/readable-json.ts';
import type { Command } from './command.ts';
import { EXIT, UsageError } from './exit.ts';
import { PARAM_OPTION, readParams } from './experiment-input.ts';
import { print } from './stdout.ts';

export const presets: Command = {
  name: 'presets',
  summary: 'Lists the presets, or prints one as an experiment file',
  usage: '[NAME [--param N=V]...]',
  options: PARAM_OPTION,
  mostPositionals: 1,
  async run(options) {
    const [name] = options.positionals;
    if (name === undefined) {
      if (options.has('param')) throw new UsageError('--param: expected the NAME of a preset to go with it');
      print(PRESETS.map(presetText).join('\n\n'));
    } else {
      print(readableJson(presetByName(name).experiment(readParams(options))));
    }
    return EXIT.done;
  },
};

function presetText({ name, title, source, parameters }: Preset): string {
  return [
    name,
    `  ${title}`,
    `  Source: ${source}`,
    ...parameters.map((one) => `  ${parameterText(one)}`),
  ].join('\n');
}

function parameterText(parameter: Parameter): string {
  const { name, label } = parameter;
  return `--param ${name}=${parameter.default}  ${label}: ${valuesText(parameter)}`;
}

function valuesText(parameter: Parameter): string {
  switch (parameter.kind) {
    case 'integer':
      return `a whole number from ${parameter.min} to ${parameter.max}`;
    case 'real':
      return `a number from ${parameter.min} to ${parameter.max}`;
    case 'choice':
      return parameter.options.join(', ');
  }
}
