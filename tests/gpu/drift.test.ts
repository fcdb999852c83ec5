/** The particles of the streamlines, moved by the pass itself in a real Chrome, against flows that are known. */
import type { Page } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PlaneWindow } from '../../src/core/experiment.ts';
import { columnU, type Grid, rowV } from '../../src/core/grid.ts';
import { PointEvaluator } from '../../src/core/point-evaluator.ts';
import { streamHome, streamRate, streamTrail } from '../../src/core/stream-flow.ts';
import { STREAM } from '../../src/core/stream-motion.ts';
import type { Motion } from '../../src/gpu/drift-pass.ts';
import { affinePreset } from '../unit/support/preset-points.ts';
import { openBlankPage } from './support/blank-page.ts';
import type { DriftPage, ReadParticle, Slopes } from './support/drift-page.ts';

type DriftWindow = Window & { readonly driftPage: Promise<DriftPage> };

/** A plot of 400 px, on which the fastest particle needs four seconds from side to side. */
const MOTION: Motion = {
  density: 12,
  speed: 100,
  shareRange: false,
  still: false,
  plotWidth: 400,
  plotHeight: 400,
};
/** Nobody comes or goes. */
const STILL: Motion = { ...MOTION, still: true };
const SIDES_A_SECOND = MOTION.speed / MOTION.plotWidth;

let page: Page;

beforeAll(async () => {
  page = await openBlankPage('drift-page.ts');
});

afterAll(async () => {
  const errors = await page.evaluate(async () => (await (window as unknown as DriftWindow).driftPage).errors);
  expect(errors).toEqual([]);
});

async function fill(grid: Grid, left: Slopes, right: Slopes = left): Promise<void> {
  await page.evaluate(
    async (g, l, r) => (await (window as unknown as DriftWindow).driftPage).fill(g, [l, r]),
    grid,
    left,
    right,
  );
}

async function begin(motion: Motion): Promise<void> {
  await page.evaluate(async (m) => (await (window as unknown as DriftWindow).driftPage).begin(m), motion);
}

async function move(motion: Motion, steps: number): Promise<void> {
  await page.evaluate(
    async (m, n) => (await (window as unknown as DriftWindow).driftPage).move(m, n),
    motion,
    steps,
  );
}

function read(panel: 0 | 1 = 0): Promise<ReadParticle[]> {
  return page.evaluate(async (n) => (await (window as unknown as DriftWindow).driftPage).read(n), panel);
}

function gridOver(window: PlaneWindow, width = 33, height = 33): Grid {
  return { width, height, window };
}

/** Slopes of a function of the plane; null where undefined. */
function slopesOf(grid: Grid, gradient: (u: number, v: number) => readonly [number, number] | null): Slopes {
  const du: (number | null)[] = [];
  const dv: (number | null)[] = [];
  for (let j = 0; j < grid.height; j++) {
    for (let i = 0; i < grid.width; i++) {
      const slope = gradient(columnU(grid, i), rowV(grid, j));
      du.push(slope ? slope[0] : null);
      dv.push(slope ? slope[1] : null);
    }
  }
  return { du, dv };
}

const UNIT = { u: [0, 1], v: [0, 1] } as const;

