// Value and gradient of both losses over a tile of grid rows, summed over a chunk of samples.
// Included before this: fields.wgsl, numerics.wgsl, sample.wgsl, a kernel.

// With more than one chunk of samples, partial sums are carried from dispatch to dispatch.
override CARRY: bool = false;
// Whether the logarithm of the values is wanted: log colours read it.
override WRITE_LOG2: bool = true;

// Whether an invocation takes four rows together: of a kernel that reads much for a column, it is then read once for all
// of them. One sample only.
override FOUR_ROWS: bool = false;

// A FieldPoint as it is written: three words at once, and the fourth only where it is wanted, which spares a software GPU
// much of what it does for each access.
struct WrittenPoint {
  numbers: vec3u,   // value, du, dv
  log2_value: u32,
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

@group(0) @binding(4) var<storage, read_write> left_fields: array<WrittenPoint>;
@group(0) @binding(5) var<storage, read_write> right_fields: array<WrittenPoint>;
@group(0) @binding(6) var<storage, read_write> carried: array<CarriedPoint>; // see carried_index

fn empty_sum() -> LossSum {
  return LossSum(vec2f(0.0f), vec2f(0.0f), vec2f(0.0f), 0.0f, NO_EXPONENT);
}

fn empty_term() -> LossTerm {
  return LossTerm(0.0f, vec2f(0.0f), 0.0f, NO_EXPONENT);
}

// Samples that are summed up plainly, before their sum is added to one that keeps the digits of many.
const FEW = 16u;

// mantissa 2^exponent of two such numbers together.
fn joined_mantissa(a: f32, a_exponent: i32, b: f32, b_exponent: i32) -> f32 {
  let exponent = max(a_exponent, b_exponent);
  return times_power(a, a_exponent - exponent) + times_power(b, b_exponent - exponent);
}

fn plain_sum(a: LossTerm, b: LossTerm) -> LossTerm {
  var sum = LossTerm(a.value + b.value, a.gradient + b.gradient, 0.0f, 0);
  if (WRITE_LOG2) {
    sum.mantissa = joined_mantissa(a.mantissa, a.exponent, b.mantissa, b.exponent);
    sum.exponent = max(a.exponent, b.exponent);
  }
  if (MAY_BE_UNDEFINED) {
    let undefined = is_undefined_term(a.value) || is_undefined_term(b.value);
    sum.value = select(sum.value, UNDEFINED_TERM, undefined);
  }
  return sum;
}

fn add_few(sum: LossSum, part: LossTerm) -> LossSum {
  var result: LossSum;
  result.value = accumulate(sum.value, part.value);
  result.du = accumulate(sum.du, part.gradient.x);
  result.dv = accumulate(sum.dv, part.gradient.y);
  if (WRITE_LOG2) {
    result.mantissa = joined_mantissa(sum.mantissa, sum.exponent, part.mantissa, part.exponent);
    result.exponent = max(sum.exponent, part.exponent);
  }
  if (MAY_BE_UNDEFINED) {
    let undefined = is_undefined_term(sum.value.x) || is_undefined_term(part.value);
    result.value = select(result.value, vec2f(UNDEFINED_TERM, 0.0f), undefined);
  }
  return result;
}

// log2 of mantissa 2^exponent to within 1.2e-4, smooth and increasing: only colours need it. Less than half the time of
// WGSL's log2 on a software GPU.
fn log2_of(mantissa: f32, exponent: i32) -> f32 {
  let bits = bitcast<u32>(mantissa);
  let x = bitcast<f32>((bits & 0x007fffffu) | 0x3f800000u) - 1.0f;
  // Exact at both ends, so that it is continuous; the rest is a least-squares fit.
  let log2_1px = x + x * (1.0f - x) * (0.43872573f + x * (0.08213066f * x - 0.23905819f));
  let whole = f32(i32(bits >> 23u) - 127 + exponent);
  return select(LOG2_OF_ZERO, whole + log2_1px, mantissa > 0.0f);
}

fn point_of_sum(sum: LossSum) -> FieldPoint {
  let weight = params.sample_weight * power_of_two(-LIFT);
  let log2_value = select(0.0f, log2_of(sum.mantissa * params.sample_weight, sum.exponent), WRITE_LOG2);
  return FieldPoint(
    bitcast<u32>((sum.value.x + sum.value.y) * weight),
    bitcast<u32>((sum.du.x + sum.du.y) * weight),
    bitcast<u32>((sum.dv.x + sum.dv.y) * weight),
    bitcast<u32>(log2_value),
  );
}

fn point_of_term(term: LossTerm) -> FieldPoint {
  let gradient = term.gradient * power_of_two(-LIFT);
  let log2_value = select(0.0f, log2_of(term.mantissa, term.exponent), WRITE_LOG2);
  return FieldPoint(
    bitcast<u32>(term.value * power_of_two(-LIFT)),
    bitcast<u32>(gradient.x),
    bitcast<u32>(gradient.y),
    bitcast<u32>(log2_value),
  );
}

fn write_left(index: u32, point: FieldPoint) {
  let written = &left_fields[index];
  (*written).numbers = vec3u(point.value, point.du, point.dv);
  if (WRITE_LOG2) {
    (*written).log2_value = point.log2_value;
  }
}

fn write_right(index: u32, point: FieldPoint) {
  let written = &right_fields[index];
  (*written).numbers = vec3u(point.value, point.du, point.dv);
  if (WRITE_LOG2) {
    (*written).log2_value = point.log2_value;
  }
}

fn write_point(index: u32, left: FieldPoint, right: FieldPoint) {
  if (LEFT_LOSS != NO_LOSS) {
    write_left(index, left);
  }
  if (RIGHT_LOSS != NO_LOSS) {
    write_right(index, right);
  }
}

// Overwrites what was written of surfaces that are undefined at the point.
fn mark_undefined(index: u32, left: f32, right: f32) {
  let point = FieldPoint(UNDEFINED_BITS, UNDEFINED_BITS, UNDEFINED_BITS, UNDEFINED_BITS);
  if (LEFT_LOSS != NO_LOSS && is_undefined_term(left)) {
    write_left(index, point);
  }
  if (RIGHT_LOSS != NO_LOSS && is_undefined_term(right)) {
    write_right(index, point);
  }
}

fn sum_samples(place: Place) {
  var at = place;
  var left = empty_sum();
  var right = empty_sum();
  if (CARRY && params.is_first_chunk == 0u) {
    left = carried[carried_index(place)].left;
    right = carried[carried_index(place)].right;
  }
  while (at.sample < params.sample_count) {
    var few = BothTerms(empty_term(), empty_term());
    let end = min(at.sample + FEW, params.sample_count);
    for (; at.sample < end; at.sample++) {
      let terms = both_terms(at, column_of(at), row_of(at));
      few.left = plain_sum(few.left, terms.left);
      few.right = plain_sum(few.right, terms.right);
    }
    left = add_few(left, few.left);
    right = add_few(right, few.right);
  }
  if (CARRY && params.is_last_chunk == 0u) {
    carried[carried_index(place)] = CarriedPoint(left, right);
    return;
  }
  let index = output_index(place);
  write_point(index, point_of_sum(left), point_of_sum(right));
  if (MAY_BE_UNDEFINED) {
    mark_undefined(index, left.value.x, right.value.x);
  }
}

fn take_sample(place: Place, column: Column, row: Row) {
  let terms = both_terms(place, column, row);
  let index = output_index(place);
  write_point(index, point_of_term(terms.left), point_of_term(terms.right));
  if (MAY_BE_UNDEFINED) {
    mark_undefined(index, terms.left.value, terms.right.value);
  }
}

// Of a tile whose rows are no multiple of four, the last row is taken several times.
fn take_four_rows(walk: Walk, n: u32) {
  var a = Place(0u, 0u, grid_row(n));
  var b = Place(0u, 0u, grid_row(n + 1u));
  var c = Place(0u, 0u, grid_row(n + 2u));
  var d = Place(0u, 0u, grid_row(n + 3u));
  let row_a = row_of(a);
  let row_b = row_of(b);
  let row_c = row_of(c);
  let row_d = row_of(d);
  for (var i = walk.first; i < walk.end; i += LANES) {
    a.column = i;
    b.column = i;
    c.column = i;
    d.column = i;
    let column = column_of(a);
    take_sample(a, column, row_a);
    take_sample(b, column, row_b);
    take_sample(c, column, row_c);
    take_sample(d, column, row_d);
  }
}

fn take_row(walk: Walk, n: u32) {
  var place = Place(0u, 0u, grid_row(n));
  let row = row_of(place);
  for (var i = walk.first; i < walk.end; i += LANES) {
    place.column = i;
    if (ONE_SAMPLE) {
      take_sample(place, column_of(place), row);
    } else {
      sum_samples(place);
    }
  }
}

@compute @workgroup_size(LANES)
fn evaluate(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let walk = walk_of(group, lane);
  if (FOUR_ROWS) {
    take_four_rows(walk, 4u * group.y);
  } else {
    take_row(walk, group.y);
  }
}
