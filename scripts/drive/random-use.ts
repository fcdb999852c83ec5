/** Random use of the page, the same for the same seed, and what the page holds before and after. */
import { readFileSync } from 'node:fs';
import { PREDICTIONS } from '../../src/app/settings.ts';
import { initialState } from '../../src/app/state.ts';
import { batchOf } from '../../src/cli/bench-cases.ts';
import { VIEWS } from '../../src/core/orbit.ts';
import { PRESETS } from '../../src/core/presets/index.ts';
import { QUANTITIES } from '../../src/core/quantity.ts';
import { RandomNumbers } from '../../src/core/random.ts';
import { type DrivenPage, sleep } from './driven-page.ts';
import { circle, drag, hover, spotIn, turnWheel } from './gestures.ts';
import { heapClasses, scriptBytes } from './heap-classes.ts';
import { heldNodes } from './held-nodes.ts';

/** Where the page stands when it is counted; the grid keeps a software GPU quick. */
export const HOME_FRAGMENT = 'version=1&grid=64x64';

type UsedPage = Pick<DrivenPage, 'page' | 'session' | 'system'>;

/** What a page holds, after its garbage has been collected. */
export interface Holdings {
  /** Of what scripts have made, their compiled code not counted. */
  readonly heapBytes: number;
  readonly nodes: number;
  readonly listeners: number;
  readonly documents: number;
  readonly buffers: number;
  readonly bufferBytes: number;
  readonly textures: number;
  readonly textureBytes: number;
  readonly workers: number;
  /** Memory of Chrome's processes; 0 where the system does not tell. Not judged: what an allocator keeps is its own affair. */
  readonly residentBytes: number;
}

/** More than this is growth. What the page keeps on purpose (the browser's history, labels it has measured) is bounded. */
const ALLOWANCES: { readonly [name in keyof Holdings]: number } = {
  heapBytes: 1024 * 1024,
  nodes: 100,
  listeners: 20,
  documents: 0,
  buffers: 8,
  // The evaluator keeps room for its largest tile, which follows the time that tiles take.
  bufferBytes: 8 * 1024 * 1024,
  textures: 0,
  textureBytes: 0,
  workers: 0,
  residentBytes: Number.POSITIVE_INFINITY,
};

/** What grew, in words; nothing where all stayed within the allowances. */
export function growthOf(before: Holdings, after: Holdings): string[] {
  return (Object.keys(ALLOWANCES) as (keyof Holdings)[])
    .filter((name) => after[name] - before[name] > ALLOWANCES[name])
    .map((name) => `${name} by ${after[name] - before[name]} (allowed: ${ALLOWANCES[name]})`);
}

/** Twice, as finalisers of the first run let go of more. */
export async function collectGarbage(session: UsedPage['session']): Promise<void> {
  for (let run = 0; run < 2; run++) {
    await session.send('HeapProfiler.collectGarbage');
    await sleep(500);
  }
}

/** Leads the page home and counts. */
export async function holdings(driven: UsedPage): Promise<Holdings> {
  await goHome(driven);
  const { page, session } = driven;
  await session.send('Performance.enable');
  await collectGarbage(session);
  const { metrics } = await session.send('Performance.getMetrics');
  const metric = (name: string) => metrics.find((one) => one.name === name)?.value ?? 0;
  const { buffers, bufferBytes, textures, textureBytes, workers } = await page.evaluate(() =>
    window.driveCounts(),
  );
  return {
    heapBytes: scriptBytes(await heapClasses(session)),
    nodes: await heldNodes(session),
    listeners: metric('JSEventListeners'),
    documents: metric('Documents'),
    ...{ buffers, bufferBytes, textures, textureBytes, workers },
    residentBytes: await residentBytes(driven),
  };
}

/** The state of a first visit, without pins, crosshair or anything open. */
async function goHome({ page }: UsedPage): Promise<void> {
  await page.keyboard.press('Escape');
  await page.mouse.move(2, 2);
  const { preset, losses, window, ...settings } = initialState();
  const { version: _, params: __, experiment: ___, ...look } = settings;
  await set(page, { preset });
  // What draws is made anew, so that what it has room for by now goes, as far as it is let go.
  await set(page, { ...look, losses, window, grid: [64, 64], backend: 'cpu' });
  await set(page, { backend: 'auto' });
  await page.evaluate(() => {
    document.querySelector<HTMLButtonElement>('#pins .remove-all')?.click();
  });
  await page.keyboard.press('Escape');
  await set(page, {});
  await sleep(600);
}

