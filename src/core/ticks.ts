/**
 * Ticks: which values an axis or a colourbar is labelled at, and with what text. As many as the room allows, never so
 * many that labels touch, and neighbouring labels always differ.
 *
 * Labels stay short in every window. Where plain numbers would be too long, in this order:
 *   offset     a window 1e-9 wide around 2.5 is labelled by the difference to 2.5, and `offset` is "2.5";
 *   exponents  `2e−9` on colourbars, which have room for them;
 *   unit       the labels count multiples of `unit`, "1e−10".
 * A label is (x - offset) / unit; `captionOf` says so beside the axis.
 */
import { scaleLinear } from 'd3-scale';
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
import { formatLog2, formatNumber } from './format.ts';
import { type Scale, SYMLOG_THRESHOLD } from './scale.ts';

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

const NO_TICKS: TickSet = { ticks: [], offset: '', unit: '' };
/** A value this close beyond an end, in px, is labelled at the end: 0 for a colourbar from 2e-9 to 20. */
const END_SLACK = 0.5;
/** Over fewer decades than this a log scale is labelled between its powers of ten too. */
const FEW_DECADES = 2;
/** An offset is worth its caption where numbers are this many times the window. */
const OFFSET_RATIO = 100;
/** Significant digits of a label that stands alone: as many as are short. */
const LONE_DIGITS = [5, 4, 3, 2, 1] as const;
const LOG2_10 = Math.log2(10);

/** Ticks of a linear axis over `window`. None where the window is empty or has no length. */
export function axisTicks(window: Interval, room: TickRoom): TickSet {
  return linearTicks(window, room, AXIS_STYLE);
}

/** Ticks of a colourbar, in its scale's own way. A constant field has one, in the middle; an empty one has none. */
export function colourbarTicks(scale: Scale, room: TickRoom): TickSet {
  if (!scale.domain || !(room.length > 0)) return NO_TICKS;
  const [low, high] = scale.domain;
  if (low === high) {
    const labels = LONE_DIGITS.map((digits) =>
      (scale.kind === 'log' ? formatLog2 : formatNumber)(low, digits),
    );
    const label = labels.find(room.isShort) ?? labels.at(-1) ?? '';
    return ticksOnly([placeTick(0.5, label, room)]);
  }
  switch (scale.kind) {
    case 'linear':
      return linearTicks(scale.domain, room, COLOURBAR_STYLE);
    case 'log':
      return logTicks(scale, low, high, room);
    case 'symlog':
      return symlogTicks(scale, low, high, room);
  }
}

/** What the labels of `set` count, given the name of the axis: "z₁", or "(z₁ − 2.5) / 1e−10". */
export function captionOf(name: string, set: TickSet): string {
  const negative = set.offset.startsWith('−');
  const difference = set.offset && `${name} ${negative ? `+ ${set.offset.slice(1)}` : `− ${set.offset}`}`;
  if (!set.unit) return difference || name;
  return `${difference ? `(${difference})` : name} / ${set.unit}`;
}

interface LabelStyle {
  /** Whether labels may have exponents of their own. */
  readonly exponents: boolean;
  /** The numbers given are to be read times 10^power: values too small for a double. */
  readonly power: number;
  /** The largest number of ticks, however much room there is. */
  readonly most: number;
}

const AXIS_STYLE: LabelStyle = { exponents: false, power: 0, most: Infinity };
/** More than eight ticks say no more about a colour. */
const COLOURBAR_STYLE: LabelStyle = { exponents: true, power: 0, most: 8 };

/** Where offset + difference stands in [0, 1]; the two apart, because their sum may have too few digits. */
type Place = (offset: number, difference: number) => number;

