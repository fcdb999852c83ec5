/** Predict first, as a person meets it: what is hidden is nowhere on the page, and comes when it is asked for. */
import type { Browser } from 'puppeteer';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { DARK_THEME } from '../../src/render/theme.ts';
import { launchChrome } from '../harness/chrome.ts';
import { App, eventually, type Panel, SMALL_GRID } from './support/app.ts';
import { choose } from './support/panel.ts';
import {
  boxOf,
  colourCount,
  colourDistance,
  colourOf,
  difference,
  pictureOfFigures,
  plotBox,
  plots,
  type Rgb,
  screenshot,
} from './support/pixels.ts';
import { pointAt, read } from './support/probe.ts';

const COVERED = `version=1&${SMALL_GRID}&tab=descent&rate=2&starts=-4,2&contours=1`;
const QUESTION = 'What will the surface of mean squared error look like?';

let browser: Browser;
let app: App;

beforeAll(async () => {
  browser = await launchChrome({ webgpu: true });
});

afterEach(async () => {
  app.expectNoProblems();
  await app.page.close();
});

async function open(fragment: string): Promise<void> {
  app = await App.open(browser, { fragment });
  await eventually(() => app.page.$eval('.box', (box) => '__zoom' in box)).toBe(true);
}

function cover(panel: Panel): string {
  return `.figure[data-panel="${panel}"] .cover`;
}

async function isCovered(panel: Panel): Promise<boolean> {
  return (await app.page.$(cover(panel))) !== null;
}

/** Colours in what a painter left on a plot, with nothing over it: 1 where there is no picture. */
async function coloursOnCanvas(panel: Panel): Promise<number> {
  await app.settled();
  await app.page.$$eval('.cover', (covers) => {
    for (const node of covers) (node as HTMLElement).style.visibility = 'hidden';
  });
  const count = colourCount((await plots(app))[panel]);
  await app.page.$$eval('.cover', (covers) => {
    for (const node of covers) (node as HTMLElement).style.visibility = '';
  });
  return count;
}

/** Colours beside a plot, where its colourbar stands. */
async function coloursBeside(panel: Panel): Promise<number> {
  const { x, y, width, height } = await plotBox(app, panel);
  return colourCount(await screenshot(app, { x: x + width + 5, y: y - 4, width: 50, height: height + 8 }));
}

/** Whether something has the colour of a panel's loss: a line of a chart. */
async function coloured(selector: string, panel: Panel): Promise<boolean> {
  const pixels = await screenshot(app, await boxOf(app, selector));
  const colour = rgbOf(DARK_THEME.losses[panel]);
  for (let y = 0; y < pixels.height; y++) {
    for (let x = 0; x < pixels.width; x++) {
      if (colourDistance(colourOf(pixels, x, y), colour) < 16) return true;
    }
  }
  return false;
}

