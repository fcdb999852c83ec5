/** What the map of steps reads of an experiment: lines of logits and coordinates of the grid, in two f32 each. */
import type { AffineExperiment, AffineSample, Experiment, Target } from '../core/experiment.ts';
import { columnU, type Grid, rowV } from '../core/grid.ts';
import { splitPair } from './split-numbers.ts';
import { StructLayout } from './struct-layout.ts';

/** A line of steps.wgsl; the target number is y and 1 - y. */
export const LINE = new StructLayout({
  origin: 'vec2f',
  du: 'vec2f',
  dv: 'vec2f',
  target_number: 'vec2f',
});

/** Whether a softmax sample has a target that is no class. */
export function hasSoftTargets({ link, samples }: Experiment): boolean {
  return (
    link === 'softmax' &&
    samples.some(({ target }: { readonly target: Target }) => typeof target !== 'number')
  );
}

interface NumberLine {
  readonly origin: number;
  readonly du: number;
  readonly dv: number;
  readonly y: number;
}

/** u of the columns and v of the rows. */
export function stepsAxes(grid: Grid): Float32Array<ArrayBuffer> {
  const axes = new Float32Array(2 * (grid.width + grid.height));
  for (let i = 0; i < grid.width; i++) axes.set(splitPair(columnU(grid, i)), 2 * i);
  for (let j = 0; j < grid.height; j++) axes.set(splitPair(rowV(grid, j)), 2 * (grid.width + j));
  return axes;
}

/**
 * Softmax with hard targets: per sample the other classes relative to the target's, with soft ones all classes relative
 * to the first; then all classes of all samples as they are. Other links, and the two-layer map: all logits as they are; of the latter the input stands for the origin.
 */
export function stepsLines(experiment: Experiment): ArrayBuffer {
  const lines = linesOf(experiment);
  const bytes = new ArrayBuffer(lines.length * LINE.size);
  const view = new DataView(bytes);
  for (const [n, { origin, du, dv, y }] of lines.entries()) {
    LINE.write(view, n * LINE.size, {
      origin: splitPair(origin),
      du: splitPair(du),
      dv: splitPair(dv),
      target_number: [y, 1 - y],
    });
  }
  return bytes;
}

function linesOf(experiment: Experiment): NumberLine[] {
  if (experiment.map === 'two-layer') {
    return experiment.samples.map(({ input, target }) => ({ origin: input, du: 0, dv: 0, y: target }));
  }
  const own = experiment.samples.flatMap((sample) => ownLines(sample, experiment.link));
  if (experiment.link !== 'softmax') return own;
  const relative = hasSoftTargets(experiment) ? linesToFirst : linesToTarget;
  return [...experiment.samples.flatMap(relative), ...own];
}

function ownLines({ origin, du, dv, target }: AffineSample, link: AffineExperiment['link']): NumberLine[] {
  const y = (k: number): number => {
    if (typeof target !== 'number') return target[k]!;
    return link === 'softmax' ? Number(k === target) : target;
  };
  return origin.map((o, k) => ({ origin: o, du: du[k]!, dv: dv[k]!, y: y(k) }));
}

/** All classes less the first. */
function linesToFirst(sample: AffineSample): NumberLine[] {
  const [first, ...others] = ownLines(sample, 'softmax');
  const less = ({ origin, du, dv, y }: NumberLine): NumberLine => {
    return { origin: origin - first!.origin, du: du - first!.du, dv: dv - first!.dv, y };
  };
  return [less(first!), ...others.map(less)];
}

/** The classes other than the target's, less the target's; these have no target numbers. */
function linesToTarget({ origin, du, dv, target }: AffineSample): NumberLine[] {
  const t = target as number;
  const others = origin.flatMap((_, k) => (k === t ? [] : [k]));
  const less = (numbers: readonly number[], k: number) => numbers[k]! - numbers[t]!;
  return others.map((k) => ({ origin: less(origin, k), du: less(du, k), dv: less(dv, k), y: 0 }));
}
