/** Loss and recovery over and over: the page comes back every time, and holds no more than it did. */
import { beforeAll, expect, test } from 'vitest';
import { launchChrome } from '../harness/chrome.ts';
import { App, eventually, SMALL_GRID } from './support/app.ts';
import { difference, plots } from './support/pixels.ts';

const CYCLES = 20;
/** A few cycles fill caches and warm up the engine. */
const WARM_UP = 4;
const ON_WEBGPU = /^WebGPU · ./;
const TRY_AGAIN = '.notice[data-subject="backend"] .action';

/** What the page has of the GPU's. */
interface Held {
  /** Devices, buffers, textures and pipelines that are still in memory after a collection of garbage. */
  readonly objects: Record<string, number>;
  /** Buffers and textures that were made on the present device and not destroyed, bind groups and pipelines made on it. */
  readonly made: Record<string, number>;
}

let app: App;

beforeAll(async () => {
  app = await App.open(await launchChrome({ webgpu: true }), {
    fragment: `version=1&${SMALL_GRID}&palette=inferno&contours=1`,
    before: () => {
      if (!navigator.gpu) return;
      const kept: Record<string, WeakRef<object>[]> = {};
      let made: Record<string, number> = {};
      const keep = (kind: string, object: object) => {
        kept[kind] = [...(kept[kind] ?? []).filter((ref) => ref.deref()), new WeakRef(object)];
      };
      const { requestDevice } = GPUAdapter.prototype;
      GPUAdapter.prototype.requestDevice = async function (this: GPUAdapter, ...given) {
        const device = await requestDevice.apply(this, given);
        made = {};
        keep('device', device);
        Object.assign(window, {
          lose: async () => {
            device.destroy();
            await device.lost;
          },
        });
        return device;
      };
      const prototype = GPUDevice.prototype as unknown as Record<string, (...given: unknown[]) => unknown>;
      for (const name of ['createBuffer', 'createTexture', 'createRenderPipeline', 'createComputePipeline']) {
        const kind = name.slice('create'.length);
        const create = prototype[name]!;
        prototype[name] = function (...given) {
          const object = create.apply(this, given) as GPUBuffer;
          keep(kind, object);
          made[kind] = (made[kind] ?? 0) + 1;
          if ('destroy' in object) {
            const own = made;
            let destroyed = false;
            object.destroy = function (this: GPUBuffer) {
              if (!destroyed) own[kind]! -= 1;
              destroyed = true;
              (Object.getPrototypeOf(this) as GPUBuffer).destroy.call(this);
            };
          }
          return object;
        };
        const createAsync = prototype[`${name}Async`];
        if (!createAsync) continue;
        prototype[`${name}Async`] = async function (...given) {
          const object = (await createAsync.apply(this, given)) as object;
          keep(kind, object);
          made[kind] = (made[kind] ?? 0) + 1;
          return object;
        };
      }
      const held = (): Held => {
        const alive = Object.entries(kept).map(([kind, refs]) => [
          kind,
          refs.filter((ref) => ref.deref()).length,
        ]);
        return { objects: Object.fromEntries(alive), made };
      };
      // What the session waits for is shortened; what it does after it is not.
      const wait = window.setTimeout;
      Object.assign(window, {
        held,
        setTimeout: (run: () => void, ms = 0) => wait(run, ms >= 1000 && ms < 30_000 ? ms / 20 : ms),
      });
    },
  });
});

async function held(): Promise<Held & { heap: number; canvases: number }> {
  const session = await app.page.createCDPSession();
  // What one collection frees may hold what the next one can.
  for (let n = 0; n < 3; n++) await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  await session.detach();
  const counts = await app.page.evaluate(() => ({
    ...(window as unknown as { held: () => Held }).held(),
    canvases: document.querySelectorAll('canvas').length,
  }));
  return { ...counts, heap: usedSize };
}

async function loseAndRecover(): Promise<void> {
  await app.page.evaluate(() => (window as unknown as { lose: () => Promise<void> }).lose());
  await eventually(() => app.text('#status .backend')).toMatch(/^(WebGPU|CPU) · ./);
  // After some losses in a row it is for the user to have WebGPU tried again.
  if ((await app.text('#status .backend')) === 'CPU · f64') {
    await app.page.click(TRY_AGAIN);
    await eventually(() => app.text('#status .backend')).toMatch(ON_WEBGPU);
  }
  await app.settled();
}

test(`${CYCLES} cycles of loss and recovery leave nothing behind`, { timeout: 1_200_000 }, async () => {
  const [state, before] = [await app.state(), await plots(app)];
  for (let n = 0; n < WARM_UP; n++) await loseAndRecover();
  const first = await held();
  expect(first.made.Buffer).toBeGreaterThan(0);
  expect(first.objects.Buffer).toBeGreaterThan(0);
  for (let n = WARM_UP; n < CYCLES; n++) await loseAndRecover();
  const last = await held();

  expect(last.made).toEqual(first.made);
  expect(last.canvases).toBe(first.canvases);
  // The last device, and one before that something may still remember.
  expect(last.objects.device).toBeLessThanOrEqual(2);
  for (const [kind, count] of Object.entries(last.objects)) {
    if (kind !== 'Texture') expect(count, kind).toBeLessThanOrEqual(2 * (first.made[kind] ?? 1) + 2);
  }
  // A painter and its tables take more than this each time, were they kept.
  expect(last.heap - first.heap).toBeLessThan((CYCLES - WARM_UP) * 100_000);

  expect(await app.state()).toEqual(state);
  const after = await plots(app);
  for (const panel of [0, 1] as const) expect(difference(before[panel], after[panel])).toBe(0);
  expect(await app.texts('.notice')).toEqual([]);
  app.expectNoProblems();
});
