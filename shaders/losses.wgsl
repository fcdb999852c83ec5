// The losses of one sample: value and gradient along the plane. Formulas as in src/core/losses; 1 - p never occurs.

const CROSS_ENTROPY = 0u;
const SQUARED_ERROR = 1u;

// value = mantissa 2^exponent, since squared probabilities leave the range of f32 long before their logarithm does.
struct LossTerm {
  mantissa: f32,
  exponent: i32,
  gradient: vec2f,
}

// Weights are counted in units of 2^-LIFT of the largest. A gradient is a sum of products of three of them, so this
// leaves room for 1000 classes above, and below keeps terms that matter beside sums of about 2^-118.
const LIFT = 28;

// Hard target t. With f_k = exp(z_k) in such units of the rival's power of two, over the classes other than t:
struct HardSums {
  rival: u32,            // the heaviest class other than t
  rival_weight: f32,     // f of the rival
  others: f32,           // sum of f over the classes other than t and the rival
  squares: f32,          // sum of f^2
  differences: f32,      // sum of f d, d = f - rival_weight without cancellation
  slopes: vec2f,         // sum of f alpha along (u, v), alpha = slope - slope of t
  square_slopes: vec2f,  // sum of f^2 alpha
  difference_slopes: vec2f, // sum of f d alpha
  target_weight: f32,    // exp(z_t) in units of 2^unit of the denominator
  rest: f32,             // sum of f in the same units
  unit: i32,             // probabilities of the other classes are f 2^unit / denominator
  denominator: f32,      // target_weight + rest
}

fn hard_sums(place: Place, t: u32) -> HardSums {
  var s: HardSums;
  s.rival = heaviest_class(place, t);
  let rival = weight_of(place, s.rival);
  let unit = rival.exponent - LIFT;
  s.rival_weight = relative_to(rival, unit);
  for (var k = 0u; k < params.class_count; k++) {
    if (k == t) {
      continue;
    }
    let entry = class_entry(place, k);
    let slope = vec2f(entry.a.x, entry.b.x);
    var f = s.rival_weight;
    if (k != s.rival) {
      f = relative_to(weight_of(place, k), unit);
      let fd = f * (s.rival_weight * expm1_pair(logit_difference(place, k, s.rival)));
      s.others += f;
      s.differences += fd;
      s.difference_slopes += fd * slope;
    }
    s.squares += f * f;
    s.slopes += f * slope;
    s.square_slopes += f * f * slope;
  }
  let own = weight_of(place, t);
  let lead = own.exponent - rival.exponent;
  s.unit = select(0, -lead, heavier(own, rival));
  s.target_weight = scale_by_power(own.mantissa, lead + s.unit + LIFT);
  s.rest = scale_by_power(s.rival_weight + s.others, s.unit);
  s.denominator = s.target_weight + s.rest;
  return s;
}

// Below 2^-30 log1p(x) is x; further down x itself would be flushed to zero.
const LOG1P_LINEAR_EXPONENT = -30;
// Odds against the target up to which their own logarithm is the most accurate way.
const LOG1P_ODDS = 1048576.0f;

fn hard_cross_entropy(place: Place, t: u32, s: HardSums) -> LossTerm {
  let gradient = vec2f(
    scale_by_power(s.slopes.x / s.denominator, s.unit),
    scale_by_power(s.slopes.y / s.denominator, s.unit),
  );
  if (s.unit < LOG1P_LINEAR_EXPONENT) {
    return LossTerm((s.rival_weight + s.others) / s.target_weight, s.unit, gradient);
  }
  let odds = s.rest / s.target_weight;
  if (odds < LOG1P_ODDS) {
    return LossTerm(log1p_accurate(odds), 0, gradient);
  }
  // The target's weight may be flushed to zero here, its logit is not.
  let rival_weight = scale_by_power(s.rival_weight, s.unit);
  let above = logit_difference(place, s.rival, t);
  let tail = log1p_accurate((scale_by_power(s.others, s.unit) + s.target_weight) / rival_weight);
  return LossTerm(above.x + (above.y + tail), 0, gradient);
}

fn hard_squared_error(s: HardSums) -> LossTerm {
  let c = params.squared_error_factor;
  let sum = s.rival_weight + s.others;
  let square = s.denominator * s.denominator;
  let even_part = s.square_slopes + sum * s.slopes;
  let odd_part = sum * s.difference_slopes - s.differences * s.slopes;
  let numerator = s.target_weight * even_part
    + vec2f(scale_by_power(odd_part.x, s.unit), scale_by_power(odd_part.y, s.unit));
  let gradient = (2.0f * c) * numerator / (square * s.denominator);
  return LossTerm(
    c * (sum * sum + s.squares) / square,
    2 * s.unit,
    vec2f(scale_by_power(gradient.x, 2 * s.unit), scale_by_power(gradient.y, 2 * s.unit)),
  );
}

// Soft target, weights in units of the leader's power of two.
struct SoftSums {
  leader: u32,
  leader_weight: f32,
  exponent: i32,        // of the leader's power of two
  tail: f32,            // sum of the weights of the classes other than the leader
  mean_slope: vec2f,    // mean of the slopes under p, relative to the leader's slope
}

fn relative_slope(place: Place, k: u32, leader: u32) -> vec2f {
  let own = class_entry(place, k);
  let reference = class_entry(place, leader);
  let a = pair_difference(own.a, reference.a);
  let b = pair_difference(own.b, reference.b);
  return vec2f(a.x + a.y, b.x + b.y);
}

fn soft_sums(place: Place) -> SoftSums {
  var s: SoftSums;
  s.leader = heaviest_class(place, SOFT_TARGET);
  let leader = weight_of(place, s.leader);
  s.leader_weight = leader.mantissa;
  s.exponent = leader.exponent;
  for (var k = 0u; k < params.class_count; k++) {
    if (k == s.leader) {
      continue;
    }
    let weight = relative_to(weight_of(place, k), leader.exponent);
    s.tail += weight;
    s.mean_slope += weight * relative_slope(place, k, s.leader);
  }
  s.mean_slope /= s.leader_weight + s.tail;
  return s;
}

fn soft_cross_entropy(place: Place, s: SoftSums) -> LossTerm {
  let log_tail = log1p_accurate(s.tail / s.leader_weight);
  var value = 0.0f;
  var gradient = vec2f(0.0f);
  for (var k = 0u; k < params.class_count; k++) {
    let y = class_entry(place, k).y;
    if (y == 0.0f) {
      continue;
    }
    let below = logit_difference(place, s.leader, k);
    value += y * (below.x + (below.y + log_tail));
    gradient += y * (s.mean_slope - relative_slope(place, k, s.leader));
  }
  return LossTerm(value, 0, gradient);
}

fn soft_squared_error(place: Place, s: SoftSums) -> LossTerm {
  let c = params.squared_error_factor;
  let total = s.leader_weight + s.tail;
  var value = 0.0f;
  var gradient = vec2f(0.0f);
  for (var k = 0u; k < params.class_count; k++) {
    let p = relative_to(weight_of(place, k), s.exponent) / total;
    let residual = p - class_entry(place, k).y;
    value += residual * residual;
    gradient += residual * p * (relative_slope(place, k, s.leader) - s.mean_slope);
  }
  return LossTerm(c * value, 0, (2.0f * c) * gradient);
}
