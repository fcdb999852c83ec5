/** The sizes that a figure may have. */
import { integerSchema, readValue } from './readers.ts';

/** Device px. Below the least nothing of a figure can be read; above the largest browsers have no canvas. */
const SMALLEST = { width: 200, height: 120 } as const;
const LARGEST_SIDE = 8192;

/**
 * One side of a figure, in device px.
 * @throws ExperimentError that names `path` and what was expected
 */
export function readFigureSide(side: keyof typeof SMALLEST, value: unknown, path: string): number {
  const expected = `a whole number of px from ${SMALLEST[side]} to ${LARGEST_SIDE}`;
  return readValue(integerSchema(SMALLEST[side], LARGEST_SIDE, expected), value, path);
}
