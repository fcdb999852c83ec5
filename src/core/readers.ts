/**
 * Readers: each takes an unknown value and its path, and returns a checked copy or throws an ExperimentError.
 * Single values are checked by valibot schemas. Objects and arrays are read here: a schema for the whole would
 * report every wrong type before any contradiction between fields, not the first bad field in reading order, and
 * it would make an object for each of two million numbers.
 */
import * as v from 'valibot';
import { CAPS } from './experiment.ts';
import { describe, ExperimentError, itemPath, propertyPath } from './experiment-error.ts';

/** The own properties of an object, as a fresh object; an absent one reads as undefined. */
export type Properties = Readonly<Record<string, unknown>>;

export function readProperties(value: unknown, path: string): Properties {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new ExperimentError(path, 'an object', describe(value));
  }
  return { ...value };
}

/** @throws if `properties` has a key outside `known`, `__proto__` and other inherited names included. */
export function refuseUnknownKeys(properties: Properties, path: string, known: readonly string[]): void {
  for (const key of Object.keys(properties)) {
    if (known.includes(key)) continue;
    const keys = known.length > 0 ? `the keys are ${known.join(', ')}` : 'there are none';
    const expected = `no such key (${keys})`;
    throw new ExperimentError(propertyPath(path, key), expected, describe(properties[key]));
  }
}

/** The properties of an object that may have the keys `known` and no others. */
export function readObject(value: unknown, path: string, known: readonly string[]): Properties {
  const properties = readProperties(value, path);
  refuseUnknownKeys(properties, path, known);
  return properties;
}

/** A schema for a single value. Its actions carry, as their message, what is expected: "a string". */
export type ValueSchema<T> = v.GenericSchema<unknown, T>;

export function readValue<T>(schema: ValueSchema<T>, value: unknown, path: string): T {
  const result = v.safeParse(schema, value, { abortEarly: true });
  if (result.success) return result.output;
  throw new ExperimentError(path, result.issues[0].message, describe(value));
}

/** One of `options`; what is expected reads `"a", "b" or "c"`. */
export function choiceSchema<const T extends string>(options: readonly T[]): ValueSchema<T> {
  return v.picklist(options, listOptions(options));
}

/** `"a", "b" or "c"`. */
export function listOptions(options: readonly string[]): string {
  const quoted = options.map((option) => JSON.stringify(option));
  const last = quoted.pop() ?? '';
  return quoted.length > 0 ? `${quoted.join(', ')} or ${last}` : last;
}

/** A number from `min` to `max`, both included; -0 becomes 0, so that JSON gives every value back. */
export function numberSchema(min: number, max: number, expected: string): ValueSchema<number> {
  return v.pipe(
    v.number(expected),
    v.minValue(min, expected),
    v.maxValue(max, expected),
    v.transform((x) => x + 0),
  );
}

/** A whole number from `min` to `max`, both included. */
export function integerSchema(min: number, max: number, expected: string): ValueSchema<number> {
  return v.pipe(numberSchema(min, max, expected), v.integer(expected));
}

const ANY_NUMBER = numberSchema(-CAPS.magnitude, CAPS.magnitude, 'a finite number of at most 1e15 in size');

/** Any number that an experiment may hold. */
export function readNumber(value: unknown, path: string): number {
  return readValue(ANY_NUMBER, value, path);
}

/**
 * An array of `length` items, each read by `readItem`.
 * @param noun what the items are, in the plural and in the singular
 */
export function readArray<T>(
  value: unknown,
  path: string,
  length: number,
  noun: readonly [plural: string, singular: string],
  readItem: (item: unknown, path: string) => T,
): T[] {
  const expected = `${length} ${length === 1 ? noun[1] : noun[0]}`;
  if (!Array.isArray(value)) throw new ExperimentError(path, `an array of ${expected}`, describe(value));
  if (value.length !== length) throw new ExperimentError(path, expected, String(value.length));
  return Array.from(value, (item, index) => readItem(item, itemPath(path, index)));
}

/** An array of `length` numbers. */
export function readNumbers(value: unknown, path: string, length: number): number[] {
  return copyNumbers(value, length) ?? readArray(value, path, length, ['numbers', 'number'], readNumber);
}

/** The quick way for good numbers, of which an experiment has up to two million; null where an error is to be told. */
function copyNumbers(value: unknown, length: number): number[] | null {
  if (!Array.isArray(value) || value.length !== length) return null;
  const copy: number[] = [];
  for (let k = 0; k < length; k++) {
    const item: unknown = value[k];
    if (typeof item !== 'number' || !(Math.abs(item) <= CAPS.magnitude)) return null;
    copy.push(item + 0); // -0 becomes 0
  }
  return copy;
}
