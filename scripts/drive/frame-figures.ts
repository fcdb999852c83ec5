/** What a record of frames says, in figures. */
import type { FrameRecord } from '../../src/app/frame-record.ts';

export interface FrameFigures {
  readonly inputs: number;
  readonly pictures: number;
  /** Different pictures that reached the screen, for each second of input. */
  readonly picturesPerSecond: number;
  /** Frames that the page's thread had, for each second of input. */
  readonly framesPerSecond: number;
  /** From an input to the first picture on the screen that shows it or a later one, in milliseconds. */
  readonly latency: { readonly median: number; readonly worst: number };
  /** Points of the smallest grid that was shown, along its wider side. */
  readonly coarsest: number;
  /** From the last input to the full grid on the screen, in milliseconds. */
  readonly full: number;
  /** Tasks of the page's thread over 50 and over 100 ms, and the longest one in milliseconds. */
  readonly over50: number;
  readonly over100: number;
  readonly longestTask: number;
}

/** @throws if nothing was changed, or the full grid of the last change was never shown */
export function frameFigures({ inputs, pictures, frames, longTasks }: FrameRecord): FrameFigures {
  const first = inputs[0];
  const last = inputs.at(-1);
  if (first === undefined || last === undefined) throw new Error('no input changed anything');
  const inOrder = [...pictures].sort((a, b) => a.onScreen - b.onScreen);
  const latencies = inputs.map((at, n) => {
    const picture = inOrder.find(({ input }) => input >= n);
    return picture ? picture.onScreen - at : Number.POSITIVE_INFINITY;
  });
  const full = inOrder.find(({ input, final }) => final && input === inputs.length - 1);
  if (!full) throw new Error('the full grid of the last change was never shown');
  const seconds = Math.max(last - first, 1) / 1000;
  const during = (at: number) => at >= first && at <= last;
  const durations = longTasks.map(({ duration }) => duration);
  return {
    inputs: inputs.length,
    pictures: pictures.length,
    picturesPerSecond: pictures.filter(({ onScreen }) => during(onScreen)).length / seconds,
    framesPerSecond: frames.filter(during).length / seconds,
    latency: { median: median(latencies), worst: Math.max(...latencies) },
    coarsest: Math.min(...pictures.map(({ width, height }) => Math.max(width, height))),
    full: full.onScreen - last,
    over50: durations.filter((ms) => ms > 50).length,
    over100: durations.filter((ms) => ms > 100).length,
    longestTask: Math.max(0, ...durations),
  };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
