/** The error map as a picture: each bin of errors has a colour of its own, which its histogram shows too. */
import { binOf, type ErrorMap } from '../core/error-map.ts';
import type { Pixels } from './canvas2d.ts';
import type { Rgb, Theme } from './theme.ts';

/** Width of the stripes where nothing was compared, px. */
const STRIPE = 4;

/** The colours of the histogram's bins: a ramp up to the tolerance, and one that is unlike it beyond. */
export function errorColours({ bounds }: ErrorMap, { errors }: Theme): Rgb[] {
  const [small, middle, large] = errors.ramp;
  const ramp = bounds.map((_, bin) => {
    const at = (2 * bin) / Math.max(1, bounds.length - 1);
    return at <= 1 ? mixed(small, middle, at) : mixed(middle, large, at - 1);
  });
  return [...ramp, errors.beyond];
}

function mixed(from: Rgb, to: Rgb, part: number): Rgb {
  const channel = (c: 0 | 1 | 2) => Math.round(from[c] + (to[c] - from[c]) * part);
  return [channel(0), channel(1), channel(2)];
}

/**
 * Paints the whole image. A pixel shows the largest error of all the cells that it covers, however few of them are
 * drawn, so that no bad point is lost between pixels; stripes where nothing was compared.
 */
export function paintErrorMap(image: Pixels, map: ErrorMap, theme: Theme): void {
  const colours = errorColours(map, theme);
  const columns = cellsUnder(image.width, map.width);
  const rows = cellsUnder(image.height, map.height);
  for (let y = 0; y < image.height; y++) {
    const [j0, j1] = rows[image.height - 1 - y]!; // images grow downwards, the plane upwards
    for (let x = 0; x < image.width; x++) {
      const [i0, i1] = columns[x]!;
      let largest = NaN;
      for (let j = j0; j < j1; j++) {
        for (let i = i0; i < i1; i++) {
          const error = map.errors[j * map.width + i]!;
          if (!(error <= largest) && !Number.isNaN(error)) largest = error;
        }
      }
      const stripe = Math.floor((x + y) / STRIPE) % 2;
      const colour = Number.isNaN(largest) ? theme.hatch[stripe as 0 | 1] : colours[binOf(map, largest)]!;
      image.data.set([...colour, 255], 4 * (y * image.width + x));
    }
  }
}

/** For each pixel along a side the cells, first (included) to last (excluded), that it covers; at least one. */
function cellsUnder(pixels: number, cells: number): [from: number, to: number][] {
  return Array.from({ length: pixels }, (_, p) => {
    const from = Math.floor((p * cells) / pixels);
    return [from, Math.max(from + 1, Math.ceil(((p + 1) * cells) / pixels))];
  });
}