describe('in the bowl of a regression', () => {
  const experiment = affinePreset('regression-gaussian', {});
  const { window } = experiment;
  const grid = gridOver(window, 65, 65);

  /** Least squares, of inputs with mean 0: the bowl's middle, and its bends along the slope and along the intercept. */
  const inputs = experiment.samples.map(({ du }) => du[0]!);
  const targets = experiment.samples.map(({ target }) => target as number);
  const mean = (values: number[]) => values.reduce((sum, x) => sum + x, 0) / values.length;
  const square = mean(inputs.map((x) => x * x));
  const middle = { u: mean(inputs.map((x, n) => x * targets[n]!)) / square, v: mean(targets) };
  const bend = { u: 2 * square, v: 2 };
  const corners = window.u.flatMap((u) => window.v.map((v) => [u, v] as const));
  const steepest = Math.max(
    ...corners.map(([u, v]) => Math.hypot(bend.u * (u - middle.u), bend.v * (v - middle.v))),
  );
  const side = window.u[1] - window.u[0];

  it.each([60, 240])('every particle is where exponential decay has it after %i steps', async (steps) => {
    const evaluator = new PointEvaluator(experiment);
    const panel = experiment.losses.indexOf('mse') as 0 | 1;
    await fill(
      grid,
      slopesOf(grid, (u, v) => {
        evaluator.updateJets(u, v, 1);
        const { du, dv } = evaluator.jets[panel];
        return [du, dv];
      }),
    );
    await begin(STILL);
    const before = await read();
    await move(STILL, steps);
    const after = await read();
    expect(before).toHaveLength(144);
    // The steepest ground has the speed asked for: theta' = -(speed in the plane / steepest) gradient.
    const time = (steps * STREAM.step * SIDES_A_SECOND * side) / steepest;
    for (const [n, { x, y }] of before.entries()) {
      const [u, v] = [window.u[0] + x * side, window.v[0] + y * side];
      const expectedU = middle.u + (u - middle.u) * Math.exp(-bend.u * time);
      const expectedV = middle.v + (v - middle.v) * Math.exp(-bend.v * time);
      expect(Math.abs(window.u[0] + after[n]!.x * side - expectedU), `u of ${n}`).toBeLessThan(2e-5);
      expect(Math.abs(window.v[0] + after[n]!.y * side - expectedV), `v of ${n}`).toBeLessThan(2e-5);
    }
  });
});

describe('a still picture', () => {
  it('has every particle where the one drawn from f64 arrays has it', async () => {
    const window = { u: [-3, 5], v: [-2, 2] } as const;
    const grid = gridOver(window, 49, 33);
    // A saddle with a twist, undefined in a corner.
    const slopes = slopesOf(grid, (u, v) =>
      u > 3 && v > 1 ? null : [u + Math.sin(2 * v), -v + Math.cos(u)],
    );
    await fill(grid, slopes);
    await begin(STILL);
    await move(STILL, STREAM.trailSteps * (STREAM.trailPoints - 1));
    const [du, dv] = [slopes.du, slopes.dv].map((values) => values.map((slope) => slope ?? NaN));
    const largest = Math.max(...du!.map((x, n) => Math.hypot(x, dv![n]!)).filter((norm) => norm > 0));
    const rate = streamRate(window, STILL.speed, STILL.plotWidth, STILL.plotHeight);
    let drawn = 0;
    for (const [n, { x, y, brightness }] of (await read()).entries()) {
      const trail = streamTrail({ grid, du: du!, dv: dv!, largest, rate }, streamHome(n, STILL.density));
      expect(brightness > 0.99, `particle ${n}`).toBe(trail !== undefined);
      if (!trail) continue;
      drawn += 1;
      const [across, up] = trail.at(-1)!;
      expect([x, y], `particle ${n}`).toEqual([expect.closeTo(across, 4), expect.closeTo(up, 4)]);
    }
    expect(drawn).toBeGreaterThan(120);
    expect(drawn).toBeLessThan(144);
  });
});

