// Second derivatives of the odds kernel's losses. Included before this: odds.wgsl, odds-clipped.wgsl, pairs.wgsl,
// eigenvalue.wgsl.
//
// With p_k the probabilities, a_k and b_k the slopes along two directions, and A_k = a_k - sum_j p_j a_j the deviation
// from their mean, all written in differences of slopes:
//   cross-entropy  C = sum_{i<j} p_i p_j (a_i - a_j) (b_i - b_j)
//   squared error  2c { sum_k p_k^2 A_k B_k + sum_k r_k p_k (A_k B_k - C) },  r_t = -(1 - p_t), r_k = p_k.

// One sample whose two directions move one logit each, of three classes: its eigenvalue is promised to its own last digits,
// so that what changes its sign is computed in pairs.
override TWO_AXES: bool = false;

// Probabilities of the target and the other two, in units of 2^-LIFT.
struct OddsProbabilities {
  of_target: f32,
  first: f32,
  second: f32,
}

fn both_hessians(place: Place, column: Column, row: Row) -> BothHessians {
  let at = odds_at(column, row);
  let up = power_of_two(-LIFT) * at.lifted_down;
  let p = OddsProbabilities(at.of_target, at.first * up, at.second * up);
  return BothHessians(
    odds_hessian(LEFT_LOSS, place, at, p, column, row),
    odds_hessian(RIGHT_LOSS, place, at, p, column, row),
  );
}

fn odds_hessian(
  loss: u32,
  place: Place,
  at: OddsPoint,
  p: OddsProbabilities,
  column: Column,
  row: Row,
) -> HessianTerm {
  if (loss == CROSS_ENTROPY) {
    return cross_entropy_hessian(p, row.slopes);
  }
  if (loss == SQUARED_ERROR) {
    return squared_error_hessian(place, at, p, column, row);
  }
  if (loss == CLIPPED_CROSS_ENTROPY && !is_clipped(at)) {
    return cross_entropy_hessian(p, row.slopes);
  }
  return HessianTerm();
}

// How much of the triangle of the three classes the plane spans.
fn spanned_area(slopes: OddsSlopes) -> f32 {
  return slopes.first.x * slopes.second.y - slopes.second.x * slopes.first.y;
}

// C in units of 2^-LIFT, like everything that is named a term here.
fn covariance(p: OddsProbabilities, slopes: OddsSlopes) -> vec3f {
  let down = power_of_two(-LIFT);
  return (p.of_target * p.first * down) * products(slopes.first, slopes.first)
    + (p.of_target * p.second * down) * products(slopes.second, slopes.second)
    + (p.first * p.second * down) * products(slopes.between, slopes.between);
}

fn cross_entropy_hessian(p: OddsProbabilities, slopes: OddsSlopes) -> HessianTerm {
  let second = covariance(p, slopes);
  let area = spanned_area(slopes);
  let spread = spread_of(second);
  return HessianTerm(
    second,
    eigenvalue_of_spread(spread, triple_over(divisor_of(spread), vec3f(p.of_target, p.first, p.second)) * area * area),
  );
}

fn squared_error_hessian(
  place: Place,
  at: OddsPoint,
  p: OddsProbabilities,
  column: Column,
  row: Row,
) -> HessianTerm {
  let c = params.squared_error_factor;
  let slopes = row.slopes;
  if (!ONE_SAMPLE) {
    return HessianTerm(c * deviations_hessian(p, slopes), 0.0f);
  }
  let weights = weights_at(place, at, column, row);
  var second: vec3f;
  if (TWO_AXES) {
    second = c * axes_hessian(weights, slopes);
  } else {
    second = c * deviations_hessian(p, slopes);
  }
  let area = spanned_area(slopes);
  let spread = spread_of(second);
  let triple = triple_over(divisor_of(spread), vec3f(weights.t, weights.first.x, weights.second.x));
  let determinant = triple * (8.0f * c * c * area * area) * (bracket_of(weights) / weights.seventh_power);
  return HessianTerm(second, eigenvalue_of_spread(spread, determinant));
}

// Over c, by the deviations of the slopes from their mean.
fn deviations_hessian(p: OddsProbabilities, slopes: OddsSlopes) -> vec3f {
  let down = power_of_two(-LIFT);
  let spread = covariance(p, slopes);
  let of_target = -(p.first * slopes.first + p.second * slopes.second);
  let of_first = p.of_target * slopes.first + p.second * slopes.between;
  let of_second = p.of_target * slopes.second - p.first * slopes.between;
  let target_products = products(of_target * down, of_target);
  // Brought down from 2^(-2 LIFT) at the end: each of the products may be flushed where the sum is not.
  let first_term = (p.first * (p.first * down)) * (2.0f * products(of_first * down, of_first) - spread);
  let second_term = (p.second * (p.second * down)) * (2.0f * products(of_second * down, of_second) - spread);
  let q = (p.first + p.second) * down;
  let target_term = p.of_target * ((p.of_target * down) * target_products - q * (target_products - spread));
  return 2.0f * down * (first_term + second_term + target_term);
}

