// Losses of a single logit without a link: of the raw logit, of an output, and of a margin. Formulas as in
// src/core/losses. Included before this: sample.wgsl, pairs.wgsl.

// A term from numbers that are not lifted.
fn plain_term(value: f32, first: f32, second: f32) -> LogitTerm {
  let up = power_of_two(LIFT);
  return LogitTerm(value * up, first * up, second * up, value, 0);
}

fn logit_squared_error(at: LogitPoint) -> LogitTerm {
  let c = params.squared_error_factor;
  let residual = (at.z.x - at.y.x) + (at.z.y - at.y.y);
  return plain_term(c * residual * residual, 2.0f * c * residual, 2.0f * c);
}

// The side of the threshold on which the logit is wrong: 1 for y = 0, -1 for y = 1.
fn wrong_side(at: LogitPoint) -> f32 {
  return at.rest.x - at.y.x;
}

// The slope of max(0, x): the mean of the one-sided slopes on the kink.
fn hinge_slope(x: f32) -> f32 {
  return select(select(0.0f, 0.5f, x == 0.0f), 1.0f, x > 0.0f);
}

fn logit_hinge(at: LogitPoint) -> LogitTerm {
  let side = wrong_side(at);
  let missing = pair_sum(vec2f(1.0f, 0.0f), side * at.z);
  let margin = missing.x + missing.y;
  let slope = hinge_slope(margin);
  return plain_term(slope * margin, slope * side, 0.0f);
}

// The error rate of several logits is no sum; ties are counted, and what is ahead of the target by more than any ties.
const AHEAD = 1024.0f;

fn logit_lead(at: LogitPoint) -> LogitTerm {
  let lead = wrong_side(at) * (at.z.x + at.z.y);
  return plain_term(select(select(0.0f, 1.0f, lead == 0.0f), AHEAD, lead > 0.0f), 0.0f, 0.0f);
}

// The target shares the lead with as many as are tied with it: 1 - 1/(1 + ties).
fn error_rate_of(sum: LossTerm) -> LossTerm {
  let ties = sum.mantissa;
  let rate = select(ties / (1.0f + ties), 1.0f, ties >= AHEAD);
  return LossTerm(rate * power_of_two(LIFT), vec2f(0.0f), rate, 0);
}

// Outputs nearer to 0 or 1 than this have second derivatives that leave the range of f32.
const NEAREST_TO_EDGE = 1.0842022e-19f; // 2^-63

// log of x = x.x + x.y > 0, whose distance from 1 is known in full: x = 1 - complement.
fn log_pair(x: vec2f, complement: vec2f) -> f32 {
  // x = 2^k (1 + f) with f within [-1/4, 1/2].
  let k = i32(bitcast<u32>(x.x * 1.3333334f) >> 23u) - 127;
  var f = vec2f(x.x * power_of_two(-k) - 1.0f, x.y * power_of_two(-k));
  if (k == 0) {
    f = -complement;
  }
  let low = f.y / (1.0f + f.x);
  return f32(k) * LN2_HIGH + (f.x + (log1p_correction(f.x, f32(k)) + low));
}

fn output_cross_entropy(at: LogitPoint) -> LogitTerm {
  let z = at.z;
  let complement = pair_difference(vec2f(1.0f, 0.0f), z);
  let below = complement.x + complement.y;
  if (z.x <= 0.0f || below <= 0.0f) {
    return LogitTerm(UNDEFINED_TERM, 0.0f, 0.0f, 0.0f, 0);
  }
  let yes = at.y.x / max(z.x, NEAREST_TO_EDGE);
  let no = at.rest.x / max(below, NEAREST_TO_EDGE);
  let value = -(at.y.x * log_pair(z, complement) + at.rest.x * log_pair(complement, z));
  return plain_term(
    value,
    no - yes,
    yes / max(z.x, NEAREST_TO_EDGE) + no / max(below, NEAREST_TO_EDGE),
  );
}
