// Losses of a single logit under the sigmoid, from the logit itself. Formulas as in src/core/losses/sigmoid.ts.
// Included before this: sample.wgsl, clip.wgsl, pairs.wgsl.

// The sigmoid seen from its likelier side: with e = exp(-|z|), p = 1/(1 + e) there and e/(1 + e) on the other.
struct SigmoidPoint {
  size: vec2f,      // |z|
  sign: f32,        // of z
  mantissa: f32,    // e = mantissa 2^exponent
  exponent: i32,
  // In units of 2^-LIFT:
  e: f32,
  large: vec2f,     // probabilities, hi + lo
  small: vec2f,
  // Target numbers of the likelier and the other side, hi + lo.
  likely: vec2f,
  unlikely: vec2f,
}

fn sigmoid_at(at: LogitPoint) -> SigmoidPoint {
  let positive = at.z.x >= 0.0f;
  let sign = select(-1.0f, 1.0f, positive);
  let size = sign * at.z;
  // exp(-|z|) = 2^n exp(r); ln 2 in two parts, the first of which multiplies exactly.
  let n = round(size.x * -1.44269504f);
  let r = (opaque(-size.x - n * 0.693359375f) - n * -2.12194440e-4f) - size.y;
  let mantissa = pair_of(1.0f, exp_tail(r) + r);
  let exponent = i32(n);
  let e = vec2f(scale_by_power(mantissa.x, exponent + LIFT), scale_by_power(mantissa.y, exponent + LIFT));
  let total = pair_sum(vec2f(1.0f, 0.0f), e * power_of_two(-LIFT));
  return SigmoidPoint(
    size,
    sign,
    mantissa.x,
    exponent,
    e.x,
    pair_quotient(vec2f(power_of_two(LIFT), 0.0f), total),
    pair_quotient(e, total),
    select(at.rest, at.y, positive),
    select(at.y, at.rest, positive),
  );
}

// p - y in units of 2^-LIFT. Where the target is hard one of the terms vanishes, and the other has all its digits.
fn sigmoid_residual(s: SigmoidPoint) -> f32 {
  let sum = pair_difference(pair_product(s.unlikely, s.large), pair_product(s.likely, s.small));
  return s.sign * (sum.x + sum.y);
}

fn sigmoid_cross_entropy(at: LogitPoint) -> LogitTerm {
  let s = sigmoid_at(at);
  let down = power_of_two(-LIFT);
  let up = power_of_two(LIFT);
  let linear = s.exponent < LOG1P_LINEAR_EXPONENT;
  let tail = select(log1p_accurate(s.e * down) * up, s.e, linear);
  let distance = pair_product(s.unlikely, s.size) * up;
  let value = distance.x + (distance.y + tail);
  let tail_alone = linear && s.unlikely.x == 0.0f;
  return LogitTerm(
    value,
    sigmoid_residual(s),
    (s.large.x * down) * s.small.x,
    select(value, s.mantissa, tail_alone),
    select(-LIFT, s.exponent, tail_alone),
  );
}

fn sigmoid_squared_error(at: LogitPoint) -> LogitTerm {
  let s = sigmoid_at(at);
  let c = params.squared_error_factor;
  let down = power_of_two(-LIFT);
  let residual = sigmoid_residual(s);
  let square = c * (residual * (residual * down));
  let slope = (s.large.x * down) * s.small.x; // of the sigmoid
  let bend = slope * down + (residual * down) * (s.sign * ((s.small.x - s.large.x) * down));
  // The small side's square leaves the range of f32 long before its logarithm does.
  let alone = s.unlikely.x == 0.0f;
  let ratio = s.likely.x * s.mantissa / (1.0f + s.e * down);
  return LogitTerm(
    square,
    2.0f * c * residual * (slope * down),
    2.0f * c * slope * bend,
    select(square, c * ratio * ratio, alone),
    select(-LIFT, 2 * s.exponent, alone),
  );
}

fn sigmoid_clipped(at: LogitPoint) -> LogitTerm {
  let s = sigmoid_at(at);
  if (clipped_log_loss(s.small.x, s.large.x, power_of_two(LIFT)) == NOT_CLIPPED) {
    return sigmoid_cross_entropy(at);
  }
  return plain_term(s.likely.x * LOG_LOSS_OF_MOST + s.unlikely.x * LOG_LOSS_OF_LEAST, 0.0f, 0.0f);
}
