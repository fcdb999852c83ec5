/** Pictures kept beside the tests, and the comparison with them. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { PNG } from 'pngjs';
import { expect } from 'vitest';
import { difference, type Pixels, type PlotPixels } from './pixels.ts';

const FOLDER = fileURLToPath(new URL('../pictures/', import.meta.url));
const GAP = 8;

/** Set to write the pictures anew, after looking at why they changed. */
const UPDATE = process.env.UPDATE_PICTURES === '1';

/** Colours as far apart as this count as the same (pixelmatch's own measure, 0 to 1) ... */
const COLOUR_TOLERANCE = 0.1;
/** ... and this share of pixels may be further apart: GPUs smooth edges in their own ways. */
const SHARE_TOLERANCE = 0.01;

/**
 * Both plots look as in `pictures/NAME.png`. Where they do not, `NAME.actual.png` beside it shows how they look.
 * UPDATE_PICTURES=1 writes the picture instead.
 */
export function expectPicture(name: string, plots: PlotPixels): void {
  const actual = sideBySide(plots);
  const file = `${FOLDER}${name}.png`;
  const actualFile = `${FOLDER}${name}.actual.png`;
  rmSync(actualFile, { force: true });
  if (UPDATE) {
    mkdirSync(FOLDER, { recursive: true });
    writeFileSync(file, encoded(actual));
    return;
  }
  const share = existsSync(file)
    ? difference(PNG.sync.read(readFileSync(file)), actual, COLOUR_TOLERANCE)
    : 1;
  if (share > SHARE_TOLERANCE) writeFileSync(actualFile, encoded(actual));
  expect(share, `share of pixels unlike ${name}.png; see ${name}.actual.png`).toBeLessThanOrEqual(
    SHARE_TOLERANCE,
  );
}

/** As small as such pictures get: no alpha, no prediction of pixels. */
function encoded(picture: PNG): Buffer {
  return PNG.sync.write(picture, { colorType: 2, filterType: 0, deflateLevel: 9, deflateStrategy: 0 });
}

function sideBySide([left, right]: PlotPixels): PNG {
  const picture = new PNG({ width: left.width + GAP + right.width, height: left.height });
  picture.data.fill(255);
  copy(left, picture, 0);
  copy(right, picture, left.width + GAP);
  return picture;
}

function copy({ width, height, data }: Pixels, into: PNG, x: number): void {
  for (let y = 0; y < height; y++) {
    data.copy(into.data, 4 * (y * into.width + x), 4 * y * width, 4 * (y + 1) * width);
  }
}
