/** `window.logitscape` as scripts use it: what is refused, what is a copy, and experiments of one's own. */
import type { Browser } from 'puppeteer';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Experiment } from '../../src/core/experiment.ts';
import { formatNumber } from '../../src/core/format.ts';
import { columnU, gridOf, rowV } from '../../src/core/grid.ts';
import { PointEvaluator } from '../../src/core/point-evaluator.ts';
import { PRESETS } from '../../src/core/presets/index.ts';
import { listOptions } from '../../src/core/readers.ts';
import { parseExperiment } from '../../src/core/validate.ts';
import { launchChrome } from '../harness/chrome.ts';
import { App, type AppState, eventually, SMALL_GRID } from './support/app.ts';
import { difference, pictureOfFigures } from './support/pixels.ts';

let browser: Browser;
let app: App;
let initial: AppState;

beforeAll(async () => {
  browser = await launchChrome({ webgpu: true });
  app = await App.open(browser, { fragment: `version=1&${SMALL_GRID}` });
  initial = await app.state();
});

const BINARY = {
  version: 1,
  map: 'affine',
  link: 'sigmoid',
  samples: [{ origin: [0.5], du: [1], dv: [-0.5], target: 1 }],
  resolution: [31, 21],
};

describe('what set() refuses', () => {
  test.each<[string, unknown, string]>([
    [
      'an experiment with a bad sample',
      { experiment: { ...BINARY, samples: [{ ...BINARY.samples[0], origin: [1, 2] }] } },
      'experiment.samples[0].origin: expected 1 number (the link is sigmoid), found 2',
    ],
    [
      'an experiment with an unknown key',
      { experiment: { ...BINARY, colour: 'red' } },
      'experiment.colour: expected no such key',
    ],
    ['an experiment that is none', { experiment: 7 }, 'experiment: expected an object, found 7'],
    [
      'a loss that there is not',
      { losses: ['hunge', 'mse'] },
      'losses[0]: expected "cross-entropy", "mse", ',
    ],
    [
      'a map that does not go with the link',
      { experiment: { version: 1, map: 'two-layer', link: 'softmax', samples: [{ input: 1, target: 1 }] } },
      'experiment.link: expected "sigmoid" or "identity"',
    ],
    [
      'a parameter out of bounds',
      { params: { value: 1000.5 } },
      'params.value: expected a number from -1000 to 1000, found 1000.5',
    ],
    [
      'a parameter of another kind',
      { params: { target: '1' } },
      'params.target: expected a whole number from 0 to 2, found "1"',
    ],
    ['an unknown parameter', { params: { speed: 1 } }, 'params.speed: expected no such key'],
    [
      'an unknown preset',
      { preset: 'four-class' },
      `preset: expected ${listOptions(PRESETS.map(({ name }) => name))}, found "four-class"`,
    ],
    [
      'no preset and no experiment',
      { preset: null },
      'experiment: expected an experiment, since preset is null, found nothing',
    ],
    [
      'another experiment than the preset has',
      {
        preset: 'three-class-extreme',
        experiment: {
          ...BINARY,
          link: 'softmax',
          samples: [{ origin: [0, 0], du: [1, 0], dv: [0, 1], target: 0 }],
        },
      },
      'experiment: expected that of the preset',
    ],
    [
      'a window upside down',
      { window: { u: [1, -1], v: [0, 1] } },
      'window.u: expected an increasing pair, found [1, -1]',
    ],
    ['half a window', { window: { u: [0, 1] } }, 'window.v: expected an array of 2 numbers, found nothing'],
    ['a grid of no size', { grid: [0, 16] }, 'grid[0]: expected a whole number from 2 to 16384, found 0'],
    [
      'a setting that is no option',
      { scale: 'cubic' },
      'scale: expected "linear", "log" or "symlog", found "cubic"',
    ],
    ['a number where a truth value belongs', { heatmap: 1 }, 'heatmap: expected true or false, found 1'],
    ['half an arrow', { arrowDensity: 7.5 }, 'arrowDensity: expected a whole number from 4 to 64, found 7.5'],
    ['an unknown key', { colour: 'red' }, 'colour: expected no such key'],
    ['another version', { version: 2 }, "version: expected 1 (the version of the page's state), found 2"],
    ['no object', 'magma', 'expected an object, found "magma"'],
    ['nothing at all', null, 'expected an object, found null'],
    [
      'good values beside a bad one',
      { palette: 'magma', window: { u: [0, 1], v: [0, 1] }, arrows: 'no' },
      'arrows: expected true or false, found "no"',
    ],
  ])('%s', async (_name, partial, message) => {
    const before = await app.state();
    const refusal = await app.refusal(partial);
    expect(refusal).toMatch(/^ExperimentError: /);
    expect(refusal).toContain(message);
    expect(await app.state()).toEqual(before);
    // What the script is told, the person before the page is told too.
    const notice = await app.notice('input');
    expect(notice).toMatch(/^Not applied, everything is as before\. /);
    expect(notice).toContain(message);
  });

  test('the message goes with the next change that is accepted', async () => {
    await app.refusal({ scale: 'cubic' });
    expect(await app.notice('input')).not.toBe('');
    await app.set({ scale: 'linear' });
    expect(await app.notice('input')).toBe('');
  });
});

