// Arithmetic of pairs (hi, lo): about 46 bits, for polynomials that nearly vanish. Included before this: numerics.wgsl.

// The upper 12 bits of x: products of two such numbers are exact.
fn upper_bits(x: f32) -> f32 {
  return bitcast<f32>(bitcast<u32>(x) & 0xfffff000u);
}

// a b = .x + .y exactly (Dekker's product).
fn two_product(a: f32, b: f32) -> vec2f {
  let p = opaque(a * b);
  let a_high = upper_bits(a);
  let b_high = upper_bits(b);
  let a_low = opaque(a - a_high);
  let b_low = opaque(b - b_high);
  let rest = opaque(a_high * b_high - p) + a_high * b_low + a_low * b_high;
  return vec2f(p, rest + a_low * b_low);
}

fn pair_product(a: vec2f, b: vec2f) -> vec2f {
  let p = two_product(a.x, b.x);
  return pair_of(p.x, p.y + (a.x * b.y + a.y * b.x));
}

// The pair of a number and a much smaller one.
fn pair_of(hi: f32, lo: f32) -> vec2f {
  let s = opaque(hi + lo);
  return vec2f(s, lo - opaque(s - hi));
}

// a / b for b.x other than 0.
fn pair_quotient(a: vec2f, b: vec2f) -> vec2f {
  let quotient = opaque(a.x / b.x);
  let product = two_product(quotient, b.x);
  let rest = (opaque(a.x - product.x) - product.y) + (a.y - quotient * b.y);
  return pair_of(quotient, rest / b.x);
}

fn scaled_pair(a: vec2f, factor: f32) -> vec2f {
  let p = two_product(a.x, factor);
  return pair_of(p.x, p.y + a.y * factor);
}

// a + b of logit parts as a pair.
fn logit_pair(a: Logit, b: Logit) -> vec2f {
  let hi = two_sum(a.hi, b.hi);
  let mid = two_sum(a.mid, b.mid);
  let sum = two_sum(hi.x, mid.x);
  return pair_of(sum.x, sum.y + (hi.y + (mid.y + (a.lo + b.lo))));
}
