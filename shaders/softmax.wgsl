// The softmax of one sample at one grid point, from the axis tables.
//
// z_k(u, v) = A_k(u) + B_k(v), so exp(z_k) = exp(A_k) exp(B_k): a product of two table entries instead of an
// exponential. The tables are made in f64 (axis-tables.ts). In both, the columns' entries [sample][class][column] are
// followed by the rows' [sample][class][row], which start at `params.rows_start`.

// One axis's factor of exp(z_k): (mantissa_hi + mantissa_lo) 2^exponent, together within [0.7, 1.42]. The high part has
// 12 bits, so that the product of two of them is exact.
struct AxisWeight {
  mantissa_hi: f32,
  mantissa_lo: f32,
  exponent: i32,
}

// exp(z_k) = mantissa 2^exponent, mantissa within [0.5, 2].
struct Weight {
  mantissa: f32,
  exponent: i32,
}

// A_k(u) or B_k(v) = hi + mid + lo: all 53 bits, so that near ties between classes stay exact.
struct Logit {
  hi: f32,
  mid: f32,
  lo: f32,
}

struct ClassEntry {
  // Slopes of the logit along u (a) and v (b), as hi + lo. Hard targets: relative to the target's slope.
  a: vec2f,
  b: vec2f,
  // Target number y_k; 1 for a hard target.
  y: f32,
  // Index of the hard target, the same in all classes of a sample, or SOFT_TARGET.
  target_class: u32,
}

const SOFT_TARGET = 0xffffffffu;

@group(0) @binding(1) var<storage, read> axis_weights: array<AxisWeight>;
@group(0) @binding(2) var<storage, read> axis_logits: array<Logit>;
@group(0) @binding(3) var<storage, read> classes: array<ClassEntry>; // [sample][class]

// Where the invocation stands: a sample of the chunk, a column and a row of the grid.
struct Place {
  sample: u32,
  column: u32,
  row: u32,
}

fn class_index(place: Place, k: u32) -> u32 {
  return place.sample * params.class_count + k;
}

fn column_index(place: Place, k: u32) -> u32 {
  return class_index(place, k) * params.width + place.column;
}

fn row_index(place: Place, k: u32) -> u32 {
  return params.rows_start + class_index(place, k) * params.height + place.row;
}

fn weight_of(place: Place, k: u32) -> Weight {
  let c = axis_weights[column_index(place, k)];
  let r = axis_weights[row_index(place, k)];
  let low = c.mantissa_hi * r.mantissa_lo + c.mantissa_lo * (r.mantissa_hi + r.mantissa_lo);
  return Weight(c.mantissa_hi * r.mantissa_hi + low, c.exponent + r.exponent);
}

// The weight in units of 2^exponent, where it is no more than about 2^100 of them.
fn relative_to(weight: Weight, exponent: i32) -> f32 {
  return times_power(weight.mantissa, min(weight.exponent - exponent, 100));
}

fn heavier(a: Weight, b: Weight) -> bool {
  return relative_to(a, b.exponent) > b.mantissa;
}

// a - b + c - d = .x + .y, exact where the numbers cancel pairwise, else to about 48 bits.
fn balance(a: f32, b: f32, c: f32, d: f32) -> vec2f {
  let first = two_sum(a, -b);
  let second = two_sum(c, -d);
  let both = two_sum(first.x, second.x);
  return vec2f(both.x, both.y + (first.y + second.y));
}

// z_i - z_j as hi + lo.
fn logit_difference(place: Place, i: u32, j: u32) -> vec2f {
  let ci = axis_logits[column_index(place, i)];
  let cj = axis_logits[column_index(place, j)];
  let ri = axis_logits[row_index(place, i)];
  let rj = axis_logits[row_index(place, j)];
  let hi = balance(ci.hi, cj.hi, ri.hi, rj.hi);
  let mid = balance(ci.mid, cj.mid, ri.mid, rj.mid);
  let lo = (ci.lo - cj.lo) + (ri.lo - rj.lo);
  let sum = two_sum(hi.x, mid.x);
  return vec2f(sum.x, sum.y + (hi.y + (mid.y + lo)));
}
