/** GPUs that have less than others, or less than they promised: the page works with what there is, and says what it did. */
import type { Browser } from 'puppeteer';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { launchChrome } from '../harness/chrome.ts';
import { App, eventually, SMALL_GRID } from './support/app.ts';
import { difference, plots } from './support/pixels.ts';

const ON_WEBGPU = /^WebGPU · ./;
const FRAGMENT = `version=1&${SMALL_GRID}`;

/** What every WebGPU device has (https://www.w3.org/TR/webgpu/#limits), of the limits that the page could have raised. */
const DEFAULT_LIMITS = {
  maxBufferSize: 268_435_456,
  maxStorageBufferBindingSize: 134_217_728,
  maxTextureDimension2D: 8192,
};

/** What the tests below put into the page and read from it. */
interface Tampered {
  device: GPUDevice;
  asked: GPUDeviceDescriptor[];
  /** Buffers of this label are refused beyond so many bytes. */
  scarce?: { label: string; bytes: number } | null;
  refused: number;
  /** Pipelines whose label starts so are not compiled. */
  incompilable?: string | null;
}

let browser: Browser;

beforeAll(async () => {
  browser = await launchChrome({ webgpu: true });
});

describe('an adapter without optional features and with the limits that every device has', () => {
  let app: App;
  let model: App;

  beforeAll(async () => {
    model = await App.open(browser, { fragment: FRAGMENT });
    app = await App.open(browser, {
      fragment: FRAGMENT,
      before: () => {
        if (!navigator.gpu) return; // the blank page before
        const least: Record<PropertyKey, number> = {
          maxBufferSize: 268_435_456,
          maxStorageBufferBindingSize: 134_217_728,
          maxTextureDimension2D: 8192,
        };
        const limits = Object.getOwnPropertyDescriptor(GPUAdapter.prototype, 'limits')!.get!;
        Object.defineProperties(GPUAdapter.prototype, {
          features: { get: () => new Set() },
          limits: {
            get(this: GPUAdapter) {
              const real = limits.call(this) as Record<PropertyKey, number>;
              return new Proxy({}, { get: (_, name) => least[name] ?? real[name] });
            },
          },
        });
        const tampered = window as unknown as Tampered;
        const { requestDevice } = GPUAdapter.prototype;
        GPUAdapter.prototype.requestDevice = async function (this: GPUAdapter, descriptor) {
          tampered.asked = [...(tampered.asked ?? []), descriptor ?? {}];
          tampered.device = await requestDevice.call(this, descriptor);
          return tampered.device;
        };
      },
    });
  });

  test('the page asks for no feature and for no more than the limits', async () => {
    const { asked, limits, features } = await app.page.evaluate((names) => {
      const { asked, device } = window as unknown as Tampered;
      const limits = Object.fromEntries(names.map((name) => [name, device.limits[name as 'maxBufferSize']]));
      return { asked, limits, features: [...device.features] };
    }, Object.keys(DEFAULT_LIMITS));
    expect(asked).toEqual([{ label: 'logitscape', requiredFeatures: [], requiredLimits: DEFAULT_LIMITS }]);
    expect(limits).toEqual(DEFAULT_LIMITS);
    for (const feature of ['timestamp-query', 'float32-filterable', 'subgroups', 'shader-f16']) {
      expect(features).not.toContain(feature);
    }
    expect(await app.text('#status .backend')).toMatch(ON_WEBGPU);
  });

  test('everything is drawn as with a device that has more', async () => {
    for (const partial of [
      {},
      { contours: true, scale: 'symlog' },
      { quantity: 'gradient', contours: false, scale: 'log' },
      { quantity: 'lambda_min' },
      { quantity: 'ratio', view: 'both', contours: true },
      { quantity: 'steps' },
      { preset: 'golik-gradients', quantity: 'value', view: 'flat', contours: false },
    ]) {
      await Promise.all([model, app].map((page) => page.set(partial)));
      const [expected, actual] = [await plots(model), await plots(app)];
      for (const panel of [0, 1] as const) {
        expect(difference(expected[panel], actual[panel]), JSON.stringify(partial)).toBe(0);
      }
    }
  });

  test('without its own clock the GPU is timed until its queue is done', async () => {
    await eventually(() => app.text('#status .time')).toMatch(/^[\d.]+ ms until the GPU was done$/);
  });

  test('the check holds', async () => {
    const { ok } = await app.page.evaluate(() =>
      window.logitscape.verify(window.logitscape.state.experiment),
    );
    expect(ok).toBe(true);
  });

  test('a grid that no buffer can hold is reduced to what can be, and the page says so', async () => {
    // 16 bytes a point: 2896 x 2896 is the largest square below 128 MiB.
    await app.set({ grid: [4096, 8] });
    expect(await app.text('#status .points')).toBe('2896 × 8 points');
    expect(await app.notice('grid')).toMatch(/^This device draws at most 2896 points a side/);
    await app.set({ grid: [64, 64] });
    expect(await app.notice('grid')).toBe('');
    app.expectNoProblems();
    model.expectNoProblems();
  });
});

