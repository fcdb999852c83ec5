/** Own experiments as a person makes them: points typed into the table, files opened, dropped and saved. */
import { writeFileSync } from 'node:fs';
import type { Browser, ElementHandle } from 'puppeteer';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { AffineSample } from '../../src/core/experiment.ts';
import { launchChrome } from '../harness/chrome.ts';
import { App, type AppState, eventually, SMALL_GRID } from './support/app.ts';
import { Downloads } from './support/downloads.ts';
import { difference, pictureOfFigures } from './support/pixels.ts';
import { numberOf, pointAt, readAt } from './support/probe.ts';

const START = `version=1&tab=samples&${SMALL_GRID}`;

let browser: Browser;
let app: App;
const downloads = new Downloads();

beforeAll(async () => {
  browser = await launchChrome({ webgpu: true });
  app = await App.open(browser, { fragment: START });
  await downloads.takeFrom(app.page);
});

afterAll(async () => {
  await browser?.close();
  downloads.removeAll();
});

beforeEach(async () => {
  await app.visit(START);
  await eventually(() => app.texts('.samples-table tbody tr')).not.toEqual([]);
});

/** What stands in the cells, row by row. */
function cells(): Promise<string[][]> {
  return app.page.evaluate(() =>
    [...document.querySelectorAll('.samples-table tbody tr:not(.problem)')].map((row) =>
      [...row.querySelectorAll<HTMLInputElement | HTMLSelectElement>('input, select')].map(
        ({ value }) => value,
      ),
    ),
  );
}

async function cell(row: number, column: number): Promise<ElementHandle<Element>> {
  const rows = await app.page.$$('.samples-table tbody tr:not(.problem)');
  const found = await rows[row]!.$$('input, select');
  return found[column]!;
}

async function type(row: number, column: number, text: string): Promise<void> {
  const typed = await cell(row, column);
  // The bar above the table stays in sight, and rows are scrolled under it.
  await typed.evaluate((node) => node.scrollIntoView({ block: 'center' }));
  await typed.click({ count: 3 });
  await app.page.keyboard.type(text);
}

/** Pastes text into a cell, as from a spreadsheet. */
async function paste(row: number, column: number, text: string): Promise<void> {
  await (await cell(row, column)).evaluate((node, content) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', content);
    node.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  }, text);
}

async function press(label: string): Promise<void> {
  await (await buttonOf(label)).click();
}

async function buttonOf(label: string): Promise<ElementHandle<HTMLButtonElement>> {
  for (const button of await app.page.$$('.samples button')) {
    const name = await button.evaluate((node) => node.getAttribute('aria-label') ?? node.textContent);
    if (name === label) return button;
  }
  throw new Error(`the pane has no button "${label}"`);
}

/** Chooses an option of a setting by its value, with the keyboard. */
async function choose(field: string, value: string): Promise<void> {
  await chooseIn((await app.page.$(`.samples [data-field="${field}"] select`))!, value);
}

async function chooseIn(select: ElementHandle<Element>, value: string): Promise<void> {
  const values = await select.$$eval('option', (options) => options.map((option) => option.value));
  await select.click();
  await app.page.keyboard.press('Home');
  for (let step = 0; step < values.indexOf(value); step++) await app.page.keyboard.press('ArrowDown');
  await app.page.keyboard.press('Enter');
}

function message(): Promise<string> {
  return app.text('.samples > [role="alert"]:not([hidden])');
}

async function samples(): Promise<AppState['experiment']['samples']> {
  return (await app.state()).experiment.samples;
}

function point(x: number, target: number) {
  return { origin: [0], du: [x], dv: [1], target };
}

function fileWith(name: string, content: string): string {
  const path = downloads.path(name);
  writeFileSync(path, content);
  return path;
}

async function upload(...paths: string[]): Promise<void> {
  const input = (await app.page.$('.samples input[type="file"]')) as ElementHandle<HTMLInputElement>;
  await input.uploadFile(...paths);
}

/** What has been saved under this name. */
async function saved(name: string): Promise<string> {
  return (await downloads.saved(name)).toString();
}

