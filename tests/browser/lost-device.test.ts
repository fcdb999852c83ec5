/** A GPU that goes away: the page gets it back by itself, or goes on without it. */
import { beforeAll, describe, expect, test } from 'vitest';
import { launchChrome } from '../harness/chrome.ts';
import { App, eventually, SMALL_GRID } from './support/app.ts';
import { destroyDevice, keepDevice } from './support/device.ts';
import { boxesOf, difference, type PlotPixels, plots } from './support/pixels.ts';
import { pointAt, readAt } from './support/probe.ts';
import { recordTexts } from './support/record.ts';

/** What is not as on a first visit must survive. */
const FRAGMENT = `version=1&${SMALL_GRID}&p.target=1&palette=inferno&u=-8,8`;
const ON_WEBGPU = /^WebGPU · ./;
const LOST = /^The GPU was lost several times, so the surfaces are now computed on the CPU in f64\./;

describe('the GPU process crashes', () => {
  let app: App;
  let before: PlotPixels;

  beforeAll(async () => {
    app = await App.open(await launchChrome({ webgpu: true }), { fragment: FRAGMENT });
    before = await plots(app);
  });

  /** Crashes it and waits until the page has noticed. */
  async function crash(): Promise<void> {
    const lost = app.page.evaluate(
      () =>
        new Promise<void>((resolve) => {
          new MutationObserver((_changes, observer) => {
            if (document.querySelector('#status .light.gpu')) return;
            observer.disconnect();
            resolve();
          }).observe(document.querySelector('#status')!, { childList: true });
        }),
    );
    const session = await app.page.browser().target().createCDPSession();
    // It never answers: what would answer has crashed.
    void session.send('Browser.crashGpuProcess').catch(() => undefined);
    await lost;
  }

  test('once: the page says so, and is back on WebGPU with the same state and picture', async () => {
    const state = await app.state();
    await crash();
    await eventually(() => app.text('#status .backend')).toMatch(ON_WEBGPU);
    await app.settled();
    const after = await plots(app);
    for (const panel of [0, 1] as const) expect(difference(before[panel], after[panel])).toBe(0);
    expect(await app.state()).toEqual(state);
    expect(await app.texts('.notice')).toEqual([]);
    // Everything else that needs the GPU works on the new one.
    await pointAt(app, 0, 0.5, 0.5);
    const { losses } = await readAt(app, 'z₁, z₂', '0, 0');
    expect(losses[0].rows.L?.[2]).toMatch(/ ULP$/);
    const verdict = await app.page.evaluate(() =>
      window.logitscape.verify(window.logitscape.state.experiment),
    );
    expect(verdict.ok).toBe(true);
  });

  test('until Chrome gives no more GPU: the CPU takes over, and the page says why', async () => {
    const state = await app.state();
    // Chrome decides after how many crashes that is; the page itself gives up after the fourth.
    for (let n = 0; n < 4 && (await app.notice('backend')) === ''; n++) {
      await crash();
      await eventually(() => app.text('#status .backend')).toMatch(/^(WebGPU|CPU)/);
    }
    expect(await app.notice('backend')).toMatch(LOST);
    expect(await app.text('#status .backend')).toBe('CPU · f64');
    expect(await app.state()).toEqual(state);
    await app.page.click('.notice[data-subject="backend"] .close');
    await app.settled();
    const after = await plots(app);
    for (const panel of [0, 1] as const)
      expect(difference(before[panel], after[panel], 0.1)).toBeLessThan(0.04);
    await app.set({ params: { target: 2 } });
    await eventually(async () => (await app.figure(0)).formula).toBe('−log p3');
    app.expectNoProblems([
      'A valid external Instance reference no longer exists.',
      'Failed to create WebGPU Context Provider',
    ]);
  });
});

