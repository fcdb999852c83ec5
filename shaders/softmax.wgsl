// The softmax of one sample at one grid point, from the axis tables.
//
// z_k(u, v) = A_k(u) + B_k(v), so exp(z_k) = exp(A_k) exp(B_k): a product of two table entries instead of an
// exponential. The tables are made in f64 (axis-tables.ts).

struct AxisEntry {
  mantissa: f32,   // exp(A_k(u)) = mantissa 2^exponent, mantissa within [0.7, 1.42]
  exponent: i32,
  logit_hi: f32,   // A_k(u) = hi + mid + lo: all 53 bits, so that near ties between classes stay exact
  logit_mid: f32,
  logit_lo: f32,
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

@group(0) @binding(1) var<storage, read> columns: array<AxisEntry>;  // [sample][class][column]
@group(0) @binding(2) var<storage, read> rows: array<AxisEntry>;     // [sample][class][row]
@group(0) @binding(3) var<storage, read> classes: array<ClassEntry>; // [sample][class]

// Where the invocation stands: a sample of the chunk, a column and a row of the grid.
struct Place {
  sample: u32,
  column: u32,
  row: u32,
}

// exp(z_k) = mantissa 2^exponent, mantissa within [0.5, 2].
struct Weight {
  mantissa: f32,
  exponent: i32,
}

fn class_entry(place: Place, k: u32) -> ClassEntry {
  return classes[place.sample * params.class_count + k];
}

fn column_entry(place: Place, k: u32) -> AxisEntry {
  return columns[(place.sample * params.class_count + k) * params.width + place.column];
}

fn row_entry(place: Place, k: u32) -> AxisEntry {
  return rows[(place.sample * params.class_count + k) * params.height + place.row];
}

fn weight_of(place: Place, k: u32) -> Weight {
  let c = column_entry(place, k);
  let r = row_entry(place, k);
  return Weight(c.mantissa * r.mantissa, c.exponent + r.exponent);
}

// The weight in units of 2^exponent.
fn relative_to(weight: Weight, exponent: i32) -> f32 {
  return scale_by_power(weight.mantissa, weight.exponent - exponent);
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
  let ci = column_entry(place, i);
  let cj = column_entry(place, j);
  let ri = row_entry(place, i);
  let rj = row_entry(place, j);
  let hi = balance(ci.logit_hi, cj.logit_hi, ri.logit_hi, rj.logit_hi);
  let mid = balance(ci.logit_mid, cj.logit_mid, ri.logit_mid, rj.logit_mid);
  let lo = (ci.logit_lo - cj.logit_lo) + (ri.logit_lo - rj.logit_lo);
  let sum = two_sum(hi.x, mid.x);
  return vec2f(sum.x, sum.y + (hi.y + (mid.y + lo)));
}

// The heaviest class other than `excluded` (SOFT_TARGET excludes none).
fn heaviest_class(place: Place, excluded: u32) -> u32 {
  var best = select(0u, 1u, excluded == 0u);
  var best_weight = weight_of(place, best);
  for (var k = best + 1u; k < params.class_count; k++) {
    if (k == excluded) {
      continue;
    }
    let weight = weight_of(place, k);
    if (heavier(weight, best_weight)) {
      best = k;
      best_weight = weight;
    }
  }
  return best;
}
