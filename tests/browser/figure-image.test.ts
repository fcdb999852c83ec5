/** The picture of a figure, as `logitscape.render` gives it. */
import { PNG } from 'pngjs';
import type { Browser } from 'puppeteer';
import { beforeAll, describe, expect, test } from 'vitest';
import type { RenderOptions } from '../../src/app/figure-image.ts';
import { columnU, gridOf, rowV } from '../../src/core/grid.ts';
import { colourAt, paletteTable } from '../../src/core/palette.ts';
import { PointEvaluator } from '../../src/core/point-evaluator.ts';
import { makeScale, rangeOfValues } from '../../src/core/scale.ts';
import { parseExperiment } from '../../src/core/validate.ts';
import { type ImageLayout, layoutImage } from '../../src/render/image-layout.ts';
import { pixelToPlane } from '../../src/render/layout.ts';
import { LIGHT_THEME } from '../../src/render/theme.ts';
import { launchChrome } from '../harness/chrome.ts';
import { App, SMALL_GRID } from './support/app.ts';
import { type Box, colourCount, colourDistance, colourOf, difference, type Rgb } from './support/pixels.ts';

let browser: Browser;
let app: App;

beforeAll(async () => {
  browser = await launchChrome({ webgpu: true });
  app = await App.open(browser, { fragment: `version=1&${SMALL_GRID}` });
});

const FILE = {
  version: 1,
  name: 'three classes',
  map: 'affine',
  link: 'softmax',
  samples: [{ origin: [0, 0, -1], du: [1, 0, 0], dv: [0, 1, 0], target: 0 }],
  window: { u: [-6, 6], v: [-4, 4] },
  resolution: [65, 49],
};
const SIZE = { width: 1000, height: 520 };
const WHITE: Rgb = [255, 255, 255];

/** The picture, or the message of the refusal. */
async function ask(experiment: unknown, options: unknown): Promise<Buffer | string> {
  const answer = await app.page.evaluate(
    async (file, given) => {
      try {
        const bytes = new Uint8Array(await window.logitscape.render(file, given as RenderOptions));
        const text: string[] = [];
        for (let at = 0; at < bytes.length; at += 4096) {
          text.push(String.fromCharCode(...bytes.subarray(at, at + 4096)));
        }
        return { base64: btoa(text.join('')) };
      } catch (error) {
        return { message: `${(error as Error).name}: ${(error as Error).message}` };
      }
    },
    experiment,
    options,
  );
  return answer.base64 === undefined ? answer.message : Buffer.from(answer.base64, 'base64');
}

async function render(experiment: unknown, options: unknown): Promise<PNG> {
  const answer = await ask(experiment, options);
  if (typeof answer === 'string') throw new Error(answer);
  return PNG.sync.read(answer);
}

function part(picture: PNG, { x, y, width, height }: Box): PNG {
  const pixels = new PNG({ width: Math.round(width), height: Math.round(height) });
  PNG.bitblt(picture, pixels, Math.round(x), Math.round(y), pixels.width, pixels.height, 0, 0);
  return pixels;
}

/** A panel's plot in device px. */
function plotOf({ scale, panels }: ImageLayout, panel: 0 | 1): Box {
  const { x, y, figure } = panels[panel];
  const { plot } = figure;
  return {
    x: Math.round((x + plot.x) * scale),
    y: Math.round((y + plot.y) * scale),
    width: Math.round(plot.width * scale),
    height: Math.round(plot.height * scale),
  };
}

/** From above the name to the top of the plot. */
function headingOf({ scale, panels }: ImageLayout, panel: 0 | 1): Box {
  const { x, y, textLeft, textWidth, nameBaseline } = panels[panel];
  const top = (nameBaseline - 12) * scale;
  return { x: (x + textLeft) * scale, y: top, width: textWidth * scale, height: y * scale - top };
}

