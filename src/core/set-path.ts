/** One value of an experiment changed by its path, before it is validated: `--set samples.0.target=2`. */
import { describe, ExperimentError, itemPath, propertyPath } from './experiment-error.ts';

/** Names that reach beyond an object's own data. */
const FORBIDDEN: readonly string[] = ['__proto__', 'constructor', 'prototype'];

/**
 * A copy of `input` with `value` at `path`. The objects and arrays along the path are copied, the rest is shared;
 * `input` stays as it is. A key that an object lacks is added at the path's end only; an array keeps its length.
 * @param path keys and indices, joined by dots: `samples.0.target`; `samples[0].target`, as errors write it, is the same
 * @throws ExperimentError if the path leads outside the experiment
 */
export function setPath(input: unknown, path: string, value: unknown): unknown {
  const segments = path.replace(/\[(\d+)\]/g, '.$1').split('.');
  for (const segment of segments) {
    if (segment === '') throw new ExperimentError('', 'a path such as samples.0.target', describe(path));
    if (FORBIDDEN.includes(segment))
      throw new ExperimentError('', 'a path within the experiment', describe(path));
  }
  return replace(input, segments, '', value);
}

function replace(container: unknown, segments: readonly string[], path: string, value: unknown): unknown {
  const [key, ...rest] = segments;
  if (key === undefined) return value;
  if (Array.isArray(container)) {
    const index = readIndex(key, container.length, path);
    return container.with(index, replace(container[index], rest, itemPath(path, index), value));
  }
  if (typeof container === 'object' && container !== null) {
    const inner = Object.hasOwn(container, key) ? (container as Record<string, unknown>)[key] : undefined;
    return { ...container, [key]: replace(inner, rest, propertyPath(path, key), value) };
  }
  throw new ExperimentError(path, `an object or array, to set ${describe(key)} in`, describe(container));
}

function readIndex(key: string, length: number, path: string): number {
  const index = Number(key);
  if (/^(0|[1-9]\d*)$/.test(key) && index < length) return index;
  const expected = length === 0 ? 'items (the array is empty)' : `an index from 0 to ${length - 1}`;
  throw new ExperimentError(path, expected, describe(key));
}