describe.each([
  ['WebGPU', ''],
  ['the CPU', '&backend=cpu'],
])('a panel that is covered, on %s', (_, backend) => {
  test('has a question in the place of its picture, and nothing on the page tells of its surface', async () => {
    await open(`${COVERED}${backend}&predict=right`);
    await eventually(() => app.text(`${cover(1)} p`)).toBe(QUESTION);
    expect(await app.text(`${cover(1)} .hint`)).toBe('Predict, then reveal.');
    expect(await coloursOnCanvas(0)).toBeGreaterThan(100);
    expect(await coloursOnCanvas(1)).toBe(1);
    expect(await coloursBeside(0)).toBeGreaterThan(100);
    expect(await coloursBeside(1)).toBe(1);

    const { title, range, label } = await app.figure(1);
    expect(title).toBe('Mean squared error');
    expect(range.trim()).toBe('');
    expect(label).toBe('Mean squared error, hidden until you reveal it');
    expect((await app.figure(0)).range).toContain('…');

    await eventually(() => app.texts('.race tbody td')).toEqual([
      expect.stringMatching(/L \d/),
      'hidden',
      '×',
    ]);
    await eventually(() => coloured('.race .chart-plot', 0)).toBe(true);
    expect(await coloured('.race .chart-plot', 1)).toBe(false);
    await app.page.click('.playback .restart');
    await eventually(() => app.text('.race .number[data-panel="0"]')).toMatch(/\d/);
    expect(await app.text('.race .number[data-panel="1"]')).toBe('');

    await pointAt(app, 0, 0.25, 0.75);
    await eventually(() => app.texts('#probe .loss h3')).toEqual([
      'Cross-entropy',
      'Mean squared error hidden',
    ]);
    expect(await app.page.$$('#probe .loss[data-panel="1"] td')).toHaveLength(0);
    expect((await read(app))?.losses[0].rows.L?.[0]).toMatch(/\d/);

    await app.set({ tab: 'slices' });
    await eventually(() => app.texts('.charts .number[data-panel="0"]')).toEqual([
      expect.stringMatching(/\d/),
      expect.stringMatching(/\d/),
      expect.stringMatching(/\d/),
    ]);
    expect(await app.texts('.charts .number[data-panel="1"]')).toEqual(['', '', '']);
    await eventually(() => coloured('.charts', 0)).toBe(true);
    expect(await coloured('.charts', 1)).toBe(false);
    await app.set({ sliceTable: true });
    await eventually(async () => (await app.texts('.slice-table tbody tr:first-child td')).length).toBe(6);
    const cells = await app.texts('.slice-table tbody tr:first-child td');
    for (const cell of cells.slice(0, 3)) expect(cell).toMatch(/\d/);
    expect(cells.slice(3)).toEqual(['–', '–', '–']);

    // What scripts see is the state as it is.
    const { predict, losses, starts } = await app.state();
    expect([predict, losses, starts]).toEqual(['right', ['cross-entropy', 'mse'], [[-4, 2]]]);
    const row = await app.page.evaluate(async () => {
      const { experiment } = window.logitscape.state;
      const { fields } = await window.logitscape.evaluate(experiment, {
        fields: ['mse.value'],
        rows: [0, 1],
      });
      return fields['mse.value']!.length;
    });
    expect(row).toBe(64);
  });
});