describe('a picture', () => {
  test.each([
    [200, 120],
    [333, 777],
    [1999, 401],
    [1600, 900],
  ])('has exactly the size asked for, and is not blank: %d x %d', async (width, height) => {
    const picture = await render(FILE, { width, height });
    expect([picture.width, picture.height]).toEqual([width, height]);
    expect(colourCount(picture)).toBeGreaterThan(500);
    for (const [x, y] of [
      [0, 0],
      [-1, 0],
      [0, -1],
      [-1, -1],
    ] as const) {
      expect(colourOf(picture, x, y)).toEqual(WHITE);
    }
  });

  test("has the title asked for, else the experiment's name", async () => {
    const named = await render({ ...FILE, name: 'Another title' }, SIZE);
    expect(difference(await render(FILE, { ...SIZE, title: 'Another title' }), named)).toBe(0);
    expect(difference(await render(FILE, SIZE), named)).toBeGreaterThan(0);
    expect(await ask(FILE, { ...SIZE, title: 7 })).toMatch(/^ExperimentError: title: expected /);
  });

  test('may have 8192 px a side', async () => {
    const [width, height] = await app.page.evaluate(async (file) => {
      const bytes = await window.logitscape.render(file, { width: 8192, height: 8192 });
      const header = new DataView(bytes, 16); // the sizes in a PNG's first chunk
      return [header.getUint32(0), header.getUint32(4)];
    }, FILE);
    expect([width, height]).toEqual([8192, 8192]);
  });

  test.each(['webgpu', 'cpu'])('shows the palette at the scaled value: %s', async (backend) => {
    const experiment = parseExperiment(FILE);
    const grid = gridOf(experiment);
    const evaluator = new PointEvaluator(experiment);
    const valueAt = (panel: 0 | 1, u: number, v: number) => {
      evaluator.updateJets(u, v, 1);
      return evaluator.jets[panel].value;
    };
    const settings = { arrows: false, scale: 'linear', palette: 'magma' };
    const picture = await render(FILE, { ...SIZE, settings, backend });
    const layout = layoutImage(SIZE.width, SIZE.height, { titled: true, rangeLines: 1 });
    const table = paletteTable('magma');
    for (const panel of [0, 1] as const) {
      const values: number[] = [];
      for (let j = 0; j < grid.height; j++) {
        for (let i = 0; i < grid.width; i++) values.push(valueAt(panel, columnU(grid, i), rowV(grid, j)));
      }
      const scale = makeScale('linear', rangeOfValues(values));
      const plot = plotOf(layout, panel);
      for (const across of [0.1, 0.35, 0.6, 0.9]) {
        for (const down of [0.12, 0.5, 0.88]) {
          const [x, y] = [Math.floor(across * plot.width), Math.floor(down * plot.height)];
          const [u, v] = pixelToPlane({ ...plot, x: 0, y: 0 }, grid.window, x + 0.5, y + 0.5);
          const wanted = colourAt(table, scale.position(valueAt(panel, u, v)));
          const found = colourOf(picture, plot.x + x, plot.y + y);
          // Between grid points the picture is a straight line and the loss is not.
          expect(colourDistance(found, wanted), `panel ${panel} at (${u}, ${v})`).toBeLessThanOrEqual(4);
        }
      }
    }
  });

  test('has arrows on its plots and nowhere else', async () => {
    const layout = layoutImage(SIZE.width, SIZE.height, { titled: true, rangeLines: 1 });
    const [plain, arrows] = [
      await render(FILE, { ...SIZE, settings: { arrows: false } }),
      await render(FILE, SIZE),
    ];
    const changed = ([0, 1] as const).map((panel) => {
      const plot = plotOf(layout, panel);
      const share = difference(part(plain, plot), part(arrows, plot));
      expect(share).toBeGreaterThan(0.05);
      return share * plot.width * plot.height;
    });
    const all = difference(plain, arrows) * SIZE.width * SIZE.height;
    expect(all).toBeCloseTo(changed[0]! + changed[1]!, 3);
  });

  test('has streamlines on its plots and nowhere else: long where it is steep, dots on a plateau', async () => {
    const layout = layoutImage(SIZE.width, SIZE.height, { titled: true, rangeLines: 1 });
    const samples = [{ origin: [0, 0, -1000], du: [1, 0, 0], dv: [0, 1, 0], target: 0 }];
    const file = { ...FILE, samples, window: { u: [-10, 10], v: [-10, 10] } };
    const [plain, streams] = [
      await render(file, { ...SIZE, settings: { arrows: false } }),
      await render(file, { ...SIZE, settings: { arrows: false, streamlines: true } }),
    ];
    const changed = ([0, 1] as const).map((panel) => {
      const plot = plotOf(layout, panel);
      return difference(part(plain, plot), part(streams, plot)) * plot.width * plot.height;
    });
    const all = difference(plain, streams) * SIZE.width * SIZE.height;
    expect(all).toBeCloseTo(changed[0]! + changed[1]!, 3);
    // At the upper left cross-entropy is as steep as anywhere, the squared error flat.
    const [steep, flat] = ([0, 1] as const).map((panel) => {
      const { x, y, width, height } = plotOf(layout, panel);
      const corner = { x, y, width: width / 4, height: height / 4 };
      return difference(part(plain, corner), part(streams, corner));
    });
    expect(flat).toBeGreaterThan(0.02);
    expect(steep).toBeGreaterThan(2 * flat!);
  });

  test('has contours on its plots, and marks of them on its colourbars', async () => {
    const layout = layoutImage(SIZE.width, SIZE.height, { titled: true, rangeLines: 1 });
    const settings = { arrows: false, scale: 'linear' };
    const [plain, lines] = [
      await render(FILE, { ...SIZE, settings }),
      await render(FILE, { ...SIZE, settings: { ...settings, contours: true } }),
    ];
    for (const panel of [0, 1] as const) {
      const plot = plotOf(layout, panel);
      const share = difference(part(plain, plot), part(lines, plot));
      expect(share).toBeGreaterThan(0.005);
      expect(share).toBeLessThan(0.2);
      const beside = { ...plot, x: plot.x + plot.width + 2, width: 60 };
      expect(difference(part(plain, beside), part(lines, beside))).toBeGreaterThan(0.002);
    }
  });

  test('says the name of the experiment, the losses, formulas and ranges', async () => {
    const layout = layoutImage(SIZE.width, SIZE.height, { titled: true, rangeLines: 1 });
    const picture = await render(FILE, SIZE);
    const empty = (box: Box) => colourCount(part(picture, box)) === 1;
    const title = layout.title!;
    const titleBox = {
      x: title.x * layout.scale,
      y: (title.baseline - 10) * layout.scale,
      width: 100 * layout.scale,
      height: 10 * layout.scale,
    };
    expect(empty(titleBox)).toBe(false);
    for (const panel of [0, 1] as const) expect(empty(headingOf(layout, panel))).toBe(false);
    // Another window has another range, and nothing else of the heading changes: not the name, not the formula.
    const other = await render({ ...FILE, window: { u: [-6, 6], v: [-4, 4.5] } }, SIZE);
    const chinese = await render(FILE, { ...SIZE, language: 'zh' });
    const renamed = await render({ ...FILE, name: 'another name' }, SIZE);
    const box = headingOf(layout, 1);
    const nameRow = { ...box, height: 16 * layout.scale };
    expect(difference(part(picture, box), part(other, box))).toBeGreaterThan(0);
    expect(difference(part(picture, nameRow), part(other, nameRow))).toBe(0);
    expect(difference(part(picture, nameRow), part(chinese, nameRow))).toBeGreaterThan(0);
    expect(difference(part(picture, titleBox), part(renamed, titleBox))).toBeGreaterThan(0);
    expect(difference(part(picture, box), part(renamed, box))).toBe(0);
  });

  test('without a name has no title, and larger or equal plots', async () => {
    const picture = await render({ ...FILE, name: '' }, SIZE);
    const layout = layoutImage(SIZE.width, SIZE.height, { titled: false, rangeLines: 1 });
    const plot = plotOf(layout, 0);
    // Just outside of the plot is its outline, further out the background.
    expect(colourOf(picture, plot.x + 20, plot.y - 1)).not.toEqual(WHITE);
    expect(colourOf(picture, plot.x + 20, plot.y - 4)).toEqual(WHITE);
  });

  test('is dark when asked', async () => {
    const picture = await render(FILE, { ...SIZE, theme: 'dark' });
    expect(Math.max(...colourOf(picture, 0, 0))).toBeLessThan(40);
  });

  test('hatches what is undefined', async () => {
    const undefinedGround = {
      version: 1,
      map: 'affine',
      link: 'identity',
      samples: [{ origin: [0], du: [1], dv: [0], target: 1 }],
      window: { u: [-1, 1], v: [-1, 1] },
      resolution: [41, 41],
    };
    const picture = await render(undefinedGround, { ...SIZE, settings: { arrows: false } });
    const layouts = [1, 2].map((rangeLines) =>
      layoutImage(SIZE.width, SIZE.height, { titled: false, rangeLines }),
    );
    // The share that is undefined may have a line of its own.
    const plot = layouts
      .map((layout) => plotOf(layout, 0))
      .find(({ x, y }) => colourOf(picture, x + 20, y - 4).every((channel) => channel === 255))!;
    const colours = Array.from({ length: 30 }, (_, n) => colourOf(picture, plot.x + 10 + n, plot.y + 30));
    const shades = new Set(colours.map(([red, green, blue]) => `${red} ${green} ${blue}`));
    expect(shades.has('232 234 237')).toBe(true);
    expect(shades.has('203 207 212')).toBe(true);
  });

  test('says where values are infinite: in their own colour, and above the colourbar', async () => {
    const overflowing = {
      ...FILE,
      samples: [{ ...FILE.samples[0], target: 2 }],
      losses: ['cross-entropy-naive', 'mse'],
      window: { u: [-6, 120], v: [-4, 4] },
    };
    const picture = await render(overflowing, SIZE);
    const layout = layoutImage(SIZE.width, SIZE.height, { titled: true, rangeLines: 1 });
    const plot = plotOf(layout, 0);
    expect(colourOf(picture, plot.x + plot.width - 10, plot.y + 10)).toEqual(LIGHT_THEME.infinite);
    expect(colourOf(picture, plot.x + 10, plot.y + 10)).not.toEqual(LIGHT_THEME.infinite);
    const { x, y, figure } = layout.panels[0];
    const cap = [x + figure.bar.x + figure.bar.width / 2, y + figure.bar.y - 5] as const;
    const [capX, capY] = cap.map((length) => Math.round(length * layout.scale));
    expect(colourOf(picture, capX!, capY!)).toEqual(LIGHT_THEME.infinite);
    // And beside the words that say how many there are.
    const heading = part(picture, headingOf(layout, 0));
    const isSwatch = (x: number, y: number) =>
      [0, 3, 6].every((dx) =>
        [0, 3, 6].every(
          (dy) => colourDistance(colourOf(heading, x + dx, y + dy), LIGHT_THEME.infinite) === 0,
        ),
      );
    const swatches = Array.from({ length: (heading.width - 6) * (heading.height - 6) }, (_, n) =>
      isSwatch(n % (heading.width - 6), Math.floor(n / (heading.width - 6))),
    );
    expect(swatches).toContain(true);
  });

  test('auto shows in f64 a window too narrow for f32', async () => {
    const narrow = { ...FILE, window: { u: [1, 1 + 1e-7], v: [1, 1 + 1e-7] } };
    const [auto, f32, f64] = [
      await render(narrow, SIZE),
      await render(narrow, { ...SIZE, backend: 'webgpu' }),
      await render(narrow, { ...SIZE, backend: 'cpu' }),
    ];
    expect(difference(auto, f64)).toBe(0);
    expect(difference(f32, f64)).toBeGreaterThan(0.05);
  });

  test('auto shows in f64 what is too small for f32', async () => {
    const far = { ...FILE, window: { u: [-200, 200], v: [-200, 200] } };
    const [auto, f32, f64] = [
      await render(far, SIZE),
      await render(far, { ...SIZE, backend: 'webgpu' }),
      await render(far, { ...SIZE, backend: 'cpu' }),
    ];
    expect(difference(auto, f64)).toBe(0);
    expect(difference(f32, f64)).toBeGreaterThan(0.05);
  });
});