describe('the device is destroyed', () => {
  let app: App;
  let before: PlotPixels;

  beforeAll(async () => {
    app = await App.open(await launchChrome({ webgpu: true }), {
      fragment: FRAGMENT,
      before: keepDevice,
    });
    before = await plots(app);
  });

  test('while a check runs: the check fails with a message, and works again later', async () => {
    await app.set({ grid: [1500, 1500] });
    await app.page.click('.check-run');
    await eventually(() => app.texts('.check progress')).toHaveLength(1);
    await destroyDevice(app);
    await eventually(() => app.texts('.check progress')).toEqual([]);
    await eventually(() => app.text('#status .backend')).toMatch(ON_WEBGPU);
    const told = async () => (await app.texts('.check .bad')).join();
    await eventually(told).toMatch(/^The GPU was lost before this was done\..* try again/);
    await app.set({ language: 'zh' });
    await eventually(told).toMatch(/GPU 就断开了.*请稍后重试/);
    await app.set({ language: 'en', grid: [64, 64] });
    await app.page.click('.check-run');
    await eventually(() => app.text('.check p')).toBe('All fields within tolerance.');
  });

  test('again and again: it comes back a few times, then the CPU takes over', async () => {
    let returns = 0;
    for (let loss = 0; loss < 6; loss++) {
      await destroyDevice(app);
      await eventually(() => app.text('#status .backend')).toMatch(/^(WebGPU|CPU) · ./);
      if ((await app.text('#status .backend')) === 'CPU · f64') break;
      returns += 1;
      await app.settled();
      const after = await plots(app);
      for (const panel of [0, 1] as const) expect(difference(before[panel], after[panel])).toBe(0);
      expect(await app.texts('.notice')).toEqual([]);
    }
    expect(returns).toBeGreaterThanOrEqual(2);
    expect(await app.text('#status .backend')).toBe('CPU · f64');
    expect(await app.notice('backend')).toMatch(LOST);
    await app.page.click('.notice[data-subject="backend"] .close');
    await app.settled();
    const after = await plots(app);
    for (const panel of [0, 1] as const)
      expect(difference(before[panel], after[panel], 0.1)).toBeLessThan(0.04);
    expect(await app.text('.check')).toContain('there is nothing to compare');
  });

  test('a reload tries WebGPU again', async () => {
    await app.page.reload();
    await app.ready();
    expect(await app.text('#status .backend')).toMatch(ON_WEBGPU);
    expect(await app.texts('.notice')).toEqual([]);
    const after = await plots(app);
    for (const panel of [0, 1] as const) expect(difference(before[panel], after[panel])).toBe(0);
    app.expectNoProblems();
  });
});

/** No more losses than the page recovers from. */
describe('the device is destroyed under', () => {
  let app: App;

  beforeAll(async () => {
    app = await App.open(await launchChrome({ webgpu: true }), { fragment: FRAGMENT, before: keepDevice });
  });

  test('surfaces in space, while fields are evaluated: the CPU does what the GPU left', async () => {
    await app.set({ view: 'both', contours: true, starts: [[-4, 2]] });
    const before = await plots(app);
    const outcome = await app.page.evaluate(async () => {
      const { experiment } = window.logitscape.state;
      const large = { ...experiment, resolution: [1500, 1500] };
      const auto = window.logitscape.evaluate(large);
      const only = window.logitscape.evaluate(large, { backend: 'webgpu' }).catch((error) => error.message);
      await new Promise((resolve) => setTimeout(resolve, 20));
      (window as unknown as { device: GPUDevice }).device.destroy();
      const { backend, fields } = await auto;
      return { backend, length: fields['mse.du']!.length, only: await only };
    });
    const only = 'the GPU was lost while it computed';
    expect(outcome).toEqual({ backend: 'cpu', length: 1500 * 1500, only });
    await isBack();
    const after = await plots(app);
    for (const panel of [0, 1] as const) expect(difference(before[panel], after[panel])).toBe(0);
  });

  test('a map of steps', async () => {
    await app.set({ view: 'flat', quantity: 'steps' });
    const before = await plots(app);
    await destroyDevice(app);
    await isBack();
    const after = await plots(app);
    for (const panel of [0, 1] as const) expect(difference(before[panel], after[panel])).toBe(0);
  });

  test('streamlines', async () => {
    await app.set({ quantity: 'value', streamlines: true });
    await destroyDevice(app);
    await isBack();
    const first = await plots(app);
    // They flow again.
    await eventually(async () => difference(first[0], (await plots(app))[0])).toBeGreaterThan(0);
    app.expectNoProblems();
  });

  async function isBack(): Promise<void> {
    const state = await app.state();
    await eventually(() => app.text('#status .backend')).toMatch(ON_WEBGPU);
    await app.settled();
    expect(await app.state()).toEqual(state);
    expect(await app.texts('.notice')).toEqual([]);
  }
});