const THREE_POINTS = { x: [1.5, -0.5, 4], y: [1, 0, 0] };

/** Textbook formulas, far from where they lose digits. */
function textbook(u: number, v: number): [crossEntropy: number, squaredError: number] {
  let [crossEntropy, squaredError] = [0, 0];
  for (const [n, x] of THREE_POINTS.x.entries()) {
    const p = 1 / (1 + Math.exp(-(u * x + v)));
    const y = THREE_POINTS.y[n]!;
    crossEntropy -= (y * Math.log(p) + (1 - y) * Math.log(1 - p)) / 3;
    squaredError += (p - y) ** 2 / 3;
  }
  return [crossEntropy, squaredError];
}

test('three own points, typed with the keyboard alone: the surfaces are theirs', async () => {
  const before = await pictureOfFigures(app);
  await choose('link', 'sigmoid');
  await eventually(() => app.text('.samples .formula')).toBe('z = u x + v');
  expect(await app.texts('.samples-table thead th')).toEqual(['No.', 'x', 'y']);
  await (await cell(0, 0)).click({ count: 3 });
  const { keyboard } = app.page;
  for (const [n, x] of THREE_POINTS.x.entries()) {
    await keyboard.type(String(x));
    await keyboard.press('Tab');
    await keyboard.type(String(THREE_POINTS.y[n]));
    if (n < 2) await keyboard.press('Enter');
  }
  await eventually(samples).toEqual([point(1.5, 1), point(-0.5, 0), point(4, 0)]);
  const { preset, experiment, grid } = await app.state();
  expect({ preset, link: experiment.link, name: experiment.name, grid }).toEqual({
    preset: null,
    link: 'sigmoid',
    name: '',
    grid: [64, 64],
  });
  await app.settled();
  const after = await pictureOfFigures(app);
  for (const panel of [0, 1] as const)
    expect(difference(before.plots[panel], after.plots[panel])).toBeGreaterThan(0.5);

  await pointAt(app, 0, 0.5, 0.5);
  await readAt(app, 'u, v', '0, 0');
  const [across, up] = await pointAt(app, 1, 0.52, 0.46);
  const [u, v] = [-10 + 20 * across, -10 + 20 * up];
  const [crossEntropy, squaredError] = textbook(u, v);
  await eventually(async () => numberOf(await app.text('#probe .loss tr + tr td'))).toBeCloseTo(
    crossEntropy,
    9,
  );
  const [, right] = await app.page.$$eval('#probe .loss', (losses) =>
    losses.map((loss) => loss.querySelector('tr + tr td')!.textContent ?? ''),
  );
  expect(numberOf(right)).toBeCloseTo(squaredError, 9);
  // It is in the link, and the link leads back to it.
  const { experiment: own } = await app.state();
  await app.fragmentHas('tab=samples');
  await app.visit(await app.fragment());
  expect((await app.state()).experiment).toEqual(own);
  await eventually(cells).toEqual([
    ['1.5', '1'],
    ['-0.5', '0'],
    ['4', '0'],
  ]);
});