describe('refused with the path of the bad field:', () => {
  test.each<[string, unknown, unknown, string]>([
    [
      'too small',
      FILE,
      { width: 199, height: 500 },
      'width: expected a whole number of px from 200 to 8192, found 199',
    ],
    [
      'too large',
      FILE,
      { width: 500, height: 8193 },
      'height: expected a whole number of px from 120 to 8192, found 8193',
    ],
    [
      'no whole number',
      FILE,
      { width: 500.5, height: 500 },
      'width: expected a whole number of px from 200 to 8192, found 500.5',
    ],
    ['no size', FILE, {}, 'width: expected a whole number of px from 200 to 8192, found nothing'],
    ['no options', FILE, null, 'options: expected an object, found null'],
    [
      'an unknown theme',
      FILE,
      { ...SIZE, theme: 'sepia' },
      'theme: expected "light" or "dark", found "sepia"',
    ],
    ['an unknown language', FILE, { ...SIZE, language: 'fr' }, 'language: expected "en" or "zh", found "fr"'],
    ['an unknown option', FILE, { ...SIZE, dpi: 300 }, 'dpi: expected no such key'],
    [
      'an unknown setting',
      FILE,
      { ...SIZE, settings: { arrowCount: 3 } },
      'settings.arrowCount: expected no such key',
    ],
    [
      'a bad setting',
      FILE,
      { ...SIZE, settings: { scale: 'cubic' } },
      'settings.scale: expected "linear", "log" or "symlog", found "cubic"',
    ],
    [
      'an unknown backend',
      FILE,
      { ...SIZE, backend: 'cuda' },
      'backend: expected "auto", "webgpu" or "cpu", found "cuda"',
    ],
    ['a bad experiment', { ...FILE, samples: [] }, SIZE, 'samples: expected at least 1 sample, found 0'],
    [
      'a grid beyond memory',
      { ...FILE, resolution: [4097, 4096] },
      SIZE,
      'resolution: expected at most 16777216 points for a figure, found 16781312',
    ],
  ])('%s', async (_name, experiment, options, message) => {
    expect(await ask(experiment, options)).toContain(`ExperimentError: ${message}`);
  });
});

test('nothing went wrong meanwhile', () => {
  app.expectNoProblems();
});