async function residentBytes({ system }: UsedPage): Promise<number> {
  if (process.platform !== 'linux') return 0;
  const { processInfo } = await system.send('SystemInfo.getProcessInfo');
  const one = (id: number) => {
    try {
      return 1024 * Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${id}/status`, 'utf8'))?.[1] ?? 0);
    } catch {
      return 0; // It has just ended.
    }
  };
  return processInfo.reduce((sum, { id }) => sum + one(id), 0);
}

function set(page: UsedPage['page'], partial: object): Promise<void> {
  return page.evaluate((given) => window.logitscape.set(given), partial);
}

const KEYS = [
  'ArrowLeft',
  'ArrowRight',
  'ArrowUp',
  'ArrowDown',
  '+',
  '-',
  '0',
  'Enter',
  ' ',
  'p',
  'Escape',
] as const;
const EXPORTS = ['png', 'csv', 'npz', 'json'] as const;
/** Each row ends with what the page begins with, or is cheap. */
export const CHOICES: readonly object[] = [
  ...[true, false].flatMap((on) => [
    ...[{ heatmap: on }, { contours: on }, { arrows: on }, { streamlines: on }],
    ...[{ sliceTable: on }, { curves: on }],
  ]),
  ...QUANTITIES.toReversed().map((quantity) => ({ quantity })),
  ...VIEWS.toReversed().map((view) => ({ view })),
  ...PREDICTIONS.toReversed().map((predict) => ({ predict })),
  ...['linear', 'log', 'symlog'].map((scale) => ({ scale })),
  ...['panel', 'shared'].map((range) => ({ range })),
  ...['en', 'zh'].map((language) => ({ language })),
  ...['cpu', 'auto'].map((backend) => ({ backend })),
  ...[32, 64, 128, 256].map((side) => ({ grid: [side, side] })),
  ...['row', 'column'].map((sliceAlong) => ({ sliceAlong })),
  ...['gd', 'momentum', 'adam'].map((method) => ({ method })),
  { window: { u: [0, 1e-9], v: [0, 1e-9] } },
];

export class RandomUse {
  /** Errors of the page. */
  readonly problems: string[] = [];
  readonly counts: Record<string, number> = {};
  steps = 0;
  private readonly driven: UsedPage;
  private readonly random: RandomNumbers;

  constructor(driven: UsedPage, seed: number) {
    this.driven = driven;
    this.random = new RandomNumbers(seed);
    driven.page.on('pageerror', (error) => this.problems.push(String(error)));
    void driven.system.send('Browser.setDownloadBehavior', { behavior: 'deny' });
  }

  private readonly kinds: Readonly<Record<string, () => Promise<unknown>>> = {
    wheel: async () => turnWheel(this.driven.session, await this.spot(), 200 + 400 * this.random.uniform()),
    drag: async () =>
      drag(this.driven.session, circle(await this.spot(), 40), 200 + 400 * this.random.uniform()),
    hover: async () => hover(this.driven.session, circle(await this.spot(), 40), 300),
    key: () => this.driven.page.keyboard.press(this.one(KEYS)),
    race: async () => this.click(await this.spot()),
    pin: async () => {
      await this.driven.page.keyboard.down('Shift');
      await this.click(await this.spot());
      await this.driven.page.keyboard.up('Shift');
    },
    preset: () => this.set({ preset: this.one(PRESETS).name }),
    own: () => this.set({ experiment: { ...batchOf(20, 3), resolution: [64, 64] } }),
    choice: () => this.set(this.one(CHOICES)),
    pane: () => this.clickOne('#dock [role=tab]'),
    claims: async () => {
      await this.set({ claims: true });
      await sleep(300);
      await this.driven.page.keyboard.press('Escape');
    },
    help: async () => {
      await this.driven.page.keyboard.press('?');
      await this.driven.page.keyboard.press('Escape');
    },
    export: () => this.export(this.one(EXPORTS)),
    back: () =>
      this.driven.page.evaluate(() => {
        // Not out of the page.
        if (window.navigation.canGoBack) history.back();
      }),
    size: () =>
      this.driven.page.setViewport({ width: 1200 + Math.round(160 * this.random.uniform()), height: 720 }),
  };

  /** One action, chosen at random. */
  async step(): Promise<void> {
    await this.act(this.one(Object.keys(this.kinds)));
  }

  /** Every kind of action, every preset, setting, pane and export, the largest grid with everything: at least once. */
  async everyKind(): Promise<void> {
    for (const kind of Object.keys(this.kinds)) await this.act(kind);
    for (const { name } of PRESETS) {
      await this.set({ preset: name });
      await this.evaluate();
    }
    await this.kinds.own!();
    await this.evaluate();
    const { page } = this.driven;
    for (const n of (await page.$$('#dock [role=tab]')).keys()) {
      await page.evaluate((at) => document.querySelectorAll<HTMLElement>('#dock [role=tab]')[at]!.click(), n);
    }
    for (const choice of CHOICES) await this.set(choice);
    for (const quantity of ['gradient', 'lambda_min', 'value'])
      await this.set({ grid: [256, 256], quantity });
    for (const kind of EXPORTS) await this.export(kind);
    await this.measureClaims();
    await page.setViewport({ width: 1360, height: 720 });
    await page.setViewport({ width: 1280, height: 720 });
  }

  /** Has the evaluator that exports and claims use take the room that it keeps, on the largest grid. */
  private async evaluate(): Promise<void> {
    await this.driven.page.evaluate(async () => {
      const experiment = { ...window.logitscape.state.experiment, resolution: [256, 256] };
      // Some losses have no kernel.
      for (const fields of [['value', 'du', 'dv'] as const, ['duu', 'duv', 'dvv', 'lambda_min'] as const]) {
        const keys = experiment.losses.flatMap((loss) => fields.map((field) => `${loss}.${field}` as const));
        await window.logitscape
          .evaluate(experiment, { backend: 'webgpu', fields: keys })
          .catch(() => undefined);
      }
    });
  }

  /** The page keeps what each claim has come to, with its figures in the table: all of that before anything is counted. */
  private async measureClaims(): Promise<void> {
    const { page } = this.driven;
    await this.set({ claims: true });
    const isMeasured = () =>
      page.$$eval(
        '#claims-view [data-claim]',
        (rows) =>
          rows.length > 0 &&
          rows.every((row) => !/waiting|measuring/.test((row as HTMLElement).dataset.verdict!)),
      );
    while (!(await isMeasured())) await sleep(200);
    await page.keyboard.press('Escape');
  }

  private async act(kind: string): Promise<void> {
    await this.kinds[kind]!();
    this.steps += 1;
    this.counts[kind] = (this.counts[kind] ?? 0) + 1;
  }

  private one<T>(options: readonly T[]): T {
    return options[Math.floor(this.random.uniform() * options.length)]!;
  }

  private spot() {
    const { uniform } = { uniform: () => 0.15 + 0.7 * this.random.uniform() };
    return spotIn(this.driven.page, `.figure[data-panel="${this.one([0, 1])}"] .plot`, uniform(), uniform());
  }

  private async click({ x, y }: { x: number; y: number }): Promise<void> {
    await this.driven.page.mouse.click(x, y);
  }

  private async clickOne(selector: string): Promise<void> {
    const part = this.random.uniform();
    await this.driven.page.evaluate(
      (path, at) => {
        const all = document.querySelectorAll<HTMLElement>(path);
        all[Math.floor(at * all.length)]?.click();
      },
      selector,
      part,
    );
  }

  /** What an experiment cannot have, such as one's own losses, is refused; that is use too. */
  private set(partial: object): Promise<void> {
    return this.driven.page.evaluate(
      (given) =>
        window.logitscape.set(given).catch((error: Error) => {
          if (error.name !== 'ExperimentError') throw error;
        }),
      partial,
    );
  }

  private async export(kind: string): Promise<void> {
    const { page } = this.driven;
    await page.evaluate((wanted) => {
      document.querySelector<HTMLElement>('#export-menu')!.click();
      const items = [...document.querySelectorAll<HTMLElement>('#export [data-kind]')];
      items.find(({ dataset }) => dataset.kind!.startsWith(wanted))?.click();
    }, kind);
    while (await page.$eval('#export-menu', (button) => button.getAttribute('aria-busy') === 'true')) {
      await sleep(50);
    }
  }
}