/** The second and third wait for another device are long enough to see what stands on the page meanwhile. */
test('a picture that the loss interrupts is no failure: nothing is told of it before, while and after the page waits', async () => {
  const app = await App.open(await launchChrome({ webgpu: true }), {
    fragment: FRAGMENT,
    before: () => {
      if (!navigator.gpu) return;
      const { submit } = GPUQueue.prototype;
      const { requestDevice } = GPUAdapter.prototype;
      GPUAdapter.prototype.requestDevice = async function (this: GPUAdapter, ...options) {
        const device = await requestDevice.apply(this, options);
        device.queue.submit = (buffers) => {
          submit.call(device.queue, buffers);
          const armed = window as unknown as { lossAt?: number };
          if (armed.lossAt === undefined || --armed.lossAt > 0) return;
          delete armed.lossAt;
          device.destroy();
        };
        return device;
      };
    },
  });
  const told = await recordTexts(app, '.notice p');
  for (const [looks, lossAt] of [
    [{ quantity: 'value', window: { u: [-7, 7], v: [-6, 6] } }, 1],
    [{ quantity: 'steps', view: 'flat' }, 2],
    [{ quantity: 'value', view: 'both', window: { u: [-6, 6], v: [-5, 5] } }, 1],
  ] as const) {
    const said = await recordTexts(app, '#status .backend');
    await app.page.evaluate((lossAt) => Object.assign(window, { lossAt }), lossAt);
    await app.set(looks);
    await eventually(async () => (await said()).join()).toMatch(/the GPU was lost/);
    await eventually(() => app.text('#status .backend')).toMatch(ON_WEBGPU);
    await app.settled();
    expect(await told(), JSON.stringify(looks)).toEqual([]);
  }
  app.expectNoProblems();
});

describe('while another painter makes its first picture, the last one stays', () => {
  test.each([
    ['on the next device', { noMore: false }],
    ['on the CPU', { noMore: true }],
  ])('%s', async (_name, held) => {
    const app = await App.open(await launchChrome({ webgpu: true }), {
      fragment: FRAGMENT,
      before: () => {
        if (!navigator.gpu) return;
        const page = window as unknown as {
          device?: GPUDevice;
          /** No kernel is compiled and no worker told anything until this is called. */
          release?: () => void;
          held?: Promise<void>;
          waiting?: number;
          noMore?: boolean;
        };
        const hold = () => {
          page.waiting = (page.waiting ?? 0) + 1;
          return page.held!;
        };
        const { requestDevice } = GPUAdapter.prototype;
        GPUAdapter.prototype.requestDevice = async function (this: GPUAdapter, ...options) {
          if (page.noMore) throw new Error('no more');
          page.device = await requestDevice.apply(this, options);
          return page.device;
        };
        const { createComputePipelineAsync } = GPUDevice.prototype;
        GPUDevice.prototype.createComputePipelineAsync = async function (this: GPUDevice, kernel) {
          if (page.held && kernel.compute.entryPoint === 'evaluate') await hold();
          return createComputePipelineAsync.call(this, kernel);
        };
        const { postMessage } = Worker.prototype;
        Worker.prototype.postMessage = function (this: Worker, ...message: unknown[]) {
          const post = () => Reflect.apply(postMessage, this, message);
          if (page.held) void hold().then(post);
          else post();
        };
      },
    });
    const [before, boxes] = [await plots(app), await boxesOf(app, '.plot')];
    await app.page.evaluate((held) => {
      let release: (() => void) | undefined;
      const waits = new Promise<void>((resolve) => {
        release = resolve;
      });
      Object.assign(window, { ...held, held: waits, release });
    }, held);
    await destroyDevice(app);
    const waiting = () => app.page.evaluate(() => (window as unknown as { waiting?: number }).waiting);
    await eventually(waiting).toBeGreaterThan(0);
    // A notice takes room from the plots, which may not empty them either.
    if (held.noMore) await app.page.click('.notice[data-subject="backend"] .close');
    await eventually(() => boxesOf(app, '.plot')).toEqual(boxes);
    const meanwhile = await plots(app);
    await app.page.evaluate(() => (window as unknown as { release: () => void }).release());
    await eventually(() => app.text('#status .backend')).toMatch(held.noMore ? /^CPU/ : ON_WEBGPU);
    await app.settled();
    const after = await plots(app);
    for (const panel of [0, 1] as const) {
      expect(difference(before[panel], after[panel], 0.1), 'after').toBeLessThan(0.04);
      expect(difference(before[panel], meanwhile[panel]), 'meanwhile').toBe(0);
    }
    app.expectNoProblems();
  });
});
