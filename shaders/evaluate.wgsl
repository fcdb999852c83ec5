// Value and gradient of both losses over a tile of grid rows, summed over a chunk of samples.
// Included before this: fields.wgsl, numerics.wgsl, softmax.wgsl, losses.wgsl.

override LEFT_LOSS: u32 = 0u;
override RIGHT_LOSS: u32 = 1u;
// What targets the samples have.
override HARD_TARGETS: bool = true;
override SOFT_TARGETS: bool = true;
// Two classes whose targets sum to exactly 1: a sigmoid.
override COMPLEMENTARY: bool = false;
// With one sample its numbers are the result, without sums that keep the digits of many.
override ONE_SAMPLE: bool = false;
// With more than one chunk of samples, partial sums are carried from dispatch to dispatch.
override CARRY: bool = false;

struct Params {
  width: u32,                // columns of the grid
  height: u32,               // rows of the grid
  first_row: u32,            // of the tile
  row_count: u32,            // of the tile
  output_offset_rows: u32,   // grid row that stands first in the output
  sample_count: u32,         // of the chunk
  class_count: u32,
  rows_start: u32,           // index of the first row's entry in the axis tables
  squared_error_factor: f32, // c
  sample_weight: f32,        // 1/N or 1
  is_first_chunk: u32,
  is_last_chunk: u32,
  zero: u32,                 // 0, see opaque()
}

struct LossSum {
  value: vec2f,    // hi, lo, in units of 2^-LIFT like the derivatives
  du: vec2f,
  dv: vec2f,
  mantissa: f32,   // the value again as mantissa 2^exponent
  exponent: i32,
}

struct CarriedPoint {
  left: LossSum,
  right: LossSum,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(4) var<storage, read_write> left_fields: array<FieldPoint>;
@group(0) @binding(5) var<storage, read_write> right_fields: array<FieldPoint>;
@group(0) @binding(6) var<storage, read_write> carried: array<CarriedPoint>; // [row of the tile][column]

fn empty_sum() -> LossSum {
  return LossSum(vec2f(0.0f), vec2f(0.0f), vec2f(0.0f), 0.0f, -0x10000000);
}

fn add_term(sum: LossSum, term: LossTerm) -> LossSum {
  var result: LossSum;
  result.value = accumulate(sum.value, scale_by_power(term.mantissa, term.exponent + LIFT));
  result.du = accumulate(sum.du, term.gradient.x);
  result.dv = accumulate(sum.dv, term.gradient.y);
  result.exponent = max(sum.exponent, term.exponent);
  result.mantissa = scale_by_power(sum.mantissa, sum.exponent - result.exponent)
    + scale_by_power(term.mantissa, term.exponent - result.exponent);
  return result;
}

// log2 of mantissa 2^exponent; only colours need it, for which WGSL's log2 is exact enough.
fn log2_of(mantissa: f32, exponent: i32) -> f32 {
  return select(LOG2_OF_ZERO, log2(mantissa) + f32(exponent), mantissa > 0.0f);
}

fn point_of_sum(sum: LossSum) -> FieldPoint {
  let weight = params.sample_weight;
  let down = power_of_two(-LIFT);
  return FieldPoint(
    bitcast<u32>((sum.value.x + sum.value.y) * weight * down),
    bitcast<u32>((sum.du.x + sum.du.y) * weight * down),
    bitcast<u32>((sum.dv.x + sum.dv.y) * weight * down),
    bitcast<u32>(log2_of(sum.mantissa * weight, sum.exponent)),
  );
}

fn point_of_term(term: LossTerm) -> FieldPoint {
  return FieldPoint(
    bitcast<u32>(scale_by_power(term.mantissa, term.exponent)),
    bitcast<u32>(term.gradient.x * power_of_two(-LIFT)),
    bitcast<u32>(term.gradient.y * power_of_two(-LIFT)),
    bitcast<u32>(log2_of(term.mantissa, term.exponent)),
  );
}

struct BothTerms {
  left: LossTerm,
  right: LossTerm,
}

fn hard_term(loss: u32, place: Place, t: u32, sums: HardSums) -> LossTerm {
  if (loss == CROSS_ENTROPY) {
    return hard_cross_entropy(place, t, sums);
  }
  return hard_squared_error(sums);
}

fn soft_term(loss: u32, place: Place, sums: SoftSums) -> LossTerm {
  if (loss == CROSS_ENTROPY) {
    return soft_cross_entropy(place, sums);
  }
  return soft_squared_error(place, sums);
}

fn both_terms(place: Place) -> BothTerms {
  let t = classes[class_index(place, 0u)].target_class;
  if (SOFT_TARGETS && (!HARD_TARGETS || t == SOFT_TARGET)) {
    let sums = soft_sums(place);
    return BothTerms(soft_term(LEFT_LOSS, place, sums), soft_term(RIGHT_LOSS, place, sums));
  }
  let sums = hard_sums(place, t);
  return BothTerms(hard_term(LEFT_LOSS, place, t, sums), hard_term(RIGHT_LOSS, place, t, sums));
}

@compute @workgroup_size(64)
fn evaluate(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= params.width || id.y >= params.row_count) {
    return;
  }
  var place = Place(0u, id.x, params.first_row + id.y);
  let index = (place.row - params.output_offset_rows) * params.width + place.column;
  if (ONE_SAMPLE) {
    let terms = both_terms(place);
    left_fields[index] = point_of_term(terms.left);
    right_fields[index] = point_of_term(terms.right);
    return;
  }

  let tile_index = id.y * params.width + id.x;
  var left = empty_sum();
  var right = empty_sum();
  if (CARRY && params.is_first_chunk == 0u) {
    left = carried[tile_index].left;
    right = carried[tile_index].right;
  }
  for (; place.sample < params.sample_count; place.sample++) {
    let terms = both_terms(place);
    left = add_term(left, terms.left);
    right = add_term(right, terms.right);
  }
  if (CARRY && params.is_last_chunk == 0u) {
    carried[tile_index] = CarriedPoint(left, right);
    return;
  }
  left_fields[index] = point_of_sum(left);
  right_fields[index] = point_of_sum(right);
}
