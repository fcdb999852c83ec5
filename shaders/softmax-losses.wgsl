// The losses of the softmax kernel: value and gradient along the plane. Formulas as in src/core/losses; 1 - p never
// occurs. Weights are counted in units of 2^-LIFT of the largest.

fn term_of(mantissa: f32, exponent: i32, gradient: vec2f) -> LossTerm {
  return LossTerm(scale_by_power(mantissa, exponent + LIFT), gradient, mantissa, exponent);
}

// Hard target t, over the classes other than t: f_k is exp(z_k) in units of 2^(unit - LIFT), d_k = f_k - f_rival without
// cancellation, alpha_k the slopes along (u, v) relative to those of t. The rival is a class as likely as any, up to a
// factor of 4.
struct HardSums {
  rest: f32,                // sum of f
  squares: f32,             // sum of f^2
  differences: f32,         // sum of f d
  slopes: vec2f,            // sum of f alpha
  square_slopes: vec2f,     // sum of f^2 alpha
  difference_slopes: vec2f, // sum of f d alpha
  exponent: i32,            // 2^exponent is the unit of f over that of the target's weight
  target_mantissa: f32,
  // The target's weight and the sum of all in units that suit the heavier of target and rest, and 2^shift, which leads
  // there from the units of f.
  shift: i32,
  target_weight: f32,
  total: f32,
}

// Below this share of its rival's weight, the difference of a class to it is lost in the weights.
const CLOSE = 9.5367432e-7f;

// d_k for the weight of class k, which is 2^lower of its rival's units.
fn difference_to_rival(place: Place, k: u32, rival: u32, weight: Weight, of_rival: Weight, power: f32) -> f32 {
  let difference = (weight.main * power - of_rival.main)
    + ((weight.middle * power - of_rival.middle) + (weight.rest * power - of_rival.rest));
  if (CLOSE_TIES) {
    let logits = logit_difference(place, k, rival);
    let z = logits.x + logits.y;
    return select(difference, mantissa_of(of_rival) * (z + 0.5f * z * z), abs(z) < CLOSE);
  }
  return difference;
}

// The sums with class k added, of whose weights the unit is 2^(unit - LIFT).
fn with_class(sums: HardSums, place: Place, k: u32, t: u32, rival: u32, unit: i32, of_rival: Weight) -> HardSums {
  var s = sums;
  let weight = weight_of(place, k);
  // Nothing of the target itself, of which there may be more than f32 holds.
  let exponent = select(min(weight.exponent - unit, 0), NO_EXPONENT, k == t);
  let power = power_or_zero(exponent);
  let f = mantissa_of(weight) * power_or_zero(exponent + LIFT);
  let fd = f * difference_to_rival(place, k, rival, weight, of_rival, power);
  let entry = class_index(place, k);
  let slope = vec2f(classes[entry].a.x, classes[entry].b.x);
  s.rest += f;
  s.squares += f * f;
  s.differences += fd;
  s.slopes += f * slope;
  s.square_slopes += f * f * slope;
  s.difference_slopes += fd * slope;
  return s;
}

fn hard_sums(place: Place, t: u32) -> HardSums {
  var rival = select(0u, 1u, t == 0u);
  var unit = exponent_of(place, rival);
  for (var k = rival + 1u; k < params.class_count; k++) {
    let exponent = exponent_of(place, k);
    let leads = exponent > unit && k != t;
    rival = select(rival, k, leads);
    unit = select(unit, exponent, leads);
  }

  var s: HardSums;
  let of_rival = weight_of(place, rival);
  if (MANY_CLASSES) {
    for (var start = 0u; start < params.class_count; start += BLOCK) {
      var part = HardSums();
      for (var k = start; k < min(start + BLOCK, params.class_count); k++) {
        part = with_class(part, place, k, t, rival, unit, of_rival);
      }
      s.rest += part.rest;
      s.squares += part.squares;
      s.differences += part.differences;
      s.slopes += part.slopes;
      s.square_slopes += part.square_slopes;
      s.difference_slopes += part.difference_slopes;
    }
  } else {
    for (var k = 0u; k < params.class_count; k++) {
      s = with_class(s, place, k, t, rival, unit, of_rival);
    }
  }

  let own = weight_of(place, t);
  s.target_mantissa = mantissa_of(own);
  s.exponent = unit - own.exponent;
  s.shift = min(s.exponent, 0);
  s.target_weight = s.target_mantissa * power_or_zero(s.shift - s.exponent + LIFT);
  s.total = s.target_weight + s.rest * power_or_zero(s.shift);
  return s;
}

