/**
 * Ticks of a colourbar: even steps on a linear scale; powers of ten on a log scale; zero and powers of ten on a symlog
 * scale. Where a range is too narrow for powers of ten, even steps again.
 */
import { type Decimal, decimalText, leadingPower, numberOf } from './decimal.ts';
import { formatLog2, formatNumber } from './format.ts';
import { type Scale, SYMLOG_THRESHOLD } from './scale.ts';
import {
  END_SLACK,
  fits,
  type LabelStyle,
  linearTicks,
  mostTicks,
  NO_TICKS,
  placeTick,
  type Tick,
  type TickRoom,
  type TickSet,
} from './ticks.ts';

/** More than eight ticks say no more about a colour. */
const COLOURBAR_STYLE: LabelStyle = { exponents: true, power: 0, most: 8 };
/** Over fewer decades than this a log scale is labelled between its powers of ten too. */
const FEW_DECADES = 2;
/** Significant digits of a label that stands alone: as many as are short. */
const LONE_DIGITS = [5, 4, 3, 2, 1] as const;
const LOG2_10 = Math.log2(10);

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
  const strides = [1, 2, 3, 5];
  for (let ten = 10; ten <= to - from; ten *= 10) strides.push(ten, 2 * ten, 3 * ten, 5 * ten);
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
  return { ...NO_TICKS, ticks };
}