describe('the table', () => {
  test('an invalid cell is marked with the path of its field and changes nothing, until it is mended', async () => {
    await press('Duplicate sample 1');
    await eventually(cells).toHaveLength(2);
    const before = await samples();
    await type(1, 4, 'abc');
    const said = 'samples[1].du[1]: expected a finite number of at most 1e15 in size, found "abc"';
    expect(await app.text('.samples-table .problem')).toBe(said);
    expect(await (await cell(1, 4)).evaluate((node) => node.getAttribute('aria-invalid'))).toBe('true');
    expect(await samples()).toEqual(before);
    // Other rows go on, and what was typed stays.
    await type(0, 2, '-3');
    expect((await samples())[0]).toMatchObject({ origin: [0, 0, -3] });
    await press('Add sample');
    await eventually(cells).toHaveLength(3);
    expect((await cells())[1]![4]).toBe('abc');
    expect(await app.text('.samples-table .problem')).toBe(said);
    await type(1, 4, '−2');
    expect(await app.texts('.samples-table .problem')).toEqual([]);
    expect((await samples())[1]).toMatchObject({ du: [1, -2, 0] });
  });

  test('a cell that is focused does not stand under the bar above the table', async () => {
    for (let n = 0; n < 6; n++) await press('Duplicate sample 1');
    await eventually(cells).toHaveLength(7);
    const [first, last] = [await cell(1, 3), await cell(6, 3)];
    await last.focus();
    await last.evaluate((node) => node.scrollIntoView({ block: 'end' }));
    await first.focus();
    const found = await first.evaluate((node) => {
      const { left, top, width, height } = node.getBoundingClientRect();
      return document.elementFromPoint(left + width / 2, top + height / 2) === node;
    });
    expect(found).toBe(true);
  });

  test('classes are chosen, probabilities typed, and only whole ones are taken', async () => {
    await chooseIn(await cell(0, 9), '2');
    await eventually(samples).toMatchObject([{ target: 2 }]);
    await choose('targets', 'soft');
    await eventually(samples).toMatchObject([{ target: [0, 0, 1] }]);
    await type(0, 9, '0.25');
    expect(await app.text('.samples-table .problem')).toContain('found a sum of 1.25');
    expect(await app.page.$$eval('[aria-invalid]', (marked) => marked.length)).toBe(3);
    expect(await samples()).toMatchObject([{ target: [0, 0, 1] }]);
    await type(0, 11, '0.75');
    await eventually(samples).toMatchObject([{ target: [0.25, 0, 0.75] }]);
    await choose('targets', 'hard');
    await eventually(samples).toMatchObject([{ target: 2 }]);
  });

  test('samples are removed, and edits undone one by one, to the preset at last', async () => {
    await press('Add sample');
    await press('Duplicate sample 2');
    await type(2, 0, '12.5');
    await press('Remove sample 1');
    await eventually(samples).toMatchObject([{ origin: [0, 0, 0] }, { origin: [12.5, 0, 0] }]);
    const lengths = [];
    for (let step = 0; step < 4; step++) {
      await press('Undo');
      const all = (await samples()) as readonly AffineSample[];
      lengths.push([all.length, all.at(-1)!.origin[0]]);
    }
    expect(lengths).toEqual([
      [3, 12.5],
      [3, 0],
      [2, 0],
      [1, 0],
    ]);
    expect((await app.state()).preset).toBe('three-class-extreme');
    const undo = await buttonOf('Undo');
    expect(await undo.evaluate((button) => button.disabled)).toBe(true);
  });

  test('another number of logits and another map keep what they can', async () => {
    const field = '.samples [data-field="classes"] input';
    await app.page.click(field, { count: 3 });
    await app.page.keyboard.type('4');
    await app.page.keyboard.press('Enter');
    await eventually(samples).toEqual([
      { origin: [0, 0, -1000, 0], du: [1, 0, 0, 0], dv: [0, 1, 0, 0], target: 0 },
    ]);
    await choose('map', 'two-layer');
    await eventually(samples).toEqual([{ input: -1, target: 0 }]);
    expect((await app.state()).experiment.link).toBe('sigmoid');
    expect(await app.text('.samples .formula')).toBe('z = v tanh(u x)');
    await choose('map', 'affine');
    await eventually(samples).toEqual([point(-1, 0)]);
    await choose('form', 'full');
    await eventually(cells).toEqual([['0', '-1', '1', '0']]);
    await choose('sampleReduction', 'sum');
    await choose('squaredError', 'half');
    await eventually(async () => (await app.state()).experiment).toMatchObject({
      sampleReduction: 'sum',
      squaredError: 'half',
    });
  });

  test('cells of a spreadsheet are pasted whole, or not at all', async () => {
    await choose('link', 'sigmoid');
    await press('Add sample');
    await paste(1, 0, '0.5\t1\r\n-2\t0\r\n3\t1\r\n');
    const pasted = [point(-1, 0), point(0.5, 1), point(-2, 0), point(3, 1)];
    await eventually(samples).toEqual(pasted);
    await paste(0, 1, '1\n2\n');
    await eventually(message).toContain('samples[1].target: expected a number from 0 to 1, found 2');
    await paste(0, 1, '1\t2\n');
    await eventually(message).toBe('samples[0]: expected at most 1 cells from this column on, found 2');
    expect(await samples()).toEqual(pasted);
    await press('Undo');
    await eventually(samples).toHaveLength(2);
    expect(await message()).toBe('');
  });

  test('follows what is chosen elsewhere, and gives back the experiment that was replaced', async () => {
    await type(0, 0, '7');
    await app.set({ preset: 'saturated-neuron', grid: [64, 64] });
    const before = await samples();
    await eventually(cells).toHaveLength(before.length);
    await press('Undo');
    expect(await samples()).toMatchObject([{ origin: [7, 0, -1000] }]);
  });

  test('many samples come in pages, and too many are not for a table', async () => {
    await upload(fileWith('many.csv', `x,y\n${Array.from({ length: 120 }, (_, n) => `${n},1\n`).join('')}`));
    await eventually(() => app.text('.samples .pager span')).toBe('1–50 of 120');
    expect(await cells()).toHaveLength(50);
    await press('Next samples');
    await press('Next samples');
    expect(await app.text('.samples .pager span')).toBe('101–120 of 120');
    await type(0, 0, '-1');
    await eventually(async () => (await samples())[100]).toEqual(point(-1, 1));
    await upload(fileWith('more.csv', `x,y\n${'1,1\n'.repeat(1001)}`));
    await eventually(() => app.text('.samples-rows')).toContain('1001 samples of 1 logits');
    expect(await samples()).toHaveLength(1001);
  });

  test('speaks Chinese too', async () => {
    await app.set({ language: 'zh' });
    await eventually(() => app.text('.samples-actions button')).toBe('添加样本');
    expect(await cells()).toEqual([['0', '0', '-1000', '1', '0', '0', '0', '1', '0', '0']]);
  });
});

