// Kernel of the map of steps: a single logit under the sigmoid, of the affine or the two-layer map, and the outputs of the
// identity. Included before steps.wgsl. Formulas as in src/core/losses/sigmoid.ts and src/core/maps/two-layer.ts.

// z = v tanh(u x), with x for the line's origin.
override TWO_LAYERS: bool = false;

// A logit, its slopes along u and v, and the largest of the terms that it is made of.
struct LogitAt {
  z: vec2f,
  slopes: vec2f,
  largest: f32,
}

fn logit_at(line: Line, at: Place) -> LogitAt {
  if (TWO_LAYERS) {
    let input = pair_product(line.origin, at.u);
    let sign = select(-1.0f, 1.0f, input.x >= 0.0f);
    let powers = exp_and_expm1((-2.0f * sign) * input);
    let one_and = 1.0f + powers.x;
    let hidden = sign * (-powers.y / one_and);
    let slope = line.origin.x * ((4.0f * powers.x) / (one_and * one_and));
    let z = pair_product(at.v, vec2f(hidden, 0.0f));
    return LogitAt(z, vec2f(at.v.x * slope, hidden), abs(z.x));
  }
  return LogitAt(logit_of(line, at), vec2f(line.du.x, line.dv.x), largest_term(line, at));
}

// Value and derivative of a loss in its logit, and whether the probability is near its target.
struct LogitLoss {
  value: f32,
  slope: f32,
  learned: bool,
}

fn sigmoid_loss(z: vec2f, y: vec2f) -> LogitLoss {
  let positive = z.x + z.y >= 0.0f;
  let size = select(-z, z, positive);
  let e = exp_and_expm1(-size).x;
  let large = 1.0f / (1.0f + e);
  let small = e / (1.0f + e);
  let p = select(small, large, positive);
  let rest = select(large, small, positive);
  // p - y: of a hard target one term vanishes, and the other has all its digits.
  let residual = y.y * p - y.x * rest;
  let learned = abs(residual) < UNLEARNED;
  let c = params.squared_error_factor;
  if (LOSS == SQUARED_ERROR) {
    return LogitLoss(c * (residual * residual), (2.0f * c * residual) * (large * small), learned);
  }
  if (LOSS == SQUARED_ERROR_OF_LOGITS) {
    let distance = (z.x - y.x) + z.y;
    return LogitLoss(c * (distance * distance), 2.0f * c * distance, learned);
  }
  if (LOSS == HINGE) {
    let side = y.y - y.x;
    let margin = pair_sum(vec2f(1.0f, 0.0f), side * z);
    let slope = kink_slope(margin.x + margin.y);
    return LogitLoss(slope * (margin.x + margin.y), slope * side, learned);
  }
  let unlikely = select(y.x, y.y, positive);
  if (LOSS == CLIPPED_CROSS_ENTROPY && small < LEAST_PROBABILITY) {
    return LogitLoss((1.0f - unlikely) * LOG_LOSS_OF_MOST + unlikely * LOG_LOSS_OF_LEAST, 0.0f, learned);
  }
  return LogitLoss(unlikely * (size.x + size.y) + log1p_accurate(e), residual, learned);
}

// c (z - y)^2 of an output, which has no probability.
fn output_loss(z: vec2f, y: vec2f) -> LogitLoss {
  let c = params.squared_error_factor;
  let residual = (z.x - y.x) + z.y;
  return LogitLoss(c * (residual * residual), 2.0f * c * residual, false);
}

override IDENTITY: bool = false;

fn sample_term(n: u32, at: Place) -> Term {
  var sum = Term(vec2f(), 0.0f, true, 0.0f);
  for (var k = 0u; k < params.class_count; k++) {
    let line = lines[n * params.class_count + k];
    let logit = logit_at(line, at);
    var loss: LogitLoss = LogitLoss(0.0f, 0.0f, false);
    if (IDENTITY) {
      loss = output_loss(logit.z, line.target_number);
    } else {
      loss = sigmoid_loss(logit.z, line.target_number);
    }
    sum.gradient += loss.slope * logit.slopes;
    sum.value += loss.value;
    sum.learned = sum.learned && loss.learned;
    sum.largest = max(sum.largest, logit.largest);
  }
  return sum;
}