fn hard_cross_entropy(s: HardSums) -> LossTerm {
  let rest = s.rest / s.target_mantissa;
  let log_value = log_total(rest, s.total / s.target_mantissa, s.exponent, s.shift);
  let linear = s.exponent < LOG1P_LINEAR_EXPONENT;
  let lifted_down = power_or_zero(s.shift + LIFT);
  return LossTerm(
    select(log_value * power_of_two(LIFT), (rest * power_of_two(-LIFT)) * lifted_down, linear),
    (s.slopes / s.total) * lifted_down,
    select(log_value, rest, linear),
    select(0, s.exponent - LIFT, linear),
  );
}

fn hard_squared_error(s: HardSums) -> LossTerm {
  let c = params.squared_error_factor;
  let down = power_or_zero(s.shift);
  let one = s.total * power_of_two(-LIFT);
  let even_part = s.square_slopes + s.rest * s.slopes;
  // d is in units of the rival's power of two, not lifted.
  let odd_part = (s.rest * s.difference_slopes - s.differences * s.slopes) * power_of_two(LIFT);
  let numerator = s.target_weight * even_part + down * odd_part;
  let mantissa = c * ((s.rest * s.rest + s.squares) / one / one * power_of_two(-2 * LIFT));
  // Numerator and denominator are cubes of weights; one LIFT stays in the result.
  let gradient = (2.0f * c) * (numerator * power_of_two(-2 * LIFT)) / (one * one * one);
  return LossTerm(
    (mantissa * power_of_two(LIFT)) * down * down,
    gradient * down * down,
    mantissa,
    2 * s.shift,
  );
}

// Soft target. Weights and everything made of them is in units of 2^-LIFT here too.
struct SoftSums {
  leader: u32,
  unit: i32,            // the weights' unit is 2^unit
  leader_weight: f32,
  tail: f32,            // sum of the weights of the classes other than the leader
  total: f32,           // sum of all weights, in units of the leader's power of two
  mean_slope: vec2f,    // mean of the slopes under p, relative to the leader's slope
}

// The heaviest class of all.
fn leading_class(place: Place) -> u32 {
  var best = 0u;
  var best_weight = weight_of(place, 0u);
  for (var k = 1u; k < params.class_count; k++) {
    let weight = weight_of(place, k);
    if (heavier(weight, best_weight)) {
      best = k;
      best_weight = weight;
    }
  }
  return best;
}

// Slope of class k relative to the leader's, in units of 2^-LIFT.
fn relative_slope(place: Place, k: u32, leader: u32) -> vec2f {
  let own = classes[class_index(place, k)];
  let reference = classes[class_index(place, leader)];
  let a = pair_difference(own.a, reference.a);
  let b = pair_difference(own.b, reference.b);
  return vec2f(a.x + a.y, b.x + b.y) * power_of_two(LIFT);
}

fn soft_sums(place: Place) -> SoftSums {
  var s: SoftSums;
  s.leader = leading_class(place);
  let leader = weight_of(place, s.leader);
  s.unit = leader.exponent - LIFT;
  s.leader_weight = times_power(mantissa_of(leader), LIFT);
  let block_size = select(params.class_count, BLOCK, MANY_CLASSES);
  for (var start = 0u; start < params.class_count; start += block_size) {
    var tail = 0.0f;
    var slope = vec2f(0.0f);
    for (var k = start; k < min(start + block_size, params.class_count); k++) {
      if (k == s.leader) {
        continue;
      }
      let weight = relative_to(weight_of(place, k), s.unit);
      tail += weight;
      slope += weight * relative_slope(place, k, s.leader);
    }
    s.tail += tail;
    s.mean_slope += slope;
  }
  s.total = (s.leader_weight + s.tail) * power_of_two(-LIFT);
  s.mean_slope = s.mean_slope * power_of_two(-LIFT) / s.total;
  return s;
}

