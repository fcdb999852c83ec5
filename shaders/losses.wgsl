// The losses of one sample: value and gradient along the plane. Formulas as in src/core/losses; 1 - p never occurs.

const CROSS_ENTROPY = 0u;
const SQUARED_ERROR = 1u;

struct LossTerm {
  // value = mantissa 2^exponent: squared probabilities leave the range of f32 long before their logarithm does.
  mantissa: f32,
  exponent: i32,
  // In units of 2^-LIFT, so that sums of samples lose nothing that matters.
  gradient: vec2f,
}

// Weights are counted in units of 2^-LIFT of the largest. A gradient is a sum of products of three of them and a slope:
// this leaves room for 128 classes and slopes of 2^20 above, and below keeps the terms that matter beside 2^-118.
const LIFT = 28;
// Two weights closer than this ratio are subtracted by way of their logits.
const CLOSE = 0.125f;

// Hard target t, over the classes other than t: f_k is exp(z_k) in units of 2^unit, d_k = f_k - f_rival <= 0 without
// cancellation, alpha_k the slopes along (u, v) relative to those of t.
struct HardSums {
  rival: u32,               // the heaviest class other than t
  rival_weight: f32,        // f of the rival
  others: f32,              // sum of f, the rival's own left out
  squares: f32,             // sum of f^2
  differences: f32,         // sum of f d
  slopes: vec2f,            // sum of f alpha
  square_slopes: vec2f,     // sum of f^2 alpha
  difference_slopes: vec2f, // sum of f d alpha
  // The same point seen from the denominator of the softmax, in units that suit the heavier of target and rival:
  shift: i32,               // f times 2^shift is in those units; 0 where the rival leads
  target_weight: f32,
  rest: f32,                // sum of f
  denominator: f32,         // target_weight + rest
}

// f_light - f_heavy <= 0 for the weights of two classes in the same units.
fn weight_difference(place: Place, light: u32, heavy: u32, f_light: f32, f_heavy: f32) -> f32 {
  if (f_light > CLOSE * f_heavy) {
    return f_heavy * expm1_pair(logit_difference(place, light, heavy));
  }
  return f_light - f_heavy;
}

fn hard_sums(place: Place, t: u32) -> HardSums {
  var s: HardSums;
  s.rival = select(0u, 1u, t == 0u);
  var rival = weight_of(place, s.rival);
  s.rival_weight = times_power(rival.mantissa, LIFT);
  let first = classes[class_index(place, s.rival)];
  s.squares = s.rival_weight * s.rival_weight;
  s.slopes = s.rival_weight * vec2f(first.a.x, first.b.x);
  s.square_slopes = s.rival_weight * s.slopes;

  // In one pass. When a heavier class comes, the sums move to its units (by a power of two, exactly) and every d grows
  // by the distance to the new rival; otherwise the new class brings its own d.
  for (var k = s.rival + 1u; k < params.class_count; k++) {
    let entry = classes[class_index(place, k)];
    let slope = vec2f(entry.a.x, entry.b.x);
    let weight = weight_of(place, k);
    let in_old_units = select(relative_to(weight, rival.exponent - LIFT), 0.0f, k == t);
    let leads = in_old_units > s.rival_weight;
    let f = select(in_old_units, times_power(weight.mantissa, LIFT), leads);
    // In two factors: what is 2^-127 of the new rival still counts, as 2^(LIFT - 127) units.
    let down_by = select(0, max(rival.exponent - weight.exponent, -252), leads);
    let down_half = power_of_two(down_by >> 1u);
    let down_rest = power_of_two(down_by - (down_by >> 1u));
    let old_rival_weight = s.rival_weight * down_half * down_rest;
    let delta = weight_difference(
      place,
      select(k, s.rival, leads),
      select(s.rival, k, leads),
      min(f, old_rival_weight),
      max(f, old_rival_weight),
    );
    let others = s.others * down_half * down_rest;
    let slopes = s.slopes * down_half * down_rest;
    let down = down_half * down_rest;
    s.differences = s.differences * down * down + select(f, others + old_rival_weight, leads) * delta;
    s.difference_slopes = s.difference_slopes * down * down + select(f * slope, slopes, leads) * delta;
    s.others = others + min(f, old_rival_weight);
    s.slopes = slopes + f * slope;
    s.squares = s.squares * down * down + f * f;
    s.square_slopes = s.square_slopes * down * down + f * f * slope;
    s.rival = select(s.rival, k, leads);
    s.rival_weight = max(f, old_rival_weight);
    rival.exponent = select(rival.exponent, weight.exponent, leads);
  }

  let own = weight_of(place, t);
  let lead = own.exponent - rival.exponent;
  let target_leads = times_power(own.mantissa, min(lead, 70) + LIFT) > s.rival_weight;
  s.shift = select(0, -lead, target_leads);
  s.target_weight = times_power(own.mantissa, lead + s.shift + LIFT);
  s.rest = times_power(s.rival_weight + s.others, s.shift);
  s.denominator = s.target_weight + s.rest;
  return s;
}