// The weight of one class, with 46 bits, from its factors.
fn weight_pair(c_hi: f32, c_mid: f32, c_lo: f32, r_hi: f32, r_mid: f32, r_lo: f32) -> vec2f {
  let c_mid_high = upper_bits(c_mid);
  let r_mid_high = upper_bits(r_mid);
  let cross = two_sum(c_hi * r_mid_high, c_mid_high * r_hi);
  let sum = two_sum(c_hi * r_hi, cross.x);
  let low = c_hi * (r_mid - r_mid_high) + (c_mid - c_mid_high) * r_hi;
  return pair_of(sum.x, sum.y + (cross.y + (low + (c_mid * r_mid + (c_hi * r_lo + c_lo * r_hi)))));
}

// The weights of the three classes in units of 2^-LIFT of the heaviest, with 46 bits; the target's is a power of two.
struct Weights {
  t: f32,
  first: vec2f,
  second: vec2f,
  fourth_power: f32,   // of their sum
  seventh_power: f32,  // of their sum in units of the heaviest
  // With i the likelier and o the other of the two: t - i and i - o, all digits.
  target_lead: f32,
  apart: f32,
}

// x - y for weights x and y, from the difference of their logits: only these know it near a tie.
fn difference_of_weights(x: f32, y: f32, logits: vec2f) -> f32 {
  return select(y * expm1_pair(logits), -x * expm1_pair(-logits), logits.x > 0.0f);
}

fn weights_at(place: Place, at: OddsPoint, column: Column, row: Row) -> Weights {
  let column_entry = column_index(place, 0u);
  let row_entry = row_index(place, 0u);
  let c = column.odds;
  let r = row.odds;
  let c_low = vec2f(axis_details[column_entry].first_lo, axis_details[column_entry].second_lo);
  let row_low = vec2f(axis_details[row_entry].first_lo, axis_details[row_entry].second_lo);
  var w: Weights;
  w.first = power_or_zero(c.first_exponent + r.first_exponent - at.exponent + at.shift + LIFT)
    * weight_pair(c.first_hi, c.first_mid, c_low.x, r.first_hi, r.first_mid, row_low.x);
  w.second = power_or_zero(c.second_exponent + r.second_exponent - at.exponent + at.shift + LIFT)
    * weight_pair(c.second_hi, c.second_mid, c_low.y, r.second_hi, r.second_mid, row_low.y);
  w.t = at.target_weight;
  let total = pair_sum(single(w.t), pair_sum(w.first, w.second));
  let square = pair_product(total, total);
  let fourth = pair_product(square, square);
  w.fourth_power = fourth.x;
  let cube = pair_product(square, total) * power_of_two(-3 * LIFT);
  w.seventh_power = pair_product(fourth * power_of_two(-2 * LIFT) * power_of_two(-2 * LIFT), cube).x;

  let c_logits = axis_details[column_entry];
  let row_logits = axis_details[row_entry];
  let between = logit_pair(c_logits.between, row_logits.between);
  if (between.x >= 0.0f) {
    w.target_lead = -difference_of_weights(w.first.x, w.t, logit_pair(c_logits.first, row_logits.first));
    w.apart = difference_of_weights(w.first.x, w.second.x, between);
  } else {
    w.target_lead = -difference_of_weights(w.second.x, w.t, logit_pair(c_logits.second, row_logits.second));
    w.apart = difference_of_weights(w.second.x, w.first.x, -between);
  }
  return w;
}

fn single(x: f32) -> vec2f {
  return vec2f(x, 0.0f);
}

// The bracket P of the determinant of the squared error's Hessian, 8 c^2 p_t p_i p_o P, as in src/core/curvature.ts: with
// i the likelier of the other two and d = t - i
//   P = o (i - o) (5 i^2 + 5 i o - o^2) + d (i^3 + 16 i^2 o + 4 i o^2 - 3 o^3) + 2 d^2 (i^2 + 4 i o + o^2).
// Its zeros are where the smaller eigenvalue changes its sign; where all three are tied, its terms vanish too. Homogeneous
// in the weights; in units of the heaviest.
fn bracket_of(w: Weights) -> f32 {
  let i = max(w.first.x, w.second.x);
  let o = min(w.first.x, w.second.x);
  let d = w.target_lead;
  let constant = o * w.apart * (5.0f * i * (i + o) - o * o);
  let linear = d * (i * i * (i + 16.0f * o) + o * o * (4.0f * i - 3.0f * o));
  let quadratic = 2.0f * d * d * (i * i + 4.0f * i * o + o * o);
  return (constant + (linear + quadratic)) * power_of_two(-2 * LIFT) * power_of_two(-2 * LIFT);
}