// log(1 + tail) in units of 2^-LIFT; a small tail is its own logarithm.
fn soft_log_tail(s: SoftSums) -> f32 {
  let tail = s.tail / (s.leader_weight * power_of_two(-LIFT));
  return select(
    log1p_accurate(tail * power_of_two(-LIFT)) * power_of_two(LIFT),
    tail,
    tail < power_of_two(LIFT + LOG1P_LINEAR_EXPONENT),
  );
}

// -log p_k in units of 2^-LIFT.
fn soft_log_loss(place: Place, k: u32, s: SoftSums, log_tail: f32) -> f32 {
  let below = logit_difference(place, s.leader, k);
  return below.x * power_of_two(LIFT) + (below.y * power_of_two(LIFT) + log_tail);
}

fn soft_cross_entropy(place: Place, s: SoftSums) -> LossTerm {
  let log_tail = soft_log_tail(s);
  var value = 0.0f;
  var gradient = vec2f(0.0f);
  for (var k = 0u; k < params.class_count; k++) {
    let y = classes[class_index(place, k)].y;
    if (y == 0.0f) {
      continue;
    }
    value += y * soft_log_loss(place, k, s, log_tail);
    gradient += y * (s.mean_slope - relative_slope(place, k, s.leader));
  }
  return term_of(value, -LIFT, gradient);
}

// Probability of class k in units of 2^-LIFT.
fn soft_probability(place: Place, k: u32, s: SoftSums) -> f32 {
  return relative_to(weight_of(place, k), s.unit) / s.total;
}

fn soft_residual(place: Place, k: u32, s: SoftSums) -> f32 {
  return soft_probability(place, k, s) * power_of_two(-LIFT) - classes[class_index(place, k)].y;
}

fn soft_squared_error(place: Place, s: SoftSums) -> LossTerm {
  let c = params.squared_error_factor;
  // p - y is the same on both sides of a sigmoid but for its sign; near 0 it has its digits, near 1 it lost them.
  let small = select(0u, 1u, classes[class_index(place, 0u)].y > 0.5f);
  let small_residual = soft_residual(place, small, s);
  var value = 0.0f;
  var gradient = vec2f(0.0f);
  for (var k = 0u; k < params.class_count; k++) {
    var residual = soft_residual(place, k, s);
    if (COMPLEMENTARY) {
      residual = select(-small_residual, small_residual, k == small);
    }
    let probability = soft_probability(place, k, s);
    value += residual * residual;
    gradient += residual * probability * (relative_slope(place, k, s.leader) - s.mean_slope);
  }
  return term_of(c * value, 0, (2.0f * c) * gradient * power_of_two(-LIFT));
}

fn hard_term(loss: u32, sums: HardSums) -> LossTerm {
  if (loss == CROSS_ENTROPY) {
    return hard_cross_entropy(sums);
  }
  if (loss == SQUARED_ERROR) {
    return hard_squared_error(sums);
  }
  if (loss == CLIPPED_CROSS_ENTROPY) {
    return hard_clipped(sums);
  }
  return no_term();
}

fn soft_term(loss: u32, place: Place, sums: SoftSums) -> LossTerm {
  if (loss == CROSS_ENTROPY) {
    return soft_cross_entropy(place, sums);
  }
  if (loss == SQUARED_ERROR) {
    return soft_squared_error(place, sums);
  }
  if (loss == CLIPPED_CROSS_ENTROPY) {
    return soft_clipped(place, sums);
  }
  return no_term();
}

fn both_terms(place: Place, column: Column, row: Row) -> BothTerms {
  let t = column.target_class;
  if (SOFT_TARGETS && (!HARD_TARGETS || t == SOFT_TARGET)) {
    let sums = soft_sums(place);
    return BothTerms(soft_term(LEFT_LOSS, place, sums), soft_term(RIGHT_LOSS, place, sums));
  }
  let sums = hard_sums(place, t);
  return BothTerms(hard_term(LEFT_LOSS, sums), hard_term(RIGHT_LOSS, sums));
}