const FILE = {
  version: 1,
  name: 'From a file',
  map: 'affine',
  link: 'softmax',
  samples: [
    { origin: [0.1, 0], du: [1, 0], dv: [0, 1e-7], target: 1 },
    { origin: [0, 3], du: [1, 1], dv: [2, 1], target: [0.5, 0.5] },
  ],
  losses: ['mse', 'cross-entropy'],
  sampleReduction: 'sum',
  squaredError: 'half',
  window: { u: [-3, 3], v: [-2, 5] },
  resolution: [50, 40],
};

describe('files', () => {
  test('an experiment file opens, is saved, and opens to the same experiment', async () => {
    await upload(fileWith('mine.json', JSON.stringify(FILE)));
    await eventually(async () => (await app.state()).experiment).toEqual(FILE);
    expect((await app.state()).preset).toBeNull();
    await press('Save experiment');
    const text = await saved('From-a-file.json');
    expect(JSON.parse(text)).toEqual(FILE);
    expect(text.split('\n').length).toBeGreaterThan(20);
    await app.visit(START);
    await upload(downloads.path('From-a-file.json'));
    await eventually(async () => (await app.state()).experiment).toEqual(FILE);
  });

  test('samples are saved as CSV, and opened into the experiment that is shown', async () => {
    await upload(fileWith('mine.json', JSON.stringify(FILE)));
    await eventually(async () => (await app.state()).experiment.name).toBe('From a file');
    await press('Save CSV');
    const text = await saved('From-a-file.csv');
    expect(text).toBe(
      'origin1,origin2,du1,du2,dv1,dv2,target,target1,target2\n' +
        '0.1,0,1,0,0,1e-7,1,,\n0,3,1,1,2,1,,0.5,0.5\n',
    );
    await upload(fileWith('points.csv', '\uFEFFx;y\r\n0,5;1\r\n-2;0\r\n\r\n'));
    await eventually(samples).toEqual([point(0.5, 1), point(-2, 0)]);
    expect((await app.state()).experiment).toMatchObject({
      name: 'points',
      link: 'sigmoid',
      window: FILE.window,
      sampleReduction: 'sum',
    });
    await upload(downloads.path('From-a-file.csv'));
    await eventually(samples).toEqual(FILE.samples);
  });

  test('a file whose samples go with another link only says which, and why', async () => {
    await upload(fileWith('heights.csv', 'x,y\n1,0\n2,1.8\n'));
    await eventually(() => app.text('#pane [role=alert]')).toBe(
      'heights.csv was opened with the link identity, since sigmoid does not go with it: ' +
        'line 3, column y: expected a number from 0 to 1, found 1.8.',
    );
    expect((await app.state()).experiment.link).toBe('identity');
  });

  test('what cannot be opened leaves the page as it was and says where it is wrong', async () => {
    const before = await app.state();
    const bad = { ...FILE, samples: [FILE.samples[0], { ...FILE.samples[1], origin: [1, 2, 3] }] };
    for (const [name, content, said] of [
      [
        'bad.json',
        JSON.stringify(bad),
        'bad.json was not opened. samples[1].origin: expected 2 numbers, found 3',
      ],
      [
        'cut.json',
        '{"version": 1,',
        'cut.json was not opened. experiment: expected JSON, found its end at line 1',
      ],
      ['bad.csv', 'x,y\n1,2\n3,four\n', 'bad.csv was not opened. line 3, column y: expected a finite number'],
      [
        'notes.md',
        'x,y\n1,2\n',
        'notes.md was not opened: it is neither an experiment (.json) nor samples (.csv).',
      ],
      ['huge.csv', ' '.repeat(64 * 1024 * 1024 + 1), 'huge.csv is larger than 64 MiB'],
    ] as const) {
      await upload(fileWith(name, content));
      await eventually(message).toContain(said);
      expect(await app.state()).toEqual(before);
    }
  });

  test('files are dropped anywhere on the page, one at a time', async () => {
    const before = await app.state();
    const json = fileWith('dropped.json', JSON.stringify(FILE));
    await drag('over', [json, json]);
    await eventually(() => app.text('#drop-target:not([hidden])')).toBe('Drop to open');
    await drag('drop', [json, json]);
    await eventually(() => app.notice('input')).toBe('No file was opened: choose one at a time.');
    expect(await app.text('#drop-target:not([hidden])')).toBe('');
    expect(await app.state()).toEqual(before);

    await drag('over', [json]);
    await drag('cancel', [json]);
    await app.page.mouse.move(300, 300);
    await eventually(() => app.text('#drop-target:not([hidden])')).toBe('');

    await drag('over', [json]);
    const leave = (to: string | null) =>
      app.page.evaluate((selector) => {
        const relatedTarget = selector === null ? null : document.querySelector(selector);
        document.body.dispatchEvent(new DragEvent('dragleave', { bubbles: true, relatedTarget }));
      }, to);
    await leave('#panel');
    await eventually(() => app.text('#drop-target:not([hidden])')).toBe('Drop to open');
    await leave(null);
    expect(await app.text('#drop-target:not([hidden])')).toBe('');

    await drag('over', [json]);
    await drag('drop', [json]);
    await eventually(async () => (await app.state()).experiment).toEqual(FILE);
    expect(await app.notice('input')).toBe('');
  });

  test('an experiment too large for a link is shown all the same', async () => {
    await app.set({ grid: [8, 8] });
    const lines = Array.from({ length: 12_000 }, (_, n) => `${n / 7000 - 3},${n % 2}\n`);
    await upload(fileWith('large.csv', `x,y\n${lines.join('')}`));
    await eventually(() => app.notice('link')).toContain('too large for a link');
    await app.settled();
    expect(await samples()).toHaveLength(12_000);
    expect((await app.figure(0)).range).not.toBe('');
  });
});

test('nothing went wrong meanwhile', () => {
  app.expectNoProblems();
});

const DRAG_STEPS = {
  over: ['dragEnter', 'dragOver'],
  cancel: ['dragCancel'],
  drop: ['dragOver', 'drop'],
} as const;

/** A drag of files from outside the browser, over the middle of the left plot. */
async function drag(kind: keyof typeof DRAG_STEPS, files: string[]): Promise<void> {
  const session = await app.page.createCDPSession();
  const data = { items: [], files, dragOperationsMask: 1 };
  for (const type of DRAG_STEPS[kind])
    await session.send('Input.dispatchDragEvent', { type, x: 240, y: 280, data });
  await session.detach();
}
