/** While the GPU goes and comes the keyboard stays where it is, and WebGPU can be asked for again. */
import { beforeAll, describe, expect, test } from 'vitest';
import { launchChrome } from '../harness/chrome.ts';
import { App, eventually, SMALL_GRID } from './support/app.ts';
import { destroyDevice, type Held, keepDevice, setAbsent } from './support/device.ts';
import { choose, press } from './support/panel.ts';

const ON_WEBGPU = /^WebGPU · ./;
const ON_CPU = 'CPU · f64';
const FRAGMENT = `version=1&${SMALL_GRID}`;
const TRY_AGAIN = 'Try WebGPU again';

async function backendIs(app: App, words: RegExp | string): Promise<void> {
  await eventually(() => app.text('#status .backend')).toMatch(words);
  await app.settled();
}

async function loseDevice(app: App): Promise<void> {
  const before = await app.page.evaluateHandle(() => (window as unknown as Held).device);
  await destroyDevice(app);
  await eventually(() => before.evaluate((old) => (window as unknown as Held).device !== old)).toBe(true);
  await backendIs(app, ON_WEBGPU);
}

/** The control of the panel that has the focus, or the class of what else has it. */
function focused(app: App): Promise<string> {
  return app.page.evaluate(() => {
    const active = document.activeElement!;
    return active.closest<HTMLElement>('[data-control]')?.dataset.control ?? active.className;
  });
}

describe('the device is lost while the keyboard is in the panel', () => {
  let app: App;

  beforeAll(async () => {
    app = await App.open(await launchChrome({ webgpu: true }), { fragment: FRAGMENT, before: keepDevice });
    await app.page.click('#panel [data-name="folderGrid"] > .lil-title');
  });

  test('a number that is being typed goes on', async () => {
    await app.page.click('#panel [data-control="value"] input', { count: 3 });
    await app.page.keyboard.type('-12');
    await loseDevice(app);
    await app.page.keyboard.type('3');
    await app.page.keyboard.press('Enter');
    await eventually(async () => (await app.state()).params.value).toBe(-123);
  });

  test('the button of the check keeps the keyboard', async () => {
    await app.page.focus('#panel .check-run');
    await loseDevice(app);
    expect(await focused(app)).toBe('check-run');
  });

  test.each([
    ['palette', 'palette'],
    ['grid', 'grid'],
    ['heatmap', 'heatmap'],
    // These are of no use then; their folder's title is next to them.
    ['view', 'lil-title'],
    ['streamlines', 'lil-title'],
  ])(
    '%s: the keyboard is on %s when the CPU draws, and the menu of grids is that of the CPU',
    async (name, kept) => {
      const autoGrid = () => app.text('#panel [data-control="grid"] option');
      const control = `#panel [data-control="${name}"] :is(input, select)`;
      await app.page.focus(control);
      await app.set({ backend: 'cpu' });
      expect(await autoGrid()).toBe('auto (192 × 192)');
      await app.frames(); // in which Chrome takes the focus from what is disabled
      expect(await focused(app)).toBe(kept);
      await app.set({ backend: 'auto' });
      expect(await autoGrid()).toBe('auto (256 × 256)');
      expect(await focused(app)).toBe(kept);
    },
  );

  test('a grid that the menu does not have is in it while it is shown', async () => {
    const grids = () => app.texts('#panel [data-control="grid"] option');
    const offered = await grids();
    await app.set({ grid: [60, 40] });
    expect(await grids()).toEqual([...offered, '60 × 40']);
    expect(await app.text('#panel [data-control="grid"] .lil-display')).toBe('60 × 40');
    await app.set({ grid: [64, 64] });
    expect(await grids()).toEqual(offered);
    app.expectNoProblems();
  });
});

describe('without a device', () => {
  let app: App;

  beforeAll(async () => {
    const browser = await launchChrome({ webgpu: true });
    app = await App.open(browser, { fragment: FRAGMENT, before: keepDevice });
  });

  test('trying again in vain leads back to the message, and else to the plots', async () => {
    await setAbsent(app, true);
    await destroyDevice(app);
    await backendIs(app, ON_CPU);
    await app.page.focus('.notice[data-subject="backend"] .action');
    await app.page.keyboard.press('Enter');
    await eventually(() => app.notice('backend')).toMatch(/no GPU for WebGPU/);
    await backendIs(app, ON_CPU);
    expect(await focused(app)).toBe('action');
    await setAbsent(app, false);
    await app.page.keyboard.press('Enter');
    await backendIs(app, ON_WEBGPU);
    expect(await app.texts('.notice')).toEqual([]);
    expect(await focused(app)).toMatch(/\bbox\b/);
  });

  test('when the message is gone, the panel has WebGPU tried again', async () => {
    const inPanel = () =>
      app.page.$$eval(
        '#panel button',
        (buttons, label) => buttons.some((one) => one.textContent === label && one.offsetParent !== null),
        TRY_AGAIN,
      );
    await choose(app, 'backend', 'WebGPU if possible');
    expect(await inPanel()).toBe(false);
    await setAbsent(app, true);
    await destroyDevice(app);
    await backendIs(app, ON_CPU);
    await app.page.click('.notice[data-subject="backend"] .close');

    expect(await inPanel()).toBe(true);
    await press(app, TRY_AGAIN);
    await eventually(() => app.notice('backend')).toMatch(/no GPU for WebGPU/);
    await backendIs(app, ON_CPU);
    await app.page.click('.notice[data-subject="backend"] .close');

    await choose(app, 'backend', 'CPU (f64)');
    await app.settled();
    expect(await inPanel()).toBe(false);
    await setAbsent(app, false);
    await choose(app, 'backend', 'WebGPU if possible');
    await backendIs(app, ON_WEBGPU);
    expect(await app.texts('.notice')).toEqual([]);
    expect(await inPanel()).toBe(false);
    app.expectNoProblems();
  });
});
