// Kernel: the softmax of any number of classes, hard and soft targets, from the axis tables.
//
// z_k(u, v) = A_k(u) + B_k(v), so exp(z_k) = exp(A_k) exp(B_k): a product of two table entries instead of an
// exponential. The tables are made in f64 (softmax-tables.ts) and have an entry for each class.

// One axis's factor of exp(z_k): (hi + mid + lo) 2^exponent, the sum within [0.7, 1.42]. The high part has 12 bits and the
// middle one 11, so that hi hi and hi mid + mid hi are exact.
struct AxisWeight {
  hi: f32,
  mid: f32,
  lo: f32,
  exponent: i32,
}

// exp(z_k) = (main + middle + rest) 2^exponent, about 46 bits; the sum is within [0.5, 2]. Differences of two such
// mantissas, part by part, are exact where they cancel.
struct Weight {
  main: f32,
  middle: f32,
  rest: f32,
  exponent: i32,
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

// What targets the samples have.
override HARD_TARGETS: bool = true;
override SOFT_TARGETS: bool = true;
// Two classes whose targets sum to exactly 1: a sigmoid.
override COMPLEMENTARY: bool = false;

// Whether sums over the classes go in blocks: of many equal terms, each that is added to a large sum is rounded the same
// way, and the errors add up. Few classes have no such sums, and pay for nothing.
override MANY_CLASSES: bool = false;
const BLOCK = 10u;

// Whether two classes other than the target come so near each other somewhere that only their logits tell them apart.
override CLOSE_TIES: bool = false;

struct Column {
  target_class: u32,
}

fn column_of(place: Place) -> Column {
  return Column(classes[class_index(place, 0u)].target_class);
}

// Every entry of a row is its own.
struct Row {
  index: u32,
}

fn row_of(place: Place) -> Row {
  return Row(place.row);
}

fn class_index(place: Place, k: u32) -> u32 {
  return place.sample * params.class_count + k;
}

fn weight_of(place: Place, k: u32) -> Weight {
  let c = axis_weights[column_index(place, k)];
  let r = axis_weights[row_index(place, k)];
  return Weight(
    c.hi * r.hi,
    c.hi * r.mid + c.mid * r.hi,
    c.mid * r.mid + (c.hi * r.lo + c.lo * r.hi),
    c.exponent + r.exponent,
  );
}

fn exponent_of(place: Place, k: u32) -> i32 {
  return axis_weights[column_index(place, k)].exponent + axis_weights[row_index(place, k)].exponent;
}

fn mantissa_of(weight: Weight) -> f32 {
  return weight.main + (weight.middle + weight.rest);
}

// The weight in units of 2^exponent, where it is no more than about 2^100 of them.
fn relative_to(weight: Weight, exponent: i32) -> f32 {
  return times_power(mantissa_of(weight), min(weight.exponent - exponent, 100));
}

fn heavier(a: Weight, b: Weight) -> bool {
  return relative_to(a, b.exponent) > mantissa_of(b);
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