describe('on even slopes', () => {
  const grid = gridOver(UNIT);
  const gentle = slopesOf(grid, () => [0.6, 0.8]);
  const steep = slopesOf(grid, () => [0, 4]);
  const seconds = 0.5;
  const steps = seconds / STREAM.step;

  /** Of those that were not near the lower left edges, where they end. */
  async function ways(panel: 0 | 1, motion: Motion): Promise<readonly [number, number][]> {
    await begin(motion);
    const before = await read(panel);
    await move(motion, steps);
    const after = await read(panel);
    const far = before.map((_, n) => n).filter((n) => before[n]!.x > 0.2 && before[n]!.y > 0.2);
    expect(far.length).toBeGreaterThan(50);
    return far.map((n) => [after[n]!.x - before[n]!.x, after[n]!.y - before[n]!.y]);
  }

  it('each panel has the speed asked for by itself, or the flatter one less by as much as it is flatter', async () => {
    await fill(grid, gentle, steep);
    const way = SIDES_A_SECOND * seconds;
    const [own, shared] = [STILL, { ...STILL, shareRange: true }];
    for (const [x, y] of await ways(0, own)) expect([x, y]).toEqual([about(-0.6 * way), about(-0.8 * way)]);
    for (const [x, y] of await ways(1, own)) expect([x, y]).toEqual([about(0), about(-way)]);
    for (const [x, y] of await ways(0, shared)) {
      expect([x, y]).toEqual([about((-0.6 * way) / 4), about((-0.8 * way) / 4)]);
    }
    for (const [x, y] of await ways(1, shared)) expect([x, y]).toEqual([about(0), about(-way)]);
  });

  it('in a window that is wider than high they go straight down in the plane', async () => {
    const wide = gridOver({ u: [0, 4], v: [0, 1] });
    await fill(
      wide,
      slopesOf(wide, () => [0.6, 0.8]),
    );
    const way = SIDES_A_SECOND * seconds;
    for (const [x, y] of await ways(0, STILL))
      expect([x, y]).toEqual([about((-0.6 * way) / 4), about(-0.8 * way)]);
  });

  it('those that reach the edge go, and as many come', async () => {
    await fill(
      grid,
      slopesOf(grid, () => [1, 0]),
    );
    await begin(MOTION);
    await move(MOTION, 900);
    const particles = await read();
    expect(particles).toHaveLength(144);
    for (const { generation } of particles) expect(generation).toBeGreaterThan(2);
    const seen = particles.filter(({ x, brightness }) => brightness > 0 && x >= 0);
    // Two lives of three are seen in full; nowhere is a half without any.
    expect(seen.length).toBeGreaterThan(96);
    expect(seen.filter(({ x }) => x > 0.5).length).toBeGreaterThan(30);
    expect(seen.filter(({ x }) => x < 0.5).length).toBeGreaterThan(30);
    for (const { x, y } of seen) expect(x >= 0 && x <= 1 && y >= 0 && y <= 1).toBe(true);
  });
});

describe('a plateau', () => {
  const grid = gridOver(UNIT);
  const flat = slopesOf(grid, () => [0, 0]);

  it('is full of particles that stand still, however long', async () => {
    // Some slope elsewhere: only by it the plateau is flat.
    await fill(
      grid,
      flat,
      slopesOf(grid, () => [1, 1]),
    );
    for (const motion of [MOTION, { ...MOTION, shareRange: true }]) {
      await begin(motion);
      const before = await read();
      await move(motion, 60);
      const shown = await read();
      await move(motion, 1800);
      const after = await read();
      expect(after).toEqual(shown);
      for (const [n, { x, y, brightness, generation }] of after.entries()) {
        expect([x, y, brightness, generation]).toEqual([before[n]!.x, before[n]!.y, 1, 0]);
      }
    }
  });

  it('has its particles spread evenly', async () => {
    await fill(grid, flat);
    await begin({ ...MOTION, density: 32 });
    const particles = await read();
    const cells = new Map<string, number>();
    for (const { x, y } of particles) {
      const cell = `${Math.floor(8 * x)},${Math.floor(8 * y)}`;
      cells.set(cell, (cells.get(cell) ?? 0) + 1);
    }
    // 1024 particles on 64 cells: 16 each, and never as uneven as by chance (standard deviation 4).
    expect(cells.size).toBe(64);
    for (const [cell, count] of cells) expect(Math.abs(count - 16), cell).toBeLessThanOrEqual(8);
  });
});