describe('a device whose buffers hold little', () => {
  const MOST_BYTES = 2 ** 21;
  let app: App;
  let model: App;

  beforeAll(async () => {
    model = await App.open(browser, { fragment: FRAGMENT });
    app = await App.open(browser, {
      fragment: FRAGMENT,
      before: () => {
        if (!navigator.gpu) return;
        const most = 2 ** 21;
        const limits = Object.getOwnPropertyDescriptor(GPUDevice.prototype, 'limits')!.get!;
        Object.defineProperty(GPUDevice.prototype, 'limits', {
          get(this: GPUDevice) {
            const real = limits.call(this) as Record<PropertyKey, number>;
            return new Proxy(
              {},
              {
                get: (_, name) =>
                  /^max(Storage)?Buffer(Binding)?Size$/.test(String(name)) ? most : real[name],
              },
            );
          },
        });
        const beyond: string[] = [];
        Object.assign(window, { beyond });
        const { createBuffer } = GPUDevice.prototype;
        GPUDevice.prototype.createBuffer = function (this: GPUDevice, descriptor) {
          if (descriptor.size > most) beyond.push(`${descriptor.label}: ${descriptor.size}`);
          return createBuffer.call(this, descriptor);
        };
      },
    });
  });

  const beyond = () => app.page.evaluate(() => (window as unknown as { beyond: string[] }).beyond);

  test.each([
    { preset: 'three-class-extreme', resolution: [1200, 500] },
    // Four of these rows fill a tile.
    { preset: 'golik-gradients', resolution: [16384, 9] },
  ])('the fields of $preset come tile by tile, the same numbers', async ({ preset, resolution }) => {
    const evaluate = (page: App) =>
      page.page.evaluate(
        async (name, size) => {
          const { evaluate, set } = window.logitscape;
          await set({ preset: name });
          const experiment = { ...window.logitscape.state.experiment, resolution: size };
          const { backend, fields } = await evaluate(experiment as never, { backend: 'webgpu' });
          // Undefined numbers are of many bits.
          const sums = Object.entries(fields).map(([key, values]) => {
            let [sum, undefinedCount] = [0, 0];
            for (const [n, value] of values.entries()) {
              if (Number.isNaN(value)) undefinedCount += 1;
              else sum += value * (1 + (n % 7));
            }
            return [key, values.length, sum, undefinedCount];
          });
          return [backend, sums];
        },
        preset,
        resolution,
      );
    const [expected, actual] = [await evaluate(model), await evaluate(app)];
    expect(actual).toEqual(expected);
    expect(actual[0]).toBe('webgpu');
    expect(await beyond()).toEqual([]);
  });

  test('what is drawn has as many points as there is room for, in every view', async () => {
    const largest = Math.floor(Math.sqrt(MOST_BYTES / 16));
    await app.set({ preset: 'three-class-extreme', grid: [1000, 1000] });
    expect(await app.text('#status .points')).toBe(`${largest} × ${largest} points`);
    expect(await app.notice('grid')).toMatch(
      new RegExp(`^This device draws at most ${largest} points a side`),
    );
    for (const partial of [
      { grid: [300, 300], contours: true, streamlines: true },
      { quantity: 'lambda_min', view: 'both', streamlines: false },
      { quantity: 'ratio' },
      { quantity: 'steps', grid: [250, 250], steps: 20 },
      { quantity: 'value', view: 'flat', contours: false },
    ])
      await app.set(partial);
    expect(await beyond()).toEqual([]);
    expect(await app.texts('.notice')).toEqual([]);
    const verdict = await app.page.evaluate(() =>
      window.logitscape.verify(window.logitscape.state.experiment),
    );
    expect(verdict.ok).toBe(true);
    expect(await beyond()).toEqual([]);
    app.expectNoProblems();
    model.expectNoProblems();
  });
});