// Which class an axis moves: by its slopes relative to the target's.
const MOVES_TARGET = 0u;
const MOVES_FIRST = 1u;
const MOVES_SECOND = 2u;

fn moved_class(first: f32, second: f32, between: f32) -> u32 {
  return select(select(MOVES_SECOND, MOVES_FIRST, second == 0.0f), MOVES_TARGET, between == 0.0f);
}

fn moved_by(class_moved: u32, first: f32, second: f32) -> f32 {
  return select(select(second, first, class_moved == MOVES_FIRST), -first, class_moved == MOVES_TARGET);
}

// duu, duv and dvv of the squared error over c, in units of 2^-LIFT, from its Hessian in the logits (DESIGN's forms,
// homogeneous in the weights).
fn axes_hessian(w: Weights, slopes: OddsSlopes) -> vec3f {
  let x = moved_class(slopes.first.x, slopes.second.x, slopes.between.x);
  let y = moved_class(slopes.first.y, slopes.second.y, slopes.between.y);
  let along = vec2f(
    moved_by(x, slopes.first.x, slopes.second.x),
    moved_by(y, slopes.first.y, slopes.second.y),
  );
  let scale = 2.0f * power_of_two(LIFT) / w.fourth_power;
  return products(along, along) * scale * vec3f(
    logit_hessian(w, x),
    mixed_hessian(w, x, y),
    logit_hessian(w, y),
  );
}

fn weight_in(w: Weights, k: u32) -> vec2f {
  return select(select(w.second, w.first, k == MOVES_FIRST), single(w.t), k == MOVES_TARGET);
}

// H_kk / 2c, times the fourth power of the sum of the weights.
fn logit_hessian(w: Weights, k: u32) -> f32 {
  let squares = sum_of_squares(w);
  let sum = pair_sum(w.first, w.second);
  let target_bracket = pair_difference(single(2.0f * w.t), sum);
  let of_target = w.t * (target_bracket.x + target_bracket.y) * squares;

  // i the class itself, o the other: o (q - i) (t + i + o) + 2 i t (2q - i) + 2 o^2 (2i - q) with q = t + o.
  let i = select(w.second, w.first, k == MOVES_FIRST);
  let o = select(w.first, w.second, k == MOVES_FIRST);
  let q = pair_sum(single(w.t), o);
  let total = pair_sum(q, i);
  let bracket = pair_sum(
    pair_product(o, pair_product(pair_difference(q, i), total)),
    2.0f * pair_sum(
      w.t * pair_product(i, pair_difference(2.0f * q, i)),
      pair_product(pair_product(o, o), pair_difference(2.0f * i, q)),
    ),
  );
  return select((i.x + i.y) * (bracket.x + bracket.y), of_target, k == MOVES_TARGET);
}

// s^2 + i^2 + o^2 = 2 (s^2 - i o) with s = i + o.
fn sum_of_squares(w: Weights) -> f32 {
  let sum = pair_sum(w.first, w.second);
  return 2.0f * pair_difference(pair_product(sum, sum), pair_product(w.first, w.second)).x;
}

// H_kl / 2c, times the fourth power of the sum of the weights.
fn mixed_hessian(w: Weights, k: u32, l: u32) -> f32 {
  let sum = pair_sum(w.first, w.second);
  let total = pair_sum(single(w.t), sum);
  let square = pair_product(sum, sum);
  let product = pair_product(w.first, w.second);
  // Between the other two: (t + i + o)^2 - 6 (t (i + o) + i o).
  let between = pair_difference(pair_product(total, total), scaled_pair(pair_sum(w.t * sum, product), 6.0f));
  let of_others = product.x * (between.x + between.y);
  // With the target: -(2 (i + o + i) (t + i + o) - 3 (s^2 + i^2 + o^2)), where i^2 + o^2 = s^2 - 2 i o.
  let i = weight_in(w, select(k, l, k == MOVES_TARGET));
  let squares = scaled_pair(pair_difference(square, product), 6.0f);
  let bracket = pair_difference(squares, 2.0f * pair_product(pair_sum(sum, i), total));
  let with_target = w.t * i.x * (bracket.x + bracket.y);
  let mixed = select(of_others, with_target, k == MOVES_TARGET || l == MOVES_TARGET);
  return select(mixed, logit_hessian(w, k), k == l);
}
