/** The streamlines of a still picture in f64: where drift.wgsl has the particles after one trail's time, and their trails. */
import type { PlaneWindow } from './experiment.ts';
import type { Grid } from './grid.ts';
import { STREAM } from './stream-motion.ts';

/** Parts of a window's sides, from its lower left corner. */
export type Place = readonly [across: number, up: number];

/**
 * Window sides a second along u and v, for a gradient along that axis as large as the largest. Descent goes straight
 * down in the plane, not on the screen, so that both axes have one factor in the plane's units: the speed asked for is
 * that along the axis with more px a unit.
 * @param speed px a second @param plotWidth px @param plotHeight px
 */
export function streamRate(
  { u, v }: PlaneWindow,
  speed: number,
  plotWidth: number,
  plotHeight: number,
): readonly [alongU: number, alongV: number] {
  const [sideU, sideV] = [u[1] - u[0], v[1] - v[0]];
  const pixelsPerUnit = Math.max(plotWidth / sideU, plotHeight / sideV);
  return [speed / (pixelsPerUnit * sideU), speed / (pixelsPerUnit * sideV)];
}

/** Where particle `index` of `density` a side begins its first life: `home` in drift.wgsl. */
export function streamHome(index: number, density: number): Place {
  const first = scrambled((index ^ scrambled(0)) >>> 0);
  const axis = (multiplier: number, bits: number) => {
    const off = (STREAM.jitter / density) * (partOfOne(bits) - 0.5);
    const place = partOfOne(Math.imul(index, multiplier)) + off;
    return place - Math.floor(place);
  };
  return [axis(3242174889, first), axis(2447445413, scrambled(first))];
}

/** 32 bits that look random: `scrambled` in drift.wgsl. */
function scrambled(n: number): number {
  const state = (Math.imul(n, 747796405) + 2891336453) >>> 0;
  const word = Math.imul((state >>> ((state >>> 28) + 4)) ^ state, 277803737) >>> 0;
  return ((word >>> 22) ^ word) >>> 0;
}

function partOfOne(bits: number): number {
  return ((bits >>> 8) & 0xffffff) * 2 ** -24;
}

/** What a particle drifts on. */
export interface Slopes {
  readonly grid: Grid;
  readonly du: ArrayLike<number>;
  readonly dv: ArrayLike<number>;
  /** The norm of the gradient that has the speed asked for. */
  readonly largest: number;
  readonly rate: readonly [alongU: number, alongV: number];
}

/**
 * The places of a particle that begins at `home`, one for each point of a trail, the latest last; it stays where it
 * leaves the window or what is defined. Undefined where it begins on undefined ground.
 */
export function streamTrail(slopes: Slopes, home: Place): Place[] | undefined {
  if (!velocityAt(slopes, home)) return undefined;
  const places = [home];
  let at = home;
  for (let n = 1; n < STREAM.trailPoints; n++) {
    for (let step = 0; step < STREAM.trailSteps; step++) at = stepped(slopes, at);
    places.push(at);
  }
  return places;
}

/** One step by the midpoint rule. */
function stepped(slopes: Slopes, at: Place): Place {
  const here = velocityAt(slopes, at);
  if (!here) return at;
  const halfWay = [at[0] + (STREAM.step / 2) * here[0], at[1] + (STREAM.step / 2) * here[1]] as const;
  const [across, up] = velocityAt(slopes, halfWay) ?? here;
  return [at[0] + STREAM.step * across, at[1] + STREAM.step * up];
}

/** Window sides a second; undefined outside the window and where one of the four points around has no gradient. */
function velocityAt({ grid, du, dv, largest, rate }: Slopes, [x, y]: Place): Place | undefined {
  if (!(x >= 0 && x <= 1 && y >= 0 && y <= 1)) return undefined;
  const [across, up] = [x * (grid.width - 1), y * (grid.height - 1)];
  const i = Math.min(Math.floor(across), grid.width - 2);
  const j = Math.min(Math.floor(up), grid.height - 2);
  const between = (slope: ArrayLike<number>) => {
    const row = (index: number) => mix(slope[index]!, slope[index + 1]!, across - i);
    return mix(row(j * grid.width + i), row((j + 1) * grid.width + i), up - j);
  };
  const [slopeU, slopeV] = [between(du), between(dv)];
  if (!Number.isFinite(slopeU) || !Number.isFinite(slopeV)) return undefined;
  if (!(largest > 0)) return [0, 0];
  return [-rate[0] * (slopeU / largest), -rate[1] * (slopeV / largest)];
}

function mix(a: number, b: number, t: number): number {
  return a * (1 - t) + b * t;
}
