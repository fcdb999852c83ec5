// Kernel: losses that read logits one by one and add up over them. Included before this: a map, logit-losses.wgsl,
// sigmoid-losses.wgsl.
//
// A map (affine-logits.wgsl, two-layer-logits.wgsl) is one way in which (u, v) becomes the logits of a sample. It declares
//   struct Column, fn column_of(place) -> Column                what the points of a column have in common
//   const MAP_LIFT
//   struct Row, fn row_of(place) -> Row                         likewise of a row
//   fn logit_at(place, column, row, k) -> LogitPoint

// One logit and its target number.
struct LogitPoint {
  z: vec2f,      // hi + lo
  // In units of 2^-MAP_LIFT, since a steep loss may lift what f32 would flush:
  slope: vec2f,  // dz/du, dz/dv
  bend: vec3f,   // d2z/du2, d2z/dudv, d2z/dv2
  y: vec2f,      // hi + lo
  rest: vec2f,   // 1 - y, which has digits of its own
}

// A loss of one logit and its derivatives in that logit, in units of 2^-LIFT; the value again as in LossTerm. Losses
// that several logits add up to have the exponent 0.
struct LogitTerm {
  value: f32,
  first: f32,
  second: f32,
  mantissa: f32,
  exponent: i32,
}

fn logit_term(loss: u32, at: LogitPoint) -> LogitTerm {
  if (loss == CROSS_ENTROPY) {
    return sigmoid_cross_entropy(at);
  }
  if (loss == SQUARED_ERROR) {
    return sigmoid_squared_error(at);
  }
  if (loss == CLIPPED_CROSS_ENTROPY) {
    return sigmoid_clipped(at);
  }
  if (loss == SQUARED_ERROR_OF_LOGITS) {
    return logit_squared_error(at);
  }
  if (loss == CROSS_ENTROPY_OF_OUTPUTS) {
    return output_cross_entropy(at);
  }
  if (loss == HINGE) {
    return logit_hinge(at);
  }
  if (loss == ERROR_RATE) {
    return logit_lead(at);
  }
  return LogitTerm();
}

fn add_logit(loss: u32, sum: LossTerm, at: LogitPoint) -> LossTerm {
  if (loss == NO_LOSS || is_undefined_term(sum.value)) {
    return sum;
  }
  let term = logit_term(loss, at);
  if (is_undefined_term(term.value)) {
    return undefined_term();
  }
  return LossTerm(
    sum.value + term.value,
    sum.gradient + (term.first * at.slope) * power_of_two(-MAP_LIFT),
    sum.mantissa + term.mantissa,
    term.exponent,
  );
}

fn finished(loss: u32, sum: LossTerm) -> LossTerm {
  if (loss == ERROR_RATE) {
    return error_rate_of(sum);
  }
  return sum;
}

fn both_terms(place: Place, column: Column, row: Row) -> BothTerms {
  var left = no_term();
  var right = no_term();
  for (var k = 0u; k < params.class_count; k++) {
    let at = logit_at(place, column, row, k);
    left = add_logit(LEFT_LOSS, left, at);
    right = add_logit(RIGHT_LOSS, right, at);
  }
  return BothTerms(finished(LEFT_LOSS, left), finished(RIGHT_LOSS, right));
}
