/**
 * Ticks: which values an axis is labelled at, and with what text. As many as the room allows, never so many that labels
 * touch, and neighbouring labels always differ. Those of colourbars are in colourbar-ticks.ts.
 *
 * Labels stay short in every window. Where plain numbers would be too long, in this order:
 *   offset     a window 1e-9 wide around 2.5 is labelled by the difference to 2.5, and `offset` is "2.5";
 *   exponents  `2e−9` on colourbars, which have room for them;
 *   unit       the labels count multiples of `unit`, "1e−10".
 * A label is (x - offset) / unit; `captionOf` says so beside the axis.
 */
import { ticks as evenTicks } from 'd3-array';
import {
  type Decimal,
  decimalText,
  exponentialText,
  leadingPower,
  numberOf,
  plainText,
  roundestIn,
  timesTenTo,
} from './decimal.ts';
import type { Interval } from './experiment.ts';

export interface Tick {
  /** Along the axis: 0 at its low end, 1 at its high end. */
  readonly position: number;
  readonly label: string;
  /** Centre of the label, px along the axis; not at the tick only where the label would be clipped there. */
  readonly labelAt: number;
}

export interface TickSet {
  readonly ticks: readonly Tick[];
  /** What labels were reduced by and divided by; '' for nothing. */
  readonly offset: string;
  readonly unit: string;
}

/** The room for labels along an axis; all lengths in the same px. */
export interface TickRoom {
  /** Length of the axis. */
  readonly length: number;
  /** Room for labels beyond the low end and beyond the high end. */
  readonly before: number;
  readonly after: number;
  /** How much of the axis a label takes: its width on a horizontal axis, its height on a vertical one. */
  readonly extent: (label: string) => number;
  /** Whether a label is short enough for the place beside the axis; longer ones are shortened. */
  readonly isShort: (label: string) => boolean;
  /** Least distance between neighbouring labels. */
  readonly gap: number;
  /** Distance between ticks to aim at. */
  readonly spacing: number;
}

export const NO_TICKS: TickSet = { ticks: [], offset: '', unit: '' };
/** A value this close beyond an end, in px, is labelled at the end: 0 for a colourbar from 2e-9 to 20. */
export const END_SLACK = 0.5;
/** An offset is worth its caption where numbers are this many times the window. */
const OFFSET_RATIO = 100;

/** Ticks of a linear axis over `window`. None where the window is empty or has no length. */
export function axisTicks(window: Interval, room: TickRoom): TickSet {
  return linearTicks(window, room, AXIS_STYLE);
}

/** Whether numbers are large beside what they differ by, so that labels may count from an offset. */
export function isFar([low, high]: Interval): boolean {
  return (low > 0 ? low : -high) > OFFSET_RATIO * (high - low);
}

/** What the labels of `set` count, given the name of the axis: "z₁", or "(z₁ − 2.5) / 1e−10". */
export function captionOf(name: string, set: TickSet): string {
  const negative = set.offset.startsWith('−');
  const difference = set.offset && `${name} ${negative ? `+ ${set.offset.slice(1)}` : `− ${set.offset}`}`;
  if (!set.unit) return difference || name;
  return `${difference ? `(${difference})` : name} / ${set.unit}`;
}

export interface LabelStyle {
  /** Whether labels may have exponents of their own. */
  readonly exponents: boolean;
  /** The numbers given are to be read times 10^power: values too small for a double. */
  readonly power: number;
  /** The largest number of ticks, however much room there is. */
  readonly most: number;
}

const AXIS_STYLE: LabelStyle = { exponents: false, power: 0, most: Infinity };

/** Where offset + difference stands in [0, 1]; the two apart, because their sum may have too few digits. */
type Place = (offset: number, difference: number) => number;

