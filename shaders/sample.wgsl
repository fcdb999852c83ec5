// What every kernel shares: where an invocation stands, and the terms that a sample adds to the losses of a point.
//
// A kernel (odds.wgsl, softmax.wgsl, ...) is one way to evaluate samples. It declares what the axis tables hold, and
//   struct Column, fn column_of(place) -> Column           what the points of a column have in common
//   struct Row, fn row_of(place) -> Row                    what the points of a row have in common
//   fn both_terms(place, column, row) -> BothTerms         value and gradient, for evaluate.wgsl
//   fn both_hessians(place, column, row) -> BothHessians   second derivatives, for hessian.wgsl
// Included before the kernels: fields.wgsl, numerics.wgsl.

struct Params {
  width: u32,                // columns of the grid
  height: u32,               // rows of the grid
  first_row: u32,            // of the tile
  row_count: u32,            // of the tile
  columns_per_invocation: u32,
  output_offset_rows: u32,   // grid row that stands first in the output
  carried_offset_rows: u32,  // and in the carried sums
  sample_count: u32,         // of the chunk
  class_count: u32,
  entry_count: u32,          // axis table entries a sample
  rows_start: u32,           // index of the first row's entry in the axis tables
  squared_error_factor: f32, // c
  sample_weight: f32,        // 1/N or 1
  is_first_chunk: u32,
  is_last_chunk: u32,
  zero: u32,                 // 0, see opaque()
}

@group(0) @binding(0) var<uniform> params: Params;

// The losses of the left and right surface; NO_LOSS leaves a surface to another kernel.
override LEFT_LOSS: u32 = 0u;
override RIGHT_LOSS: u32 = 1u;
// With one sample its numbers are the result, without sums that keep the digits of many.
override ONE_SAMPLE: bool = false;

const NO_LOSS = 0xffffffffu;
const CROSS_ENTROPY = 0u;
const SQUARED_ERROR = 1u;
const CLIPPED_CROSS_ENTROPY = 2u;
const SQUARED_ERROR_OF_LOGITS = 3u;
const CROSS_ENTROPY_OF_OUTPUTS = 4u;
const HINGE = 5u;
const ERROR_RATE = 6u;

// Terms are counted in units of 2^-LIFT: one sample's numbers may be flushed below 2^-126, and the sum of several, or
// the product with a steep slope, still be above 2^-118, where it counts. Above, this leaves room for products of three
// lifted weights of 64 classes and a slope of 2^20.
override LIFT: i32 = 28;

// Whether a loss may be undefined. A number, since WGSL may assume that none is NaN: it stands in a term's value or duu,
// and in those of its sum, which nothing else comes near.
override MAY_BE_UNDEFINED: bool = false;
const UNDEFINED_TERM = 3.0e38f;

fn is_undefined_term(x: f32) -> bool {
  return MAY_BE_UNDEFINED && x == UNDEFINED_TERM;
}

// A sample of the chunk, a column and a row of the grid.
struct Place {
  sample: u32,
  column: u32,
  row: u32,
}

// Invocations of a workgroup, which take neighbouring columns: as many as the GPU runs as one. Each goes on along its row,
// LANES columns at a time, so that what is written next lies beside what was: down a column, every point is in another
// page of memory, which doubles the time on a software GPU.
override LANES: u32 = 64u;

// The columns of an invocation: `first`, and every LANES-th before `end`.
struct Walk {
  first: u32,
  end: u32,
}

fn walk_of(group: vec3u, lane: u32) -> Walk {
  let length = LANES * params.columns_per_invocation;
  let start = group.x * length;
  return Walk(start + lane, min(start + length, params.width));
}

// Where row `n` of the tile stands in the grid; beyond the last row, the last row.
fn grid_row(n: u32) -> u32 {
  return params.first_row + min(n, params.row_count - 1u);
}

// Where the numbers of a point belong.
fn output_index(place: Place) -> u32 {
  return (place.row - params.output_offset_rows) * params.width + place.column;
}

// Where its sums are carried from one chunk of samples to the next.
fn carried_index(place: Place) -> u32 {
  return (place.row - params.carried_offset_rows) * params.width + place.column;
}

// Axis tables: the columns' entries [sample][entry][column], followed by the rows' [sample][entry][row].
fn column_index(place: Place, entry: u32) -> u32 {
  return (place.sample * params.entry_count + entry) * params.width + place.column;
}

fn row_index(place: Place, entry: u32) -> u32 {
  return params.rows_start + (place.sample * params.entry_count + entry) * params.height + place.row;
}

// The exponent of zero: below every other that occurs.
const NO_EXPONENT = -0x10000000;

// log(1 + x) for x = rest 2^(exponent - LIFT), any power of two apart; `total` is (1 + x) 2^(shift - exponent + LIFT), where
// shift = min(exponent, 0).
fn log_total(rest: f32, total: f32, exponent: i32, shift: i32) -> f32 {
  // 1 + x = 2^k (1 + f) with f within [-1/4, 1/2]; a small x is not yet lost in f. The exponent 127 + k - above stays in
  // the bits where an f32 has it: nothing is shifted, and powers of two are differences of such bits.
  let above = exponent - shift;
  let bits = (bitcast<i32>(total * 1.3333334f) & EXPONENT_BITS) - LIFT * EXPONENT_ONE;
  let scale = bitcast<f32>(max((254 + max(shift, -254)) * EXPONENT_ONE - LIFT * EXPONENT_ONE - bits, 0));
  let down = bitcast<f32>(max((254 - min(above, 254)) * EXPONENT_ONE - bits, 0));
  let f = rest * scale - (1.0f - down);
  let k = f32(bits) * 0x1p-23f + f32(above - 127);
  return k * LN2_HIGH + (f + log1p_correction(f, k));
}

// Below 2^-30 log1p(x) is x; further down x itself would be flushed to zero.
const LOG1P_LINEAR_EXPONENT = -30;

struct LossTerm {
  // In units of 2^-LIFT.
  value: f32,
  gradient: vec2f,
  // The value again as mantissa 2^exponent, for its logarithm: squared probabilities leave the range of f32 long before
  // their logarithm does.
  mantissa: f32,
  exponent: i32,
}

struct BothTerms {
  left: LossTerm,
  right: LossTerm,
}

fn no_term() -> LossTerm {
  return LossTerm(0.0f, vec2f(0.0f), 0.0f, 0);
}

fn undefined_term() -> LossTerm {
  return LossTerm(UNDEFINED_TERM, vec2f(0.0f), 0.0f, 0);
}

struct HessianTerm {
  // duu, duv, dvv in units of 2^-LIFT.
  second: vec3f,
  // The smaller eigenvalue of this sample's Hessian in the same units: exact where it is the only sample.
  lambda_min: f32,
}

struct BothHessians {
  left: HessianTerm,
  right: HessianTerm,
}

// The products of two directions that belong to duu, duv and dvv.
fn products(a: vec2f, b: vec2f) -> vec3f {
  return vec3f(a.x * b.x, a.x * b.y, a.y * b.y);
}