test('the page given its own state back does not change', async () => {
  await app.set({ ...initial, palette: 'magma' });
  await app.settled();
  await app.fragmentHas('palette=magma');
  // Ranges, and what is drawn from them, come a moment after the picture.
  await eventually(() => app.figure(1).then(({ range }) => range)).toMatch(/◇/);
  await app.frames();
  const [state, fragment, picture] = [await app.state(), await app.fragment(), await pictureOfFigures(app)];
  await app.page.evaluate(() => window.logitscape.set(window.logitscape.state));
  expect(await app.state()).toEqual(state);
  await app.frames();
  await eventually(async () => difference(picture.whole, (await pictureOfFigures(app)).whole)).toBe(0);
  expect(state.palette).toBe('magma');
  expect(fragment).toBe(await app.fragment());
});

test('the state is a copy: changing it changes nothing', async () => {
  const before = await app.state();
  await app.page.evaluate(() => {
    const state = window.logitscape.state as unknown as Record<string, never>;
    Object.assign(state, { palette: 'greys' });
    Object.assign(state.experiment!, { link: 'identity', samples: [] });
    Object.assign(state.window!, { u: [0, 1] });
  });
  expect(await app.state()).toEqual(before);
});

test('what is given to set() is copied: changing it later changes nothing', async () => {
  const [given, later] = await app.page.evaluate(async (experiment) => {
    await window.logitscape.set({ experiment });
    const first = JSON.stringify(window.logitscape.state);
    (experiment.samples[0]!.origin as number[])[0] = 99;
    (experiment.resolution as number[])[0] = 5;
    return [first, JSON.stringify(window.logitscape.state)];
  }, BINARY);
  expect(later).toBe(given);
});

test('set() may be called before the first picture stands', async () => {
  const early = await App.open(browser, {
    fragment: `version=1&${SMALL_GRID}`,
    before: () => {
      addEventListener('DOMContentLoaded', () => {
        // The blank page before has no such thing.
        void window.logitscape?.set({ palette: 'greys', params: { target: 1 } });
      });
    },
  });
  const { palette, params } = await early.state();
  expect([palette, params.target]).toEqual(['greys', 1]);
  await eventually(async () => (await early.figure(0)).formula).toBe('−log p2');
  await eventually(async () => (await early.figure(0)).range).toContain('◇ at −10, 10');
  early.expectNoProblems();
  await early.page.close();
});

