/** `logitscape.bench` and `benchChanges`: what they measure and refuse, never how fast. */
import type { Browser } from 'puppeteer';
import { beforeAll, describe, expect, test } from 'vitest';
import type { BenchRequest, BenchTimes } from '../../src/app/bench.ts';
import { presetByName } from '../../src/core/presets/index.ts';
import { launchChrome } from '../harness/chrome.ts';
import { App, SMALL_GRID } from './support/app.ts';

const EXPERIMENT = { ...presetByName('three-class-extreme').experiment(), resolution: [256, 192] };
const ALL_METHODS = ['webgpu', 'readback', 'cpu', 'plain'];

function bench(app: App, experiment: unknown, request: unknown) {
  return app.page.evaluate(
    (file, given) => window.logitscape.bench(file, given as BenchRequest),
    experiment,
    request,
  );
}

function refusal(app: App, experiment: unknown, request: unknown): Promise<string> {
  return bench(app, experiment, request).then(
    () => 'it was measured',
    (error: Error) => error.message,
  );
}

function runsOf(times: BenchTimes | undefined): number {
  if (!times || 'skipped' in times) throw new Error(`not measured: ${times?.skipped}`);
  for (const milliseconds of times.milliseconds) expect(milliseconds).toBeGreaterThan(0);
  return times.milliseconds.length;
}

describe('on WebGPU', () => {
  let browser: Browser;
  let app: App;

  beforeAll(async () => {
    browser = await launchChrome({ webgpu: true });
    app = await App.open(browser, { fragment: `version=1&${SMALL_GRID}` });
  });

  test('every method is measured as often as asked for', async () => {
    const result = await bench(app, EXPERIMENT, { methods: ALL_METHODS, fields: 'gradient', runs: 3 });
    expect(result).toMatchObject({ adapter: expect.stringMatching(/./), cores: expect.any(Number) });
    expect(Object.keys(result.methods).sort()).toEqual([...ALL_METHODS].sort());
    for (const times of Object.values(result.methods)) expect(runsOf(times)).toBe(3);
  });

  test('a run of a small grid is many evaluations, of which it gives the mean', async () => {
    const small = { ...EXPERIMENT, resolution: [64, 64] };
    const started = performance.now();
    const { methods } = await bench(app, small, { methods: ['plain', 'cpu'], fields: 'gradient', runs: 1 });
    // Each method: one run that warms up, one that is measured.
    expect(performance.now() - started).toBeGreaterThanOrEqual(4 * 100);
    for (const times of Object.values(methods)) {
      runsOf(times);
      expect('skipped' in times ? NaN : times.milliseconds[0]).toBeLessThan(100);
    }
  });

  test('what the plain loop does not know is left out, with the reason', async () => {
    const soft = { ...EXPERIMENT, squaredError: 'sum' };
    const { methods } = await bench(app, soft, { methods: ['plain', 'cpu'], fields: 'all', runs: 1 });
    expect(methods.plain).toEqual({ skipped: 'the plain loop knows three classes and one sample only' });
    expect(runsOf(methods.cpu)).toBe(1);
  });

  test('it leaves the page as it is', async () => {
    const before = await app.state();
    await bench(app, EXPERIMENT, { methods: ['webgpu'], fields: 'gradient', runs: 1 });
    expect(await app.state()).toEqual(before);
  });

  test('changes are applied, and on the screen no sooner coarsely than in full', async () => {
    const times = await app.page.evaluate(() =>
      window.logitscape.benchChanges([{ params: { value: -999 } }, { params: { value: -998 } }]),
    );
    expect(times).toHaveLength(2);
    for (const { firstFrameMilliseconds, fullFrameMilliseconds } of times) {
      expect(firstFrameMilliseconds).toBeGreaterThan(0);
      expect(fullFrameMilliseconds).toBeGreaterThanOrEqual(firstFrameMilliseconds);
    }
    expect((await app.state()).params).toMatchObject({ value: -998 });
  });

  test('a change of nothing, and one that is refused, say so', async () => {
    const message = (change: unknown) =>
      app.page.evaluate(
        (given) => window.logitscape.benchChanges([given]).then(String, (error: Error) => error.message),
        change,
      );
    expect(await message({})).toBe('the change shows nothing new');
    expect(await message({ params: { value: 'x' } })).toContain('params.value: expected');
  });

  test.each<[string, unknown, string]>([
    ['an unknown method', { methods: ['abacus'], fields: 'all', runs: 1 }, 'methods[0]: expected "webgpu"'],
    ['no methods', { fields: 'all', runs: 1 }, 'methods: expected an array, found nothing'],
    ['unknown fields', { methods: ['cpu'], fields: 'some', runs: 1 }, 'fields: expected "gradient" or "all"'],
    ['no runs', { methods: ['cpu'], fields: 'all', runs: 0 }, 'runs: expected a whole number from 1 to 99'],
    ['an unknown key', { methods: ['cpu'], fields: 'all', runs: 1, size: 3 }, 'size: expected no such key'],
    ['no request', undefined, 'request: expected an object, found nothing'],
  ])('refused: %s', async (_name, request, message) => {
    expect(await refusal(app, EXPERIMENT, request)).toContain(message);
  });

  test('nothing went wrong meanwhile', () => {
    app.expectNoProblems();
  });
});

test('without WebGPU its methods are left out, and changes are timed all the same', async () => {
  const app = await App.open(await launchChrome({ webgpu: false }), { fragment: `version=1&${SMALL_GRID}` });
  const result = await bench(app, EXPERIMENT, { methods: ALL_METHODS, fields: 'gradient', runs: 1 });
  expect(result.adapter).toBeNull();
  for (const method of ['webgpu', 'readback'] as const) {
    expect(result.methods[method]).toEqual({ skipped: 'no WebGPU device' });
  }
  for (const method of ['cpu', 'plain'] as const) expect(runsOf(result.methods[method])).toBe(1);
  const times = await app.page.evaluate(() => window.logitscape.benchChanges([{ params: { value: -999 } }]));
  expect(times[0]!.fullFrameMilliseconds).toBeGreaterThan(0);
});