test('a device that cannot have what its adapter promised is opened with less', async () => {
  const app = await App.open(browser, {
    fragment: FRAGMENT,
    before: () => {
      if (!navigator.gpu) return;
      const { requestDevice } = GPUAdapter.prototype;
      GPUAdapter.prototype.requestDevice = async function (this: GPUAdapter, descriptor) {
        if (descriptor?.requiredLimits) throw new DOMException('no', 'OperationError');
        return requestDevice.call(this, descriptor);
      };
    },
  });
  expect(await app.text('#status .backend')).toMatch(ON_WEBGPU);
  expect(await app.texts('.notice')).toEqual([]);
  app.expectNoProblems();
  await app.page.close();
});

describe('a device that refuses', () => {
  let app: App;

  beforeAll(async () => {
    app = await App.open(browser, {
      fragment: FRAGMENT,
      before: () => {
        if (!navigator.gpu) return;
        const tampered = window as unknown as Tampered;
        tampered.refused = 0;
        const { requestDevice } = GPUAdapter.prototype;
        GPUAdapter.prototype.requestDevice = async function (this: GPUAdapter, ...given) {
          tampered.device = await requestDevice.apply(this, given);
          return tampered.device;
        };
        const { createBuffer } = GPUDevice.prototype;
        GPUDevice.prototype.createBuffer = function (this: GPUDevice, descriptor) {
          const { scarce } = tampered;
          const tooMuch =
            scarce && descriptor.label?.includes(scarce.label) && descriptor.size > scarce.bytes;
          if (tooMuch) tampered.refused += 1;
          const size = tooMuch ? this.limits.maxBufferSize + 4 : descriptor.size;
          return createBuffer.call(this, { ...descriptor, size });
        };
        for (const name of ['createComputePipelineAsync', 'createRenderPipelineAsync'] as const) {
          const device = GPUDevice.prototype as unknown as Record<string, (given: never) => unknown>;
          const make = device[name]!;
          device[name] = async function (this: GPUDevice, descriptor: { label?: string }) {
            const { incompilable } = tampered;
            if (incompilable && descriptor.label?.startsWith(incompilable)) {
              throw new GPUPipelineError('the shader is beyond this compiler', { reason: 'internal' });
            }
            return make.call(this, descriptor as never);
          };
        }
      },
    });
  });

  /** A device that has nothing yet. */
  beforeEach(() => app.visit(FRAGMENT));

  async function tamper(how: Pick<Tampered, 'scarce' | 'incompilable'>): Promise<void> {
    await app.page.evaluate((given) => Object.assign(window, { refused: 0 }, given), how);
  }

  const refused = () => app.page.evaluate(() => (window as unknown as Tampered).refused);

  test.each([
    // 16 bytes a point, and at most 24 bytes a column and a row.
    { what: 'the fields', scarce: { label: 'full left fields', bytes: 16 * 300 ** 2 } },
    { what: 'the tables along the axes', scarce: { label: 'axis factors', bytes: 24 * 2 * 300 } },
  ])('memory for $what: a smaller grid, and a sentence', async ({ scarce }) => {
    await tamper({ scarce });
    await app.set({ grid: [600, 600] });
    expect(await refused()).toBeGreaterThan(0);
    expect(await app.notice('grid')).toBe(
      'The GPU has no memory for 600 × 600 points; a coarser grid is shown. ' +
        'Choose fewer points under Grid, or compute on the CPU.',
    );
    expect(await app.text('#status .points')).toBe('300 × 300 points');
    expect(await app.notice('failure')).toBe('');
    await tamper({ scarce: null });
    await app.set({ grid: [64, 64] });
    expect(await app.notice('grid')).toBe('');
    expect(await app.text('#status .points')).toBe('64 × 64 points');
  });

  test('memory of any size: the page says that there is none left, and works again later', async () => {
    await tamper({ scarce: { label: 'full left fields', bytes: 0 } });
    await app.set({ grid: [256, 256] });
    expect(await app.notice('failure')).toMatch(
      /^The plots could not be drawn anew: the GPU has no memory left\. .*try again/,
    );
    await tamper({ scarce: null });
    await app.set({ grid: [64, 64] });
    expect(await app.texts('.notice')).toEqual([]);
    expect(await app.text('#status .points')).toBe('64 × 64 points');
  });

  test('memory for the tiles of an evaluation: smaller ones give the same numbers', async () => {
    const evaluate = () =>
      app.page.evaluate(async () => {
        const { evaluate, state } = window.logitscape;
        const experiment = { ...state.experiment, resolution: [200, 100] };
        const { backend, fields } = await evaluate(experiment, { backend: 'webgpu' });
        return [backend, ...Object.values(fields).map((values) => [...values].join())];
      });
    const expected = await evaluate();
    await app.visit(FRAGMENT);
    await tamper({ scarce: { label: 'left tile', bytes: 16 * 200 * 13 } });
    expect(await evaluate()).toEqual(expected);
    expect(await refused()).toBeGreaterThan(0);
  });

  test('memory for any tile: the evaluation says so, and the next one is good', async () => {
    await tamper({ scarce: { label: 'left tile', bytes: 0 } });
    const evaluate = () =>
      app.page.evaluate(async () => {
        const { evaluate, state } = window.logitscape;
        const experiment = { ...state.experiment, resolution: [300, 200] };
        return evaluate(experiment, { backend: 'webgpu' }).then(
          ({ backend }) => backend,
          (error: Error) => error.name,
        );
      });
    expect(await evaluate()).toBe('GpuMemoryError');
    await tamper({ scarce: null });
    expect(await evaluate()).toBe('webgpu');
  });

  test('to compile a kernel: the CPU evaluates what needs it, and the page says why', async () => {
    await tamper({ incompilable: 'leads ' });
    await app.set({ losses: ['cross-entropy', 'hinge'], grid: [64, 64] });
    expect(await app.notice('failure')).toBe(
      'This experiment is evaluated on the CPU in f64: this GPU cannot compile its kernel.',
    );
    expect(await app.text('#status .points')).toBe('64 × 64 points');
    expect((await app.figure(1)).range).not.toBe('');
    const backends = await app.page.evaluate(() => {
      const { evaluate, state } = window.logitscape;
      const say = (promise: ReturnType<typeof evaluate>) =>
        promise.then(
          ({ backend }) => backend,
          (error: Error) => error.name,
        );
      return Promise.all([
        say(evaluate(state.experiment)),
        say(evaluate(state.experiment, { backend: 'webgpu' })),
      ]);
    });
    expect(backends).toEqual(['cpu', 'GPUPipelineError']);
    await app.set({ losses: ['cross-entropy', 'mse'] });
    expect(await app.texts('.notice')).toEqual([]);
    expect(await app.text('#status .backend')).toMatch(ON_WEBGPU);
  });

  test('something that nobody expected: the page says so', async () => {
    await app.page.evaluate(() => {
      const { device } = window as unknown as Tampered;
      device.createBuffer({ label: 'of no use', size: 4, usage: 0x8000 });
      return device.queue.onSubmittedWorkDone();
    });
    await eventually(() => app.notice('failure')).toMatch(/^The plots could not be drawn anew: .*of no use/s);
    await app.set({ palette: 'magma' });
    await app.page.click('.notice[data-subject="failure"] .close');
  });
});

