/**
 * The colour scale: where a value stands between the bottom (0) and the top (1) of a colourbar.
 *
 * Every kind is one line, position = clamp((t(x) - low) / (high - low), 0, 1), after its own transform t:
 *
 *   linear  t(x) = x
 *   log     t(x) = log2 x
 *   symlog  t(x) = sign(x) log2(1 + |x| / c)   with c = 1e-3 max(|min|, |max|)
 *
 * symlog is linear for |x| much below c and logarithmic above; the base of the logarithm cancels, and base 2 is what
 * WGSL has. The log scale is bounded in the log domain, because a loss may be far below the smallest double
 * (log2 = -4000) while its logarithm is an ordinary number.
 *
 * Shaders compute the same in plain arithmetic. Between samples positions are interpolated, after clamping.
 */

export const SCALE_KINDS = ['linear', 'log', 'symlog'] as const;
export type ScaleKind = (typeof SCALE_KINDS)[number];

/**
 * The range of one field. `min` and `max` are taken over finite values, `log2Min` is log2 of the smallest positive
 * value and `log2Max` log2 of the largest (both finite even where the values themselves underflow).
 * NaN stands for "there is no such value".
 */
export interface ValueRange {
  readonly min: number;
  readonly max: number;
  readonly log2Min: number;
  readonly log2Max: number;
}

/** The range of a field in which nothing is defined. */
const EMPTY_RANGE: ValueRange = { min: NaN, max: NaN, log2Min: NaN, log2Max: NaN };

/** Range of the finite values; NaN (undefined) and infinities are passed over. */
export function rangeOfValues(values: ArrayLike<number>): ValueRange {
  let min = Infinity;
  let max = -Infinity;
  let minPositive = Infinity;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (value - value !== 0) continue; // NaN or infinite
    if (value < min) min = value;
    if (value > max) max = value;
    if (value > 0 && value < minPositive) minPositive = value;
  }
  if (min > max) return EMPTY_RANGE;
  const positive = max > 0;
  return {
    min,
    max,
    log2Min: positive ? Math.log2(minPositive) : NaN,
    log2Max: positive ? Math.log2(max) : NaN,
  };
}

/** The smallest range that holds both: panels that share a colourbar. */
export function unionOfRanges(a: ValueRange, b: ValueRange): ValueRange {
  const pick = (choose: (...numbers: number[]) => number, x: number, y: number): number =>
    Number.isNaN(x) ? y : Number.isNaN(y) ? x : choose(x, y);
  return {
    min: pick(Math.min, a.min, b.min),
    max: pick(Math.max, a.max, b.max),
    log2Min: pick(Math.min, a.log2Min, b.log2Min),
    log2Max: pick(Math.max, a.log2Max, b.log2Max),
  };
}

/** The range widened to be symmetric about zero, for signed fields on a diverging palette (linear and symlog). */
export function symmetricRange(range: ValueRange): ValueRange {
  const size = Math.max(Math.abs(range.min), Math.abs(range.max));
  return { ...range, min: -size, max: size };
}

/** A log scale symmetric about 1 reaches at least from 1/2 to 2: what is nearly 1 everywhere has nearly one colour. */
const LEAST_LOG2 = 1;

/** The logarithms of the range widened to be symmetric about those of 1, for ratios; the same in colour-scale.wgsl. */
export function symmetricLogRange(range: ValueRange): ValueRange {
  if (Number.isNaN(range.min)) return range;
  const size = Math.max(LEAST_LOG2, Math.abs(range.log2Min) || 0, Math.abs(range.log2Max) || 0);
  return { ...range, log2Min: -size, log2Max: size };
}

export interface Scale {
  /** What was asked for, or linear where a log scale has nothing to show. */
  readonly kind: ScaleKind;
  /**
   * What stands at positions 0 and 1: values, or log2 of values on a log scale. Both are the same number where the
   * field is constant (every value is then at 1/2), and null where there is nothing to scale.
   */
  readonly domain: readonly [low: number, high: number] | null;
  /** In [0, 1]; NaN (undefined) stays NaN; what a log scale cannot show (zero, negative) is at 0; +inf is at 1. */
  position(value: number): number;
  /** The same for log2 of a value, which may be below the smallest double; -inf is zero. */
  positionOfLog2(log2Value: number): number;
  /** What stands at a position: a value, or log2 of one on a log scale; NaN where there is nothing to scale. */
  valueAt(position: number): number;
}

/** c of symlog, where its linear part ends, as a fraction of the largest absolute value. */
export const SYMLOG_THRESHOLD = 1e-3;
/** Keeps differences finite in f64; no loss comes near it. */
const LARGEST = 2 ** 1022;

/**
 * Never fails: a range that is empty or not finite gives a scale whose domain is null. Where no value is positive a log
 * scale would show nothing: the scale is linear there.
 */
export function makeScale(asked: ScaleKind, range: ValueRange): Scale {
  const kind = asked === 'log' && Number.isNaN(range.log2Max) ? 'linear' : asked;
  const domain = domainOf(kind, range);
  const [low, high] = domain ?? [0, 0];
  const threshold = Math.max(SYMLOG_THRESHOLD * Math.max(Math.abs(low), Math.abs(high)), Number.MIN_VALUE);
  const transform = transformOf(kind, threshold);
  // The domain of a log scale is transformed already.
  const bottom = kind === 'log' ? low : transform(low);
  const span = (kind === 'log' ? high : transform(high)) - bottom;

  function place(t: number): number {
    if (Number.isNaN(t)) return NaN;
    if (t === Infinity) return 1;
    if (t === -Infinity) return 0;
    return span > 0 ? Math.min(1, Math.max(0, (t - bottom) / span)) : 0.5;
  }

  const inverse = inverseOf(kind, threshold);
  return {
    kind,
    domain,
    valueAt: (position) => (domain ? inverse(bottom + position * span) : NaN),
    position: (value) => place(transform(value)),
    positionOfLog2: (log2Value) => place(kind === 'log' ? log2Value : transform(2 ** log2Value)),
  };
}

function domainOf(kind: ScaleKind, range: ValueRange): readonly [number, number] | null {
  const [low, high] = kind === 'log' ? [range.log2Min, range.log2Max] : [range.min, range.max];
  if (!Number.isFinite(low) || !Number.isFinite(high) || low > high) return null;
  return [Math.max(low, -LARGEST), Math.min(high, LARGEST)];
}

function transformOf(kind: ScaleKind, threshold: number): (value: number) => number {
  switch (kind) {
    case 'linear':
      return (value) => value;
    case 'log':
      // Negative values have no logarithm and are drawn as zero is: at the bottom.
      return (value) => (value <= 0 ? -Infinity : Math.log2(value));
    case 'symlog':
      return (value) => Math.sign(value) * Math.log1p(Math.abs(value) / threshold) * Math.LOG2E;
  }
}

/** Back from t; on a log scale t is what is asked for. */
function inverseOf(kind: ScaleKind, threshold: number): (t: number) => number {
  if (kind !== 'symlog') return (t) => t;
  return (t) => Math.sign(t) * threshold * Math.expm1(Math.abs(t) / Math.LOG2E);
}
