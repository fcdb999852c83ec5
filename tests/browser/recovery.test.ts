/** Loss and recovery over and over: the page comes back every time, and holds no more than it did. */
import { beforeAll, expect, test } from 'vitest';
import { heldNodes } from '../../scripts/drive/held-nodes.ts';
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
  /** Buffers and textures that were made on the present device and not destroyed, pipelines made on it. */
  readonly made: Record<string, number>;
  /** Of these buffers and textures. */
  readonly bytes: number;
}

/** What the page itself has, from Chrome's own counts. */
interface OfThePage {
  readonly heap: number;
  readonly nodes: number;
  readonly listeners: number;
  readonly documents: number;
  readonly canvases: number;
}

let app: App;

beforeAll(async () => {
  app = await App.open(await launchChrome({ webgpu: true }), {
    fragment: `version=1&${SMALL_GRID}&palette=inferno&contours=1`,
    before: () => {
      if (!navigator.gpu) return;
      const kept: Record<string, WeakRef<object>[]> = {};
      let made: Record<string, number> = {};
      /** Bytes of what is not destroyed, of the present device. */
      let bytes = { count: 0 };
      const bytesOf = (object: GPUBuffer | GPUTexture) =>
        'size' in object ? object.size : 4 * object.width * object.height * object.sampleCount;
      const keep = (kind: string, object: object) => {
        kept[kind] = [...(kept[kind] ?? []).filter((ref) => ref.deref()), new WeakRef(object)];
      };
      const { requestDevice } = GPUAdapter.prototype;
      GPUAdapter.prototype.requestDevice = async function (this: GPUAdapter, ...given) {
        const device = await requestDevice.apply(this, given);
        made = {};
        bytes = { count: 0 };
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
            const [own, ownBytes] = [made, bytes];
            ownBytes.count += bytesOf(object);
            let destroyed = false;
            object.destroy = function (this: GPUBuffer) {
              if (!destroyed) {
                own[kind]! -= 1;
                ownBytes.count -= bytesOf(object);
              }
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
        return { objects: Object.fromEntries(alive), made, bytes: bytes.count };
      };
      // What the session waits for is shortened; what it does after it is not.
      const wait = window.setTimeout;
      Object.assign(window, {
        held,
        setTimeout: (run: () => void, ms = 0) => wait(run, ms >= 1000 && ms < 10_000 ? ms / 20 : ms),
      });
    },
  });
});

async function held(): Promise<Held & OfThePage> {
  const session = await app.page.createCDPSession();
  // What one collection frees may hold what the next one can.
  for (let n = 0; n < 3; n++) await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  const nodes = await heldNodes(session);
  await session.send('Performance.enable');
  const { metrics } = await session.send('Performance.getMetrics');
  const metric = (name: string) => metrics.find((one) => one.name === name)!.value;
  await session.detach();
  const counts = await app.page.evaluate(() => ({
    ...(window as unknown as { held: () => Held }).held(),
    canvases: document.querySelectorAll('canvas').length,
  }));
  return {
    ...{ ...counts, heap: usedSize },
    ...{ nodes, listeners: metric('JSEventListeners'), documents: metric('Documents') },
  };
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

/** After a few cycles, and after all of them, that there is no more than there was. @param cycle loses the device once */
async function expectNothingLeft(cycle: (n: number) => Promise<void>): Promise<void> {
  for (let n = 0; n < WARM_UP; n++) await cycle(n);
  const first = await held();
  expect(first.made.Buffer).toBeGreaterThan(0);
  expect(first.objects.Buffer).toBeGreaterThan(0);
  expect(first.bytes).toBeGreaterThan(0);
  for (let n = WARM_UP; n < CYCLES; n++) await cycle(n);
  const last = await held();

  expect(last.made).toEqual(first.made);
  // Room for the largest tile so far follows the time that tiles take.
  expect(last.bytes - first.bytes).toBeLessThan(256 * 1024);
  expect(last.canvases).toBe(first.canvases);
  expect(last.documents).toBe(first.documents);
  // Not even one of each cycle: a view that is made anew each time is dozens of nodes, a notice is five.
  expect(last.nodes - first.nodes).toBeLessThan(CYCLES - WARM_UP);
  expect(last.listeners - first.listeners).toBeLessThan(2 * (CYCLES - WARM_UP));
  // The last device, and one before that something may still remember.
  expect(last.objects.device).toBeLessThanOrEqual(2);
  for (const [kind, count] of Object.entries(last.objects)) {
    if (kind !== 'Texture') expect(count, kind).toBeLessThanOrEqual(2 * (first.made[kind] ?? 1) + 2);
  }
  // A painter and its tables take more than this each time, were they kept.
  expect(last.heap - first.heap).toBeLessThan((CYCLES - WARM_UP) * 100_000);
}

test(`${CYCLES} cycles of loss and recovery leave nothing behind`, { timeout: 1_200_000 }, async () => {
  const [state, before] = [await app.state(), await plots(app)];
  await expectNothingLeft(loseAndRecover);
  expect(await app.state()).toEqual(state);
  const after = await plots(app);
  for (const panel of [0, 1] as const) expect(difference(before[panel], after[panel])).toBe(0);
  expect(await app.texts('.notice')).toEqual([]);
  app.expectNoProblems();
});

test('nor do they with everything on that there is', { timeout: 1_800_000 }, async () => {
  await app.page.keyboard.down('Shift');
  for (const x of [0.3, 0.6]) {
    const { left, top, side } = await app.page.$eval('.figure .plot', (plot) => {
      const { left, top, width } = plot.getBoundingClientRect();
      return { left, top, side: width };
    });
    await app.page.mouse.click(left + x * side, top + 0.4 * side);
  }
  await app.page.keyboard.up('Shift');
  await eventually(() => app.texts('#pins li')).not.toEqual([]);
  const starts = [
    [-4, 2],
    [3, 3],
  ];
  await app.set({ arrows: true, contours: true, starts, steps: 60 });
  // What cannot be on together is lost by turns: nothing flows over surfaces in space.
  const looks = [
    { view: 'flat', streamlines: true, quantity: 'ratio', tab: 'descent', scale: 'log' },
    { view: 'left', streamlines: true, quantity: 'lambda_min', tab: 'slices', scale: 'symlog' },
    { view: 'both', streamlines: false, quantity: 'steps', tab: 'slices', scale: 'log' },
    { view: 'flat', streamlines: true, quantity: 'error', tab: 'read', scale: 'log' },
  ];
  expect(WARM_UP % looks.length).toBe(0);
  expect(CYCLES % looks.length).toBe(0);
  const pins = await app.texts('#pins li');
  await expectNothingLeft(async (n) => {
    await app.set(looks[n % looks.length]!);
    await loseAndRecover();
  });
  expect(await app.texts('#pins li')).toEqual(pins);
  const { view, quantity, starts: kept } = await app.state();
  expect({ view, quantity, starts: kept }).toEqual({ view: 'flat', quantity: 'error', starts });
  expect(await app.texts('.notice')).toEqual([]);
  app.expectNoProblems();
});