test('a device that cannot draw: the CPU does, until the user has WebGPU tried again', async () => {
  const app = await App.open(browser, {
    fragment: `${FRAGMENT}&palette=magma`,
    before: () => {
      if (!navigator.gpu) return;
      const tampered = window as unknown as Tampered;
      tampered.incompilable = 'heatmap';
      const make = GPUDevice.prototype.createRenderPipelineAsync;
      GPUDevice.prototype.createRenderPipelineAsync = async function (this: GPUDevice, descriptor) {
        if (tampered.incompilable && descriptor.label?.startsWith(tampered.incompilable)) {
          throw new GPUPipelineError('the shader is beyond this compiler', { reason: 'internal' });
        }
        return make.call(this, descriptor);
      };
    },
  });
  const state = await app.state();
  expect(await app.text('#status .backend')).toBe('CPU · f64');
  expect(await app.notice('backend')).toMatch(/^The GPU could not be opened, .*beyond this compiler/);
  const tryAgain = '.notice[data-subject="backend"] .action';
  expect(await app.text(tryAgain)).toBe('Try WebGPU again');
  // In vain.
  await app.page.click(tryAgain);
  await eventually(() => app.notice('backend')).toMatch(/beyond this compiler/);
  expect(await app.text('#status .backend')).toBe('CPU · f64');

  await app.page.evaluate(() => Object.assign(window, { incompilable: null }));
  await app.page.click(tryAgain);
  await eventually(() => app.text('#status .backend')).toMatch(ON_WEBGPU);
  await app.settled();
  expect(await app.texts('.notice')).toEqual([]);
  expect((await app.state()).palette).toBe(state.palette);
  const model = await App.open(browser, { fragment: `${FRAGMENT}&palette=magma` });
  const [expected, actual] = [await plots(model), await plots(app)];
  for (const panel of [0, 1] as const) expect(difference(expected[panel], actual[panel])).toBe(0);
  app.expectNoProblems();
});