// Below 2^-30 log1p(x) is x; further down x itself would be flushed to zero.
const LOG1P_LINEAR_EXPONENT = -30;
// Odds against the target up to which their own logarithm is the most accurate way.
const LOG1P_ODDS = 1048576.0f;

fn hard_cross_entropy(place: Place, t: u32, s: HardSums) -> LossTerm {
  let scaled = s.slopes / (s.denominator * power_of_two(-LIFT));
  let gradient = vec2f(scale_by_power(scaled.x, s.shift), scale_by_power(scaled.y, s.shift));
  if (s.shift < LOG1P_LINEAR_EXPONENT) {
    return LossTerm((s.rival_weight + s.others) / s.target_weight, s.shift, gradient);
  }
  if (s.rest < LOG1P_ODDS * s.target_weight) {
    return LossTerm(log1p_accurate(s.rest / s.target_weight), 0, gradient);
  }
  // The rival leads by far; the target's weight may be flushed to zero here, its logit is not.
  let above = logit_difference(place, s.rival, t);
  let tail = log1p_accurate((s.others + s.target_weight) / s.rival_weight);
  return LossTerm(above.x + (above.y + tail), 0, gradient);
}

fn hard_squared_error(s: HardSums) -> LossTerm {
  let c = params.squared_error_factor;
  let sum = s.rival_weight + s.others;
  let square = s.denominator * s.denominator;
  let even_part = s.square_slopes + sum * s.slopes;
  let odd_part = sum * s.difference_slopes - s.differences * s.slopes;
  let numerator = s.target_weight * even_part
    + vec2f(times_power(odd_part.x, s.shift), times_power(odd_part.y, s.shift));
  // Numerator and denominator are cubes of weights; one LIFT stays in the result.
  let total = s.denominator * power_of_two(-LIFT);
  let gradient = (2.0f * c) * (numerator * power_of_two(-2 * LIFT)) / (total * total * total);
  return LossTerm(
    c * (sum * sum + s.squares) / square,
    2 * s.shift,
    vec2f(scale_by_power(gradient.x, 2 * s.shift), scale_by_power(gradient.y, 2 * s.shift)),
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
  s.leader_weight = times_power(leader.mantissa, LIFT);
  for (var k = 0u; k < params.class_count; k++) {
    if (k == s.leader) {
      continue;
    }
    let weight = relative_to(weight_of(place, k), s.unit);
    s.tail += weight;
    s.mean_slope += weight * relative_slope(place, k, s.leader);
  }
  s.total = (s.leader_weight + s.tail) * power_of_two(-LIFT);
  s.mean_slope = s.mean_slope * power_of_two(-LIFT) / s.total;
  return s;
}

fn soft_cross_entropy(place: Place, s: SoftSums) -> LossTerm {
  // log(1 + tail) in units of 2^-LIFT; a small tail is its own logarithm.
  let tail = s.tail / (s.leader_weight * power_of_two(-LIFT));
  let log_tail = select(
    log1p_accurate(tail * power_of_two(-LIFT)) * power_of_two(LIFT),
    tail,
    tail < power_of_two(LIFT + LOG1P_LINEAR_EXPONENT),
  );
  var value = 0.0f;
  var gradient = vec2f(0.0f);
  for (var k = 0u; k < params.class_count; k++) {
    let y = classes[class_index(place, k)].y;
    if (y == 0.0f) {
      continue;
    }
    let below = logit_difference(place, s.leader, k);
    value += y * (below.x * power_of_two(LIFT) + (below.y * power_of_two(LIFT) + log_tail));
    gradient += y * (s.mean_slope - relative_slope(place, k, s.leader));
  }
  return LossTerm(value, -LIFT, gradient);
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
  return LossTerm(c * value, 0, (2.0f * c) * gradient * power_of_two(-LIFT));
}
