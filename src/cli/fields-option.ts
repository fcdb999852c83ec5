/** `--fields LIST`: which fields, of both losses. */
import type { Experiment } from '../core/experiment.ts';
import { DEFAULT_FIELDS, FIELD_IDS, type FieldId, type FieldKey, fieldKey } from '../core/fields.ts';
import { choiceSchema, readValue } from '../core/readers.ts';
import { UsageError } from './exit.ts';
import type { OptionSpecs, Options } from './options.ts';

export const FIELDS_OPTION = {
  fields: { value: 'LIST', help: `of ${FIELD_IDS.join(',')}; default ${DEFAULT_FIELDS.join(',')}` },
} satisfies OptionSpecs;

const FIELD = choiceSchema(FIELD_IDS);

/** The fields asked for, losses in the experiment's order, fields in that of FIELD_IDS. */
export function readFieldKeys(options: Options, experiment: Experiment): FieldKey[] {
  const list = options.one('fields');
  const asked = list === undefined ? DEFAULT_FIELDS : parseList(list);
  const fields = FIELD_IDS.filter((field) => asked.includes(field));
  return experiment.losses.flatMap((loss) => fields.map((field) => fieldKey(loss, field)));
}

function parseList(list: string): FieldId[] {
  const fields = list.split(',').map((name, n) => readValue(FIELD, name.trim(), `--fields[${n}]`));
  const repeated = fields.find((field, n) => fields.indexOf(field) !== n);
  if (repeated) throw new UsageError(`--fields: "${repeated}" is there twice`);
  return fields;
}
