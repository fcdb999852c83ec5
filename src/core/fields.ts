/**
 * Fields: the quantities of a surface over the grid. Where a loss is undefined every field is NaN in f64; buffers
 * on the GPU hold the bits of a NaN and are declared as u32, because WGSL may assume that no f32 is NaN.
 */
import { LOSS_IDS, type LossId } from './experiment.ts';

/** In the order in which files list them. du, dv: first derivatives along the plane's axes; duu, duv, dvv: second. */
export const FIELD_IDS = ['value', 'du', 'dv', 'duu', 'duv', 'dvv', 'lambda_min'] as const;
export type FieldId = (typeof FIELD_IDS)[number];

/** The fields that are evaluated where none are asked for. */
export const DEFAULT_FIELDS: readonly FieldId[] = ['value', 'du', 'dv'];

/** `mse.du`: one field of one loss. */
export type FieldKey = `${LossId}.${FieldId}`;

export function fieldKey(loss: LossId, field: FieldId): FieldKey {
  return `${loss}.${field}`;
}

/** @throws if `key` is not `<loss>.<field>`. */
export function parseFieldKey(key: string): { loss: LossId; field: FieldId } {
  const dot = key.indexOf('.');
  const loss = LOSS_IDS.find((id) => id === key.slice(0, dot));
  const field = FIELD_IDS.find((id) => id === key.slice(dot + 1));
  if (!loss || !field) throw new Error(`not a field: ${key}`);
  return { loss, field };
}

export type FieldArray = Float32Array | Float64Array;

/** Fields over a grid or over some rows of it. */
export type BandFields = Readonly<Partial<Record<FieldKey, FieldArray>>>;

/** Arrays over the same points by name: fields by their keys, and what goes with them. */
export type NamedArrays = Readonly<Record<string, FieldArray | undefined>>;

/** A number's size: 4 (f32, from WebGPU) or 8 (f64, from the CPU). */
export type NumberBytes = 4 | 8;