/** Evenly spaced ticks, at steps of 1, 2 or 5 times a power of ten. */
export function linearTicks(
  [low, high]: Interval,
  room: TickRoom,
  style: LabelStyle,
  place?: Place,
): TickSet {
  if (!(high > low) || !Number.isFinite(high - low) || !(room.length > 0)) return NO_TICKS;
  const placed: Place = place ?? ((offset, difference) => (difference - (low - offset)) / (high - low));
  const most = mostTicks(room, style.most);
  const slack = ((high - low) * END_SLACK) / room.length;

  function labelledFrom(offset: number, offsetText: string, count: number): TickSet & { short: boolean } {
    const values = evenDecimals(low - offset - slack, high - offset + slack, count);
    // Beside an offset there is a caption anyway, which may as well name a unit.
    const { labels, unit, short } = labelsOf(values, room, {
      ...style,
      exponents: style.exponents && !offsetText,
    });
    const ticks = values.map((value, i) =>
      placeTick(placed(offset, numberOf(value)), labels[i] as string, room),
    );
    return { ticks, offset: offsetText, unit, short };
  }

  const far = isFar([low, high]);
  for (let count = most; count > 0; count--) {
    let set = labelledFrom(0, '', count);
    if (far && !set.short) {
      const offset = roundestIn(low, high);
      set = labelledFrom(
        numberOf(offset),
        decimalText({ ...offset, power: offset.power + style.power }),
        count,
      );
    }
    // Asked for `count` ticks, d3 may return a few more.
    if (set.ticks.length > 0 && set.ticks.length <= most && fits(set.ticks, room)) return set;
  }
  return NO_TICKS;
}

/** Multiples of d3's step within [low, high], as exact decimals that share one power. */
function evenDecimals(low: number, high: number, count: number): Decimal[] {
  const values = evenTicks(low, high, count);
  const step = values.length > 1 ? (values[1] as number) - (values[0] as number) : high - low;
  const power = leadingPower(step);
  return values.map((value) => ({ digits: Math.round(timesTenTo(value, -power)), power }));
}

/** Labels of decimals that share one power: plain if short enough, else with exponents, else in a unit. */
function labelsOf(
  values: readonly Decimal[],
  room: TickRoom,
  style: LabelStyle,
): { labels: readonly string[]; unit: string; short: boolean } {
  const isShort = (labels: readonly string[]): boolean => labels.every(room.isShort);
  const shifted = values.map(({ digits, power }) => ({ digits, power: power + style.power }));
  const plain = shifted.map(plainText);
  if (isShort(plain)) return { labels: plain, unit: '', short: true };
  if (style.exponents) {
    const labels = shifted.map(exponentialText);
    if (isShort(labels)) return { labels, unit: '', short: true };
  }
  const unit = Math.max(
    ...shifted.map(({ digits, power }) => (digits ? leadingPower(digits) + power : -Infinity)),
  );
  const labels = shifted.map(({ digits, power }) => plainText({ digits, power: power - unit }));
  return { labels, unit: exponentialText({ digits: 1, power: unit }), short: isShort(labels) };
}

/** As many ticks as stand `spacing` apart, both ends included. */
export function mostTicks(room: TickRoom, limit: number): number {
  return Math.min(limit, Math.max(3, Math.floor(room.length / room.spacing) + 1));
}

/** A tick whose label is moved inwards where it would leave the room. */
export function placeTick(position: number, label: string, room: TickRoom): Tick {
  const half = room.extent(label) / 2;
  const [first, last] = [half - room.before, room.length + room.after - half];
  const inside = Math.max(0, Math.min(1, position));
  return { position: inside, label, labelAt: Math.max(first, Math.min(last, inside * room.length)) };
}

/** Whether the labels of increasing ticks keep their distance. */
export function fits(ticks: readonly Tick[], room: TickRoom): boolean {
  return ticks.every((tick, i) => {
    const previous = ticks[i - 1];
    if (!previous) return room.extent(tick.label) <= room.before + room.length + room.after;
    const needed = (room.extent(previous.label) + room.extent(tick.label)) / 2 + room.gap;
    return tick.labelAt - previous.labelAt >= needed;
  });
}
