/** Lines of results that the compiled rows write: value, du and dv of the cross-entropy, then of the squared error. */
import { type FieldId, type FieldKey, parseFieldKey } from '../core/fields.ts';

export const LINE_COUNT = 6;

/** Bits as in kernel/losses.ts. */
const LOSSES = { 'cross-entropy': { bit: 1, line: 0 }, mse: { bit: 2, line: 3 } } as const;
const FIELDS: Partial<Record<FieldId, number>> = { value: 0, du: 1, dv: 2 };

/** Where a field's numbers come from; undefined for one that the kernel does not have. */
export function lineOf(key: FieldKey): { readonly bit: number; readonly line: number } | undefined {
  const { loss, field } = parseFieldKey(key);
  const line = FIELDS[field];
  if ((loss !== 'cross-entropy' && loss !== 'mse') || line === undefined) return undefined;
  return { bit: LOSSES[loss].bit, line: LOSSES[loss].line + line };
}

/** Whether the kernel has all these fields. */
export function haveLines(keys: readonly FieldKey[]): boolean {
  return keys.every(lineOf);
}
