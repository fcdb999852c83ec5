/** Arithmetic on two f64 numbers at once, and the two functions that the losses need beside it. */

@inline
export function splat(x: f64): v128 {
  return f64x2.splat(x);
}

@inline
export function add(x: v128, y: v128): v128 {
  return f64x2.add(x, y);
}

@inline
export function sub(x: v128, y: v128): v128 {
  return f64x2.sub(x, y);
}

@inline
export function mul(x: v128, y: v128): v128 {
  return f64x2.mul(x, y);
}

@inline
export function div(x: v128, y: v128): v128 {
  return f64x2.div(x, y);
}

// Constants stand in memory: in the code each would be put together anew, in several instructions, wherever it is used.
const ONE = memory.data<f64>([1]);
const TWO = memory.data<f64>([2]);
const LN2 = memory.data<f64>([0.6931471805599453]);
/** 2^52: its bits, with a small whole number added, are 2^52 plus that number. */
const TWO_52 = memory.data<f64>([4503599627370496.0]);
/** sqrt(1/2): a mantissa counted from there lies in [sqrt(1/2), sqrt(2)). */
const ROOT_HALF = memory.data<f64>([0.7071067811865476]);
/** Up to here two weights are close: their difference comes from that of their logits. */
const CLOSE = memory.data<f64>([0.25]);
/**
 * log((1 + s) / (1 - s)) = 2s + s^3 f(s^2), f(t) = 2/3 + 2/5 t + 2/7 t^2 + ...: the polynomial through f at the six
 * Chebyshev points of 0 <= t <= 0.0295, in place of ten terms of the series.
 */
const LOGARITHM_SERIES = memory.data<f64>([
  0.6666666666666208, 0.400000000112122, 0.2857142413651635, 0.22222862476849542, 0.18140185202493248,
  0.166219470901774,
]);
/** 1/2!, 1/3!, ..., 1/13!: exp(x) = 1 + x + x^2 (1/2! + x/3! + ...). */
const EXPONENTIAL_SERIES = memory.data<f64>([
  1.0 / 2, 1.0 / 6, 1.0 / 24, 1.0 / 120, 1.0 / 720, 1.0 / 5040, 1.0 / 40320, 1.0 / 362880, 1.0 / 3628800,
  1.0 / 39916800, 1.0 / 479001600, 1.0 / 6227020800,
]);

@inline
function constant(address: usize): v128 {
  return v128.load64_splat(address);
}

@inline
export function one(): v128 {
  return constant(ONE);
}

@inline
export function close(): v128 {
  return constant(CLOSE);
}

/** c + t x, in two roundings. */
@inline
function step(c: v128, t: v128, x: v128): v128 {
  return add(c, mul(t, x));
}

/**
 * log(y) + correction, for y >= 1, finite.
 *
 * y = 2^k m, s = (m - 1) / (m + 1), |s| < 0.172: log y = k ln 2 + log((1 + s) / (1 - s)). The polynomial is off by
 * 7e-16 of the result at most, the roundings add about as much.
 * With y = 1 + x rounded and correction (x - (y - 1)) / y it is log1p(x), down to the smallest x.
 */
@inline
export function logarithm(y: v128, correction: v128): v128 {
  const k = i64x2.shr_u(i64x2.sub(y, constant(ROOT_HALF)), 52);
  const power = sub(v128.or(k, constant(TWO_52)), constant(TWO_52));
  const m = i64x2.sub(y, i64x2.shl(k, 52));
  const f = sub(m, one());
  const s = div(f, add(f, constant(TWO)));
  const t = mul(s, s);
  // In pairs, and pairs of pairs: short chains instead of one long one.
  const t2 = mul(t, t);
  const t4 = mul(t2, t2);
  const c01 = step(constant(LOGARITHM_SERIES), t, constant(LOGARITHM_SERIES + 8 * 1));
  const c23 = step(constant(LOGARITHM_SERIES + 8 * 2), t, constant(LOGARITHM_SERIES + 8 * 3));
  const c45 = step(constant(LOGARITHM_SERIES + 8 * 4), t, constant(LOGARITHM_SERIES + 8 * 5));
  const series = step(step(c01, t2, c23), t4, c45);
  const rest = add(correction, mul(mul(s, t), series));
  return add(mul(power, constant(LN2)), add(add(s, s), rest));
}

/** expm1(x) for |x| <= 0.3: the power series up to x^13, which leaves out less than 2e-18 of the sum. */
@inline
export function smallExpm1(x: v128): v128 {
  let sum = constant(EXPONENTIAL_SERIES + 8 * 11);
  for (let n: usize = 8 * 11; n > 0; ) {
    n -= 8;
    sum = step(constant(EXPONENTIAL_SERIES + n), x, sum);
  }
  return step(x, mul(x, x), sum);
}
