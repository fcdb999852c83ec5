// Kernel: hard targets with one or two other classes, under the softmax; a sigmoid is the case of one.
//
// The losses depend on the odds against the target alone, x_k = exp(z_k - z_t). On an affine plane these are products
// of one factor per column and one per row, made in f64 (odds-tables.ts). In straight lines, without a loop over the
// classes: on a software GPU that is four times as fast as the kernel for any number of classes.

// The factors of both odds along one axis: (hi + mid + lo) 2^exponent, the sum within [0.7, 1.42]; of an absent second
// class 0. The high part has 12 bits, so that the product of two of them is exact; the low part is in AxisDetails.
struct AxisOdds {
  first_hi: f32,
  second_hi: f32,
  first_exponent: i32,
  second_exponent: i32,
  first_mid: f32,
  second_mid: f32,
}

// What is read where f32 is not enough. Parts of logit differences along one axis, with all 53 bits, so that ties between
// classes stay exact: of the first class to the second, and of both to the target. And the low parts of the factors.
struct AxisDetails {
  between: Logit,
  first: Logit,
  second: Logit,
  first_lo: f32,
  second_lo: f32,
}

// Slopes of z_k - z_t along (u, v), and of the difference of the two.
struct OddsSlopes {
  first: vec2f,
  second: vec2f,
  between: vec2f,
}

@group(0) @binding(1) var<storage, read> axis_odds: array<AxisOdds>;       // entry_count = 1
@group(0) @binding(2) var<storage, read> axis_details: array<AxisDetails>;
@group(0) @binding(3) var<storage, read> odds_slopes: array<OddsSlopes>;   // [sample]

// Whether the other two classes come near each other anywhere on the grid.
override NEAR_TIES: bool = true;

struct Column {
  odds: AxisOdds,
  between: Logit,
}

fn column_of(place: Place) -> Column {
  let index = column_index(place, 0u);
  var column: Column;
  column.odds = axis_odds[index];
  if (NEAR_TIES) {
    column.between = axis_details[index].between;
  }
  return column;
}

struct Row {
  odds: AxisOdds,
  between: Logit,
  slopes: OddsSlopes, // of the whole plane
}

fn row_of(place: Place) -> Row {
  let index = row_index(place, 0u);
  var row: Row;
  row.odds = axis_odds[index];
  if (NEAR_TIES) {
    row.between = axis_details[index].between;
  }
  row.slopes = odds_slopes[place.sample];
  return row;
}

// (a_hi + a_mid) (b_hi + b_mid), rounded once.
fn factor_product(a_hi: f32, a_mid: f32, b_hi: f32, b_mid: f32) -> f32 {
  return a_hi * b_hi + (a_hi * b_mid + a_mid * (b_hi + b_mid));
}

// tanh(y) for |y| <= 0.5; its series around 0, cut where a term is below 2^-26 of the sum, the last one adjusted.
fn tanh_near_zero(y: f32) -> f32 {
  let s = y * y;
  var p = -0.00278f;
  p = p * s + 0.00855498f;
  p = p * s - 0.02184988f;
  p = p * s + 0.05396714f;
  p = p * s - 0.13333331f;
  p = p * s + 0.33333333f;
  return y - y * (s * p);
}

struct OddsPoint {
  exponent: i32,
  shift: i32,
  down: f32,         // 2^shift
  lifted_down: f32,  // 2^(shift + LIFT), which is flushed to 0 later
  // Weights in units of 2^-LIFT: of the two classes together in their own units, of the target and of all in `down`'s.
  rest: f32,
  target_weight: f32,
  total: f32,
  // Probabilities in units of 2^-LIFT; those of the two classes in units of 2^(shift - LIFT).
  first: f32,
  second: f32,
  both: f32,
  difference: f32,   // first - second
  of_target: f32,
}

fn odds_at(column: Column, row: Row) -> OddsPoint {
  let c = column.odds;
  let r = row.odds;
  let first_exponent = c.first_exponent + r.first_exponent;
  let second_exponent = c.second_exponent + r.second_exponent;
  // Weights of the two classes in units of 2^(exponent - LIFT): the likelier of them is within [2^(LIFT-1), 2^(LIFT+1)].
  let exponent = max(first_exponent, second_exponent);
  let a = factor_product(c.first_hi, c.first_mid, r.first_hi, r.first_mid)
    * power_or_zero(first_exponent - exponent + LIFT);
  let b = factor_product(c.second_hi, c.second_mid, r.second_hi, r.second_mid)
    * power_or_zero(second_exponent - exponent + LIFT);
  let rest = a + b;
  // The target's weight and the sum of all, in units that suit the heavier of target and rest; `down` leads there from
  // the units of a and b.
  let shift = min(exponent, 0);
  let down = power_or_zero(shift);
  let lifted_down = power_or_zero(shift + LIFT);
  let target_weight = power_or_zero(shift - exponent + LIFT);
  let total = target_weight + rest * down;

  var difference = a - b;
  if (NEAR_TIES) {
    let half = 0.5f * logit_sum(column.between, row.between);
    difference = select(difference, rest * tanh_near_zero(half), abs(half) < 0.5f);
  }

  let one = total * power_of_two(-LIFT);
  return OddsPoint(
    exponent, shift, down, lifted_down, rest, target_weight, total, a / one, b / one, rest / one, difference / one, target_weight / one);
}

fn both_terms(place: Place, column: Column, row: Row) -> BothTerms {
  let at = odds_at(column, row);
  return BothTerms(odds_term(LEFT_LOSS, at, row.slopes), odds_term(RIGHT_LOSS, at, row.slopes));
}

fn odds_term(loss: u32, at: OddsPoint, slopes: OddsSlopes) -> LossTerm {
  if (loss == CROSS_ENTROPY) {
    return odds_cross_entropy(at, slopes);
  }
  if (loss == SQUARED_ERROR) {
    return odds_squared_error(at, slopes);
  }
  if (loss == CLIPPED_CROSS_ENTROPY) {
    return odds_clipped(at, slopes);
  }
  return no_term();
}

fn odds_cross_entropy(at: OddsPoint, slopes: OddsSlopes) -> LossTerm {
  let value = log_total(at.rest, at.total, at.exponent, at.shift);
  let linear = at.exponent < LOG1P_LINEAR_EXPONENT;
  return LossTerm(
    select(value * power_of_two(LIFT), (at.rest * power_of_two(-LIFT)) * at.lifted_down, linear),
    (at.first * slopes.first + at.second * slopes.second) * power_of_two(-LIFT) * at.lifted_down,
    select(value, at.rest, linear),
    select(0, at.exponent - LIFT, linear),
  );
}

fn odds_squared_error(at: OddsPoint, slopes: OddsSlopes) -> LossTerm {
  let c = params.squared_error_factor;
  let squares = at.both * at.both + at.first * at.first + at.second * at.second;
  let mantissa = c * (squares * power_of_two(-2 * LIFT));
  let odd = at.down * at.difference;
  let first = at.first * (at.of_target * (at.first + at.both) + at.second * odd);
  let second = at.second * (at.of_target * (at.second + at.both) - at.first * odd);
  let down = power_of_two(-LIFT) * at.down;
  let scale = 2.0f * c * down;
  return LossTerm(
    (mantissa * power_of_two(LIFT)) * at.down * at.down,
    (first * scale * down) * slopes.first + (second * scale * down) * slopes.second,
    mantissa,
    2 * at.shift,
  );
}