/** Evenly spaced ticks, at steps of 1, 2 or 5 times a power of ten. */
function linearTicks([low, high]: Interval, room: TickRoom, style: LabelStyle, place?: Place): TickSet {
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

  const far = (low > 0 ? low : -high) > OFFSET_RATIO * (high - low);
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
  const values = scaleLinear().domain([low, high]).ticks(count);
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

/** Ticks of a log scale from 2^low to 2^high: powers of ten, thinned; 1-2-5 between few; even steps in a fraction of one. */
function logTicks(scale: Scale, low: number, high: number, room: TickRoom): TickSet {
  const [from, to] = [low / LOG2_10, high / LOG2_10];
  const slack = ((to - from) * END_SLACK) / room.length;
  const place = ({ digits, power }: Decimal): number =>
    scale.positionOfLog2(Math.log2(digits) + power * LOG2_10);
  const between = (mantissas: readonly number[], stride: number): Decimal[] =>
    multiplesIn(Math.floor(from), to + slack, stride)
      .flatMap((power) => mantissas.map((digits) => ({ digits, power })))
      .filter(({ digits, power }) => within(Math.log10(digits) + power, from, to, slack));

  if (to - from < FEW_DECADES) {
    const set = firstThatFits([between([1, 2, 5], 1)], place, room);
    if (set && set.ticks.length > 2) return set;
    const power = Math.floor(from);
    const mantissaAt = (log2Value: number): number => 2 ** (log2Value - power * LOG2_10);
    const small = power < -290 || power > 290;
    const [bottom, top] = small ? [mantissaAt(low), mantissaAt(high)] : [2 ** low, 2 ** high];
    return linearTicks(
      [bottom, top],
      room,
      { ...COLOURBAR_STYLE, power: small ? power : 0 },
      (offset, difference) =>
        scale.positionOfLog2(Math.log2(offset + difference) + (small ? power * LOG2_10 : 0)),
    );
  }
  const strides = [1, 2, 3, 5, 10, 20, 30, 50, 100, 200, 500, 1000];
  return (
    firstThatFits(
      strides.map((stride) => between([1], stride)),
      place,
      room,
    ) ?? NO_TICKS
  );
}

/** Ticks of a symlog scale: zero and the powers of ten down to its threshold; even steps where that leaves too few. */
function symlogTicks(scale: Scale, low: number, high: number, room: TickRoom): TickSet {
  const largest = Math.max(Math.abs(low), Math.abs(high));
  const top = leadingPower(largest);
  const threshold = SYMLOG_THRESHOLD * largest;
  const place = (value: Decimal): number => scale.position(numberOf(value));
  const decades = (mantissas: readonly number[], stride: number): Decimal[] =>
    [0, 1, 2, 3]
      .filter((depth) => depth % stride === 0)
      .flatMap((depth) => mantissas.map((digits) => ({ digits, power: top - depth })))
      .flatMap(({ digits, power }) => [
        { digits, power },
        { digits: -digits, power },
      ])
      .concat({ digits: 0, power: 0 })
      // Powers below the threshold crowd around zero, where the scale is linear and a px is about threshold / length.
      .filter((value) => value.digits === 0 || Math.abs(numberOf(value)) >= threshold)
      .filter((value) => within(numberOf(value), low, high, threshold / room.length))
      .sort((a, b) => numberOf(a) - numberOf(b));
  const candidates = [
    decades([1, 2, 5], 1),
    decades([1], 1),
    decades([1], 2),
    decades([1], 3),
    decades([1], 4),
  ];
  const set = firstThatFits(candidates, place, room);
  if (set && set.ticks.length > 2) return set;
  const even = linearTicks([low, high], room, COLOURBAR_STYLE, (offset, difference) =>
    scale.position(offset + difference),
  );
  return set && set.ticks.length >= even.ticks.length ? set : even;
}

/** The first set of values that is not too many and whose labels keep apart. */
function firstThatFits(
  candidates: readonly (readonly Decimal[])[],
  place: (value: Decimal) => number,
  room: TickRoom,
): TickSet | undefined {
  const most = mostTicks(room, COLOURBAR_STYLE.most);
  return candidates
    .filter((values) => values.length > 0 && values.length <= most)
    .map((values) => ticksOnly(values.map((value) => placeTick(place(value), decadeText(value), room))))
    .find(({ ticks }) => fits(ticks, room));
}

/** As many ticks as stand `spacing` apart, both ends included. */
function mostTicks(room: TickRoom, limit: number): number {
  return Math.min(limit, Math.max(3, Math.floor(room.length / room.spacing) + 1));
}

/** `0.01` to `1000`, and exponents beyond: shorter than zeros to count. */
function decadeText(value: Decimal): string {
  return decimalText(value, -2, 3);
}

/** Whole multiples of `stride` from `low` to `high`. */
function multiplesIn(low: number, high: number, stride: number): number[] {
  const first = Math.ceil(low / stride);
  return Array.from(
    { length: Math.max(0, Math.floor(high / stride) - first + 1) },
    (_, i) => (first + i) * stride,
  );
}

function within(x: number, low: number, high: number, slack: number): boolean {
  return x >= low - slack && x <= high + slack;
}

function ticksOnly(ticks: readonly Tick[]): TickSet {
  return { ticks, offset: '', unit: '' };
}

/** A tick whose label is moved inwards where it would leave the room. */
function placeTick(position: number, label: string, room: TickRoom): Tick {
  const half = room.extent(label) / 2;
  const [first, last] = [half - room.before, room.length + room.after - half];
  const inside = Math.max(0, Math.min(1, position));
  return { position: inside, label, labelAt: Math.max(first, Math.min(last, inside * room.length)) };
}

/** Whether the labels of increasing ticks keep their distance. */
function fits(ticks: readonly Tick[], room: TickRoom): boolean {
  return ticks.every((tick, i) => {
    const previous = ticks[i - 1];
    if (!previous) return room.extent(tick.label) <= room.before + room.length + room.after;
    const needed = (room.extent(previous.label) + room.extent(tick.label)) / 2 + room.gap;
    return tick.labelAt - previous.labelAt >= needed;
  });
}