describe('an experiment of one’s own', () => {
  const oblique = (classes: number, n: number) => {
    const numbers = (seed: number, size: number) =>
      Array.from({ length: classes }, (_, k) => size * Math.sin(seed + 1.7 * k + 2.3 * n));
    return { origin: numbers(1, 2), du: numbers(2, 1), dv: numbers(3, 1) };
  };
  const cases: [name: string, file: object, texts: { titles: string[]; formulas: string[] }][] = [
    [
      'sigmoid, hard',
      BINARY,
      { titles: ['Cross-entropy', 'Mean squared error'], formulas: ['−log p', '(p − y)²'] },
    ],
    [
      'sigmoid, soft, several samples, summed',
      {
        ...BINARY,
        samples: [0.25, 1, 0.5].map((target, n) => ({ origin: [n - 1], du: [1], dv: [n], target })),
        sampleReduction: 'sum',
        squaredError: 'half',
        losses: ['mse', 'cross-entropy'],
      },
      {
        titles: ['Squared error', 'Cross-entropy'],
        formulas: ['Σn ½ (p − y)²', 'Σn [−y log p − (1 − y) log(1 − p)]'],
      },
    ],
    [
      'softmax with soft targets',
      {
        version: 1,
        map: 'affine',
        samples: [{ origin: [0, 1, -1], du: [1, 0, 0], dv: [0, 1, 0], target: [0.5, 0.25, 0.25] }],
        squaredError: 'sum',
        window: { u: [-4, 5], v: [-6, 7] },
        resolution: [40, 30],
      },
      {
        titles: ['Cross-entropy', 'Squared error'],
        formulas: ['−Σk yk log pk', 'Σk (pk − yk)²'],
      },
    ],
    [
      'ten classes, several samples, oblique directions',
      {
        version: 1,
        map: 'affine',
        samples: Array.from({ length: 7 }, (_, n) => ({ ...oblique(10, n), target: n })),
        resolution: [33, 44],
      },
      {
        titles: ['Cross-entropy', 'Mean squared error'],
        formulas: ['1/7 Σn (−log py)', '1/7 Σn 1/10 Σk (pk − yk)²'],
      },
    ],
  ];

  test.each(cases)('%s: drawn by WebGPU, described by f64', async (_name, file, { titles, formulas }) => {
    const experiment = parseExperiment(file);
    await app.set({ experiment: file });
    const state = await app.state();
    expect(state.preset).toBeNull();
    expect(state.params).toEqual({});
    expect(state.experiment).toEqual(experiment);
    expect(state.grid).toEqual(experiment.resolution);
    expect(await app.text('#experiment-name')).toBe('Own experiment');
    // Its folder is about presets only.
    expect(await app.texts('#panel [data-name="folderExperiment"]')).toEqual([]);
    expect(await app.text('#status .backend')).not.toContain('f64');
    expect(await app.texts('.notice')).toEqual([]);
    const figures = await app.figures();
    expect(figures.map(({ title }) => title)).toEqual(titles);
    expect(figures.map(({ formula }) => formula)).toEqual(formulas);
    for (const panel of [0, 1] as const) {
      await eventually(async () => (await app.figure(panel)).range).toContain(rangeOf(experiment, panel));
    }
    const verdict = await app.page.evaluate((own) => window.logitscape.verify(own), file);
    expect(verdict.ok).toBe(true);
    expect(verdict.points).toBe(experiment.resolution[0] * experiment.resolution[1]);
  });

  test('its name stands at the top', async () => {
    await app.set({ experiment: { ...BINARY, name: 'One <b>logit</b> & a half' } });
    expect(await app.text('#experiment-name')).toBe('One <b>logit</b> & a half');
  });

  test('a preset by its name leads back', async () => {
    await app.set({ preset: 'three-class-extreme', grid: [64, 64] });
    const { preset, experiment, losses, window } = await app.state();
    expect({ preset, experiment, losses, window }).toEqual({
      preset: initial.preset,
      experiment: initial.experiment,
      losses: initial.losses,
      window: initial.window,
    });
    expect(await app.texts('#panel [data-name="folderExperiment"]')).toHaveLength(1);
  });
});

