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

/** x y + z: fused, where the program is compiled for that and the processor can, else in two roundings. */
@inline
export function mulAdd(x: v128, y: v128, z: v128): v128 {
  return ASC_FEATURE_RELAXED_SIMD ? f64x2.relaxed_madd(x, y, z) : add(mul(x, y), z);
}

/** z - x y: likewise. */
@inline
export function subMul(z: v128, x: v128, y: v128): v128 {
  return ASC_FEATURE_RELAXED_SIMD ? f64x2.relaxed_nmadd(x, y, z) : sub(z, mul(x, y));
}

// Constants stand in memory: in the code each would be put together anew, in several instructions, wherever it is used.
const ONE = memory.data<f64>([1]);
export const TWO = memory.data<f64>([2]);
const LN2 = memory.data<f64>([0.6931471805599453]);
/** 2^52: its bits, with a small whole number added, are 2^52 plus that number. */
export const TWO_52 = memory.data<f64>([4503599627370496.0]);
/** sqrt(1/2): a mantissa counted from there lies in [sqrt(1/2), sqrt(2)). */
export const ROOT_HALF = memory.data<f64>([0.7071067811865476]);
/** The bits of a number's exponent and sign. */
export const EXPONENT = memory.data<u64>([0xfff0000000000000]);
/** Up to here two weights are close: their difference comes from that of their logits. As CLOSE in compiled-rows.ts. */
const CLOSE = memory.data<f64>([0.25]);
/**
 * log((1 + s) / (1 - s)) = 2s (1 + s^2 f(s^2)), f(t) = 1/3 + 1/5 t + 1/7 t^2 + ...: the polynomial through f at the six
 * Chebyshev points of 0 <= t <= 0.0295, in place of ten terms of the series.
 */
export const LOGARITHM_SERIES = memory.data<f64>([
  0.3333333333333104, 0.200000000056061, 0.14285712068258175, 0.11111431238424771, 0.09070092601246624,
  0.083109735450887,
]);
/** 1/2!, 1/3!, ..., 1/13!: exp(x) = 1 + x + x^2 (1/2! + x/3! + ...). */
const EXPONENTIAL_SERIES = memory.data<f64>([
  1.0 / 2, 1.0 / 6, 1.0 / 24, 1.0 / 120, 1.0 / 720, 1.0 / 5040, 1.0 / 40320, 1.0 / 362880, 1.0 / 3628800,
  1.0 / 39916800, 1.0 / 479001600, 1.0 / 6227020800,
]);

@inline
export function constant(address: usize): v128 {
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

/**
 * log(1 + x), relatively exact down to the smallest x. y = 1 + x rounded, from 1 to below 2^1022.
 *
 * y = 2^k m with m in [sqrt(1/2), sqrt(2)), f = m - 1 = x 2^-k + (2^-k - 1), which for k = 0 is x itself;
 * s = f / (2 + f), |s| < 0.172: the result is k ln 2 + log((1 + s) / (1 - s)). The polynomial is off by 7e-16 of it at
 * most, the roundings add about as much.
 */
@inline
export function logOnePlus(x: v128, y: v128): v128 {
  const bits = i64x2.sub(y, constant(ROOT_HALF));
  const k = sub(v128.or(i64x2.shr_u(bits, 52), constant(TWO_52)), constant(TWO_52));
  const scale = i64x2.sub(one(), v128.and(bits, constant(EXPONENT)));
  const f = mulAdd(x, scale, sub(scale, one()));
  const s = div(f, add(f, constant(TWO)));
  const t = mul(s, s);
  // In pairs, and pairs of pairs: short chains instead of one long one.
  const t2 = mul(t, t);
  const t4 = mul(t2, t2);
  const c01 = mulAdd(t, constant(LOGARITHM_SERIES + 8 * 1), constant(LOGARITHM_SERIES));
  const c23 = mulAdd(t, constant(LOGARITHM_SERIES + 8 * 3), constant(LOGARITHM_SERIES + 8 * 2));
  const c45 = mulAdd(t, constant(LOGARITHM_SERIES + 8 * 5), constant(LOGARITHM_SERIES + 8 * 4));
  const series = mulAdd(t4, c45, mulAdd(t2, c23, c01));
  return mulAdd(k, constant(LN2), mul(add(s, s), mulAdd(t, series, one())));
}

/** expm1(x) for |x| <= 0.3: the power series up to x^13, which leaves out less than 2e-18 of the sum. */
@inline
export function smallExpm1(x: v128): v128 {
  let sum = constant(EXPONENTIAL_SERIES + 8 * 11);
  for (let n: usize = 8 * 11; n > 0; ) {
    n -= 8;
    sum = mulAdd(x, sum, constant(EXPONENTIAL_SERIES + n));
  }
  return mulAdd(mul(x, x), sum, x);
}