describe('a panel that is covered', () => {
  test('is revealed by keys, hidden again by a click, and hidden after a reload', async () => {
    await open(`${COVERED}&predict=right`);
    const fragment = await app.fragment();
    await eventually(() => isCovered(1)).toBe(true);
    await app.page.focus('.figure[data-panel="1"] .box');
    await app.page.keyboard.press('Tab');
    expect(await app.page.evaluate(() => document.activeElement?.textContent)).toBe('Reveal');
    await app.page.keyboard.press('Enter');
    await eventually(() => isCovered(1)).toBe(false);
    expect(await coloursOnCanvas(1)).toBeGreaterThan(100);
    expect(await coloursBeside(1)).toBeGreaterThan(100);
    const { range, label } = await app.figure(1);
    expect(range).toContain('…');
    expect(label).toContain('Values from');
    // The keyboard is on the plot that was revealed.
    expect(await app.page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe(label);
    await eventually(async () => (await app.texts('.race tbody td'))[1]).toMatch(/L \d/);

    await app.page.click('.figure[data-panel="1"] .hide-again');
    await eventually(() => isCovered(1)).toBe(true);
    expect(await coloursOnCanvas(1)).toBe(1);
    expect((await app.figure(1)).range.trim()).toBe('');
    expect(await app.page.$('.hide-again')).toBeNull();

    await app.page.click(`${cover(1)} .reveal`);
    await eventually(() => isCovered(1)).toBe(false);
    expect(await app.fragment()).toBe(fragment);
    await app.page.reload();
    await app.ready();
    await eventually(() => isCovered(1)).toBe(true);
    expect(await coloursOnCanvas(1)).toBe(1);
  });

  test('is covered again with another preset or loss, not with another parameter', async () => {
    await open(`${COVERED}&predict=left`);
    await eventually(() => app.text(`${cover(0)} p`)).toBe(
      'What will the surface of cross-entropy look like?',
    );
    await app.page.click(`${cover(0)} .reveal`);
    await eventually(() => isCovered(0)).toBe(false);
    await app.set({ params: { target: 1 }, window: { u: [-5, 5], v: [-5, 5] } });
    expect(await isCovered(0)).toBe(false);
    await app.set({ losses: ['hinge', 'mse'] });
    await eventually(() => isCovered(0)).toBe(true);
    await app.page.click(`${cover(0)} .reveal`);
    await app.set({ preset: 'saturated-neuron' });
    await eventually(() => isCovered(0)).toBe(true);
  });

  test('is told of neither where there is something to read nor among the claims, until it is revealed', async () => {
    await open(`version=1&${SMALL_GRID}&tab=read&predict=right&claims=1`);
    const claims = '#claims-view .told-later';
    await eventually(() => app.text(`${claims} p`)).toBe(
      'The claims tell of the surface of mean squared error, which is hidden.',
    );
    await app.settled();
    expect(await app.page.$$('#claims-view table')).toHaveLength(0);
    await app.page.keyboard.press('Escape');
    await eventually(() => app.text('.reading .told-later p')).toBe(
      'What is written here tells of the surface of mean squared error, which is hidden.',
    );
    expect(await app.page.$$('.reading :is(.look, .steps, .answer)')).toHaveLength(0);
    await app.page.click('.reading .reveal');
    await eventually(() => isCovered(1)).toBe(false);
    await eventually(() => app.texts('.reading .steps li')).toHaveLength(3);
    expect(await app.page.evaluate(() => document.activeElement?.id)).toBe('pane');
    await app.set({ claims: true });
    await eventually(() => app.text('#claims-view .progress span')).toMatch(/^\d+ of \d+ measured$/);
    await app.set({ claims: false });
    await app.page.click('.figure[data-panel="1"] .hide-again');
    await eventually(() => app.texts('.reading .told-later')).toHaveLength(1);
    // Revealed from the claims, they are measured at once.
    await app.set({ claims: true });
    await app.page.click(`${claims} .reveal`);
    await eventually(() => app.page.$$('#claims-view [data-claim]').then((rows) => rows.length)).toBe(35);
    await eventually(() => app.page.$('[data-verdict="upheld"] .figures table').then(Boolean)).toBe(true);
    expect(await isCovered(1)).toBe(false);
  });

  test('takes no starts and no gestures: a press on it means its button', async () => {
    await open(`version=1&${SMALL_GRID}&predict=right`);
    await eventually(() => isCovered(1)).toBe(true);
    const { x, y, width, height } = await plotBox(app, 1);
    const before = await app.state();
    await app.page.mouse.move(x + 0.3 * width, y + 0.2 * height);
    await app.page.mouse.wheel({ deltaY: -200 });
    await app.page.mouse.click(x + 0.3 * width, y + 0.2 * height);
    await app.page.mouse.down();
    await app.page.mouse.move(x + 0.5 * width, y + 0.3 * height, { steps: 3 });
    await app.page.mouse.up();
    await app.page.click(`${cover(1)} .reveal`);
    await eventually(() => isCovered(1)).toBe(false);
    await app.settled();
    expect(await app.state()).toEqual(before);
  });

  test('does not tell of its range through a scale that both share', async () => {
    await open(`version=1&${SMALL_GRID}&predict=right&range=panel`);
    const own = (await pictureOfFigures(app)).plots[0];
    await app.set({ range: 'shared' });
    expect(difference((await pictureOfFigures(app)).plots[0], own)).toBe(0);
    await eventually(() => isCovered(1)).toBe(true);
    await app.page.click(`${cover(1)} .reveal`);
    await app.settled();
    expect(difference((await pictureOfFigures(app)).plots[0], own)).toBeGreaterThan(0.1);
  });
});

test('the panel chooses what is hidden, and the link keeps it', async () => {
  await open(`version=1&${SMALL_GRID}`);
  expect(await app.page.$$('.cover, #predict')).toHaveLength(0);
  await choose(app, 'predict', 'hide the left panel');
  await eventually(() => isCovered(0)).toBe(true);
  await app.fragmentHas('predict=left');
  await choose(app, 'predict', 'off');
  await eventually(() => isCovered(0)).toBe(false);
  expect(await coloursOnCanvas(0)).toBeGreaterThan(100);
});

test('the arrows are hidden until their button is pressed, in Chinese too', async () => {
  await open(`version=1&${SMALL_GRID}&predict=arrows&language=zh`);
  await eventually(() => app.text('#predict button')).toBe('显示箭头');
  await app.settled();
  const hidden = (await plots(app))[0];
  await app.page.focus('#predict button');
  await app.page.keyboard.press('Enter');
  await eventually(() => app.text('#predict button')).toBe('重新隐藏');
  await app.settled();
  const shown = (await plots(app))[0];
  expect(difference(shown, hidden)).toBeGreaterThan(0.05);
  await app.page.click('#predict button');
  await app.settled();
  expect(difference((await plots(app))[0], hidden)).toBe(0);
  // Without arrows there is nothing to ask for, and the plots are as they are.
  expect((await app.state()).arrows).toBe(true);
  await app.set({ arrows: false });
  expect(difference((await plots(app))[0], hidden)).toBeGreaterThan(0);
  expect(await app.page.$eval('#predict', (bar) => (bar as HTMLElement).hidden)).toBe(true);
});

test('with the arrows, all that tells of their direction is hidden until it is revealed', async () => {
  await open(`version=1&${SMALL_GRID}&predict=arrows&tab=slices&rate=2&starts=-4,2`);
  await app.settled();
  const overlays = () =>
    app.page.$$eval('.figure .overlay', (layers) =>
      layers.map((layer) => (layer as HTMLCanvasElement).toDataURL()),
    );
  await app.page.focus('.box');
  await app.page.keyboard.press('ArrowRight');
  await app.page.keyboard.press('p');
  const cells = async (row: string) => (await read(app))?.losses[1].rows[row];
  await eventually(() => cells('|∇L|')).toEqual(['hidden', '', '']);
  for (const row of ['∂L/∂z₁', '∂L/∂z₂']) expect(await cells(row)).toEqual(['hidden', '', '']);
  expect((await cells('L'))![0]).toMatch(/\d/);
  const norms = () => app.texts('#pins tr:nth-child(3) :is(th, td)');
  await eventually(norms).toEqual(['|∇L|', 'hidden', 'hidden']);
  const first = '.chart[data-quantity="first"]';
  await eventually(() => app.text(`${first} .name`)).toMatch(/ hidden$/);
  expect(await app.texts(`${first} .number`)).toEqual(['', '']);
  expect(await app.page.$eval(`${first} .chart-plot`, (plot) => getComputedStyle(plot).visibility)).toBe(
    'hidden',
  );
  await eventually(() => app.text('#spoken')).toMatch(/Mean squared error [^,]*\.$/);
  await app.set({ tab: 'read' });
  await eventually(() => app.text('.reading .told-later p')).toBe(
    'What is written here tells where the arrows point, which is hidden.',
  );
  // The start alone stands there, whatever its descent is.
  await app.settled();
  const hidden = await overlays();
  await app.set({ rate: 1 });
  await app.settled();
  expect(await overlays()).toEqual(hidden);

  await app.page.click('.reading .reveal');
  await eventually(() => app.texts('.reading .steps li')).toHaveLength(3);
  await eventually(async () => (await cells('∂L/∂z₁'))?.[0]).toMatch(/\d/);
  await eventually(norms).toEqual(['|∇L|', expect.stringMatching(/\d/), expect.stringMatching(/\d/)]);
  await eventually(async () => (await overlays()).map((overlay, n) => overlay === hidden[n])).toEqual([
    false,
    false,
  ]);
});

test('colours that would compare a covered panel show the value, and their control says why', async () => {
  await open(`version=1&${SMALL_GRID}&predict=left&quantity=ratio`);
  await eventually(() => isCovered(0)).toBe(true);
  const reason = () => app.text('#reason-quantity');
  await eventually(reason).toBe(
    'The ratio would tell of the hidden panel: until that is revealed, colours show the value.',
  );
  await eventually(async () => (await app.figure(1)).label).toMatch(/Colours show value\.$/);
  await app.page.click(`${cover(0)} .reveal`);
  await eventually(reason).toBe('');
  await eventually(async () => (await app.figure(1)).label).toMatch(/Colours show gradient ratio\.$/);
  await choose(app, 'quantity', 'gradient norm');
  await app.fragmentHas('quantity=gradient');
});

function rgbOf(hex: string): Rgb {
  return [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)) as never as Rgb;
}