describe('evaluate() and verify()', () => {
  test('they refuse what set() refuses', async () => {
    const refusals = await app.page.evaluate(async (file) => {
      const message = (promise: Promise<unknown>) =>
        promise.then(
          () => 'it was done',
          (error: Error) => error.message,
        );
      const { evaluate, verify } = window.logitscape;
      const bad = { ...file, samples: [] };
      return [
        await message(evaluate(bad)),
        await message(verify(bad)),
        await message(evaluate({ ...file, losses: ['hunge', 'mse'] })),
        await message(evaluate(file, { rows: [5, 5] })),
        await message(evaluate(file, { rows: [0, 22] })),
        await message(evaluate({ ...file, losses: ['cross-entropy-naive', 'mse'] }, { backend: 'webgpu' })),
        await message(evaluate(file, { backends: 'cpu' } as object)),
        await message(verify(file, { backend: 'cpu' } as object)),
      ];
    }, BINARY);
    expect(refusals).toEqual([
      'samples: expected at least 1 sample, found 0',
      'samples: expected at least 1 sample, found 0',
      expect.stringContaining('losses[0]: expected "cross-entropy", "mse", '),
      'rows: expected 0 <= j0 < j1 <= 21, found [5, 5]',
      'rows: expected 0 <= j0 < j1 <= 21, found [0, 22]',
      'cannot evaluate on WebGPU: one of its losses has no kernel for the GPU',
      'backends: expected no such key (the keys are backend, fields, rows, signal, onProgress), found "cpu"',
      'backend: expected no such key (the keys are fields, errors, signal, onProgress), found "cpu"',
    ]);
  });

  test('the CPU’s rows, which its threads write to memory that they share with the page, are those of f64', async () => {
    const experiment = parseExperiment({
      ...BINARY,
      losses: ['cross-entropy', 'mse'],
      resolution: [301, 200],
    });
    const given = await app.page.evaluate(async (file) => {
      const { fields } = await window.logitscape.evaluate(file, { backend: 'cpu', rows: [7, 193] });
      const values = fields['mse.du']!;
      return {
        isolated: crossOriginIsolated,
        length: values.length,
        some: [0, 17, 29_999].map((n) => values[n]!),
      };
    }, experiment);
    expect(given).toMatchObject({ isolated: true, length: 301 * 186 });
    const grid = gridOf(experiment);
    const evaluator = new PointEvaluator(experiment);
    for (const [k, n] of [0, 17, 29_999].entries()) {
      evaluator.updateJets(columnU(grid, n % 301), rowV(grid, 7 + Math.floor(n / 301)), 1);
      expect(given.some[k]).toBeCloseTo(evaluator.jets[1].du, 15);
    }
  });

  test('they leave the page as it is', async () => {
    await eventually(async () => (await app.figure(0)).range).toContain('2.06e−9 … 20');
    const before = await app.state();
    const figures = await app.figures();
    await app.page.evaluate(async (file) => {
      await window.logitscape.evaluate(file);
      await window.logitscape.verify(file);
    }, BINARY);
    expect(await app.state()).toEqual(before);
    expect(await app.figures()).toEqual(figures);
  });
});

test('nothing went wrong meanwhile', () => {
  app.expectNoProblems();
});

/** How a figure begins to say the range of a loss, from f64. */
function rangeOf(experiment: Experiment, panel: 0 | 1): string {
  const grid = gridOf(experiment);
  const evaluator = new PointEvaluator(experiment);
  const values: number[] = [];
  const norms: number[] = [];
  for (let j = 0; j < grid.height; j++) {
    for (let i = 0; i < grid.width; i++) {
      evaluator.updateJets(columnU(grid, i), rowV(grid, j), 1);
      const { value, du, dv } = evaluator.jets[panel];
      values.push(value);
      norms.push(Math.hypot(du, dv));
    }
  }
  const range = (numbers: number[]) =>
    [Math.min(...numbers), Math.max(...numbers)].map((x) => formatNumber(x, 3)).join(' … ');
  return `${range(values)}  ·  |∇| ${range(norms)}`;
}
