// f32 arithmetic that keeps its digits. Only + - *, one division, integer shifts and bitcasts: WGSL's own exp and log
// promise too little (exp 3 + 2|x| ULP, log 2^-21 absolute near 1), and compilers may reassociate sums.
//
// The including module declares `params.zero`, a uniform u32 that is 0.

// A value that the compiler cannot see through, so that (a - s) - b is not simplified to what algebra says.
fn opaque(x: f32) -> f32 {
  return bitcast<f32>(bitcast<u32>(x) ^ params.zero);
}

// 1 in the place of an f32's exponent. To multiply by it is to shift by 23 bits, which a software GPU does lane by lane.
const EXPONENT_ONE = 0x800000;
const EXPONENT_BITS = 0x7f800000;

// 2^n for -126 <= n <= 127.
fn power_of_two(n: i32) -> f32 {
  return bitcast<f32>((n + 127) * EXPONENT_ONE);
}

// 2^n for n <= 127, and 0 for n <= -127.
fn power_or_zero(n: i32) -> f32 {
  return bitcast<f32>((max(n, -127) + 127) * EXPONENT_ONE);
}

// x 2^n for n <= 127; 0 below 2^-126, where 2^n is no normal number.
fn times_power(x: f32, n: i32) -> f32 {
  return select(0.0f, x * power_of_two(max(n, -126)), n >= -126);
}

// x 2^n for any n. In two steps, since 2^n alone may leave the range; beyond +-252 it is 0 or huge anyway.
fn scale_by_power(x: f32, n: i32) -> f32 {
  let clamped = clamp(n, -252, 252);
  let half = clamped >> 1u;
  return (x * power_of_two(half)) * power_of_two(clamped - half);
}

// a + b = .x + .y exactly (Knuth's two-sum).
fn two_sum(a: f32, b: f32) -> vec2f {
  let s = opaque(a + b);
  let b_part = opaque(s - a);
  let a_part = opaque(s - b_part);
  return vec2f(s, opaque(a - a_part) + opaque(b - b_part));
}

// Sums of pairs (hi, lo), about 48 bits.
fn pair_sum(a: vec2f, b: vec2f) -> vec2f {
  let s = two_sum(a.x, b.x);
  return vec2f(s.x, s.y + (a.y + b.y));
}

fn pair_difference(a: vec2f, b: vec2f) -> vec2f {
  return pair_sum(a, -b);
}

// A running sum and its lost low part (Neumaier's form of Kahan summation).
fn accumulate(sum: vec2f, term: f32) -> vec2f {
  let s = two_sum(sum.x, term);
  return vec2f(s.x, sum.y + s.y);
}

// exp(r) - 1 - r for |r| <= ln(2)/2; coefficients of Cephes' expf.
fn exp_tail(r: f32) -> f32 {
  var p = 1.9875691500e-4f;
  p = p * r + 1.3981999507e-3f;
  p = p * r + 8.3334519073e-3f;
  p = p * r + 4.1665795894e-2f;
  p = p * r + 1.6666665459e-1f;
  p = p * r + 5.0000001201e-1f;
  return p * (r * r);
}

// exp(x.x + x.y) - 1 for x <= 88; -1 below about -17. x.x = 0 with a small x.y is as good as any. ln 2 is subtracted in two parts, the first of which
// multiplies exactly.
fn expm1_pair(x: vec2f) -> f32 {
  let c = clamp(x.x, -64.0f, 88.0f);
  let n = round(c * 1.44269504f);
  let r = (opaque(c - n * 0.693359375f) - n * -2.12194440e-4f) + x.y;
  let tail = exp_tail(r) + r;
  let power = power_of_two(i32(n));
  return select((power - 1.0f) + power * tail, tail, n == 0.0f);
}

// ln 2 in two parts, the first of which multiplies small whole numbers exactly.
const LN2_HIGH = 6.9313812256e-1f;
const LN2_LOW = 9.0580006145e-6f;

// log(1 + f) - f + d LN2_LOW for f within [-1/4, 1/2]; polynomial of fdlibm's logf.
fn log1p_correction(f: f32, d: f32) -> f32 {
  let half_square = 0.5f * f * f;
  let s = f / (2.0f + f);
  let z = s * s;
  let w = z * z;
  let r = w * (0.40000972152f + w * 0.24279078841f) + z * (0.66666662693f + w * 0.28498786688f);
  return (s * (half_square + r) + d * LN2_LOW) - half_square;
}

// log(1 + x) for 0 <= x < 2^29. 1 + x = 2^k (1 + f): f is taken from x with 2^k - 1 in integers, since (1 + x) has
// already lost the low digits of a small x.
fn log1p_accurate(x: f32) -> f32 {
  let k = i32(bitcast<u32>((1.0f + x) * 1.3333334f) >> 23u) - 127;
  let f = (x - f32((1 << u32(k)) - 1)) * power_of_two(-k);
  return f32(k) * LN2_HIGH + (f + log1p_correction(f, f32(k)));
}

// A logit, or its part along one axis, = hi + mid + lo: all 53 bits.
struct Logit {
  hi: f32,
  mid: f32,
  lo: f32,
}

// a + b, exact where the numbers cancel, else to the precision of f32.
fn logit_sum(a: Logit, b: Logit) -> f32 {
  let hi = two_sum(a.hi, b.hi);
  return hi.x + (hi.y + ((a.mid + b.mid) + (a.lo + b.lo)));
}