describe('undefined ground', () => {
  it('has no particles', async () => {
    const grid = gridOver(UNIT);
    await fill(
      grid,
      slopesOf(grid, (u) => (u < 0.5 ? null : [1, 0])),
    );
    await begin(MOTION);
    for (const steps of [0, 7, 200, 400]) {
      await move(MOTION, steps);
      const seen = (await read()).filter(({ brightness }) => brightness > 0);
      if (steps > 0) expect(seen.length).toBeGreaterThan(20);
      // The last step may lead as far into the cell as a step goes.
      const least = 0.5 - SIDES_A_SECOND * STREAM.step;
      for (const { x } of seen) expect(x).toBeGreaterThan(least);
    }
  });

  it('has none in a still picture either', async () => {
    const grid = gridOver(UNIT);
    await fill(
      grid,
      slopesOf(grid, () => null),
    );
    for (const motion of [MOTION, STILL]) {
      await begin(motion);
      await move(motion, 100);
      expect((await read()).every(({ brightness }) => brightness <= 0)).toBe(true);
    }
  });
});

describe('when the window changes', () => {
  const flatIn = async (window: PlaneWindow) => {
    const grid = gridOver(window);
    await fill(
      grid,
      slopesOf(grid, () => [0, 0]),
    );
  };

  it.each([
    ['moves', { u: [2.5, 12.5], v: [-1, 9] }],
    ['zooms', { u: [1, 7], v: [2, 8] }],
  ] as const)('and %s, particles stay where they are in the plane', async (_how, window) => {
    const from = { u: [0, 10], v: [0, 10] } as const;
    await flatIn(from);
    await begin(MOTION);
    await move(MOTION, 60);
    const before = await read();
    await flatIn(window);
    await move(MOTION, 1);
    const after = await read();
    const size = window.u[1] - window.u[0];
    let kept = 0;
    for (const [n, { x, y, brightness }] of before.entries()) {
      const [u, v] = [10 * x, 10 * y];
      if (u < window.u[0] || u > window.u[1] || v < window.v[0] || v > window.v[1]) continue;
      kept += 1;
      const { x: across, y: up } = after[n]!;
      expect([window.u[0] + across * size, window.v[0] + up * size]).toEqual([about(u), about(v)]);
      expect(after[n]!.brightness).toBe(brightness);
    }
    expect(kept).toBeGreaterThan(40);
  });

  it('and moves, those that stand still do not go: the rest of the plateau comes in beside them', async () => {
    await flatIn({ u: [0, 10], v: [0, 10] });
    await begin(MOTION);
    await move(MOTION, 60);
    const before = await read();
    await flatIn({ u: [3, 13], v: [1, 11] });
    await move(MOTION, 600);
    const after = await read();
    for (const [n, { x, y }] of before.entries()) {
      const isInside = x > 0.3 && y > 0.1;
      expect(after[n]!.generation, `particle ${n} from ${x}, ${y}`).toBe(isInside ? 0 : 1);
      if (isInside) expect([after[n]!.x, after[n]!.y]).toEqual([about(x - 0.3), about(y - 0.1)]);
    }
  });

  it.each([
    ['moved', { u: [4, 14], v: [-3, 7] }],
    ['zoomed', { u: [3, 9], v: [2, 8] }],
    ['another', { u: [1000, 1001], v: [-5, -4] }],
  ] as const)('a %s window is filled evenly before long', async (_how, window) => {
    await flatIn({ u: [0, 10], v: [0, 10] });
    await begin(MOTION);
    await move(MOTION, 60);
    await flatIn(window);
    await move(MOTION, 300);
    const seen = (await read()).filter(({ brightness }) => brightness === 1);
    expect(seen).toHaveLength(144);
    for (const left of [true, false]) {
      for (const low of [true, false]) {
        const quarter = seen.filter(({ x, y }) => x < 0.5 === left && y < 0.5 === low);
        expect(Math.abs(quarter.length - 36)).toBeLessThanOrEqual(12);
      }
    }
  });
});

/** As near as f32 keeps places in a window. */
function about(x: number): unknown {
  return expect.closeTo(x, 5);
}
