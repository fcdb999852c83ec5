// Steps to converge: plain gradient descent on one loss from grid points, theta <- theta - rate * gradient, until the
// samples are learned. An invocation walks one point, some steps in each dispatch. Rules of src/core/steps-map.ts.
// Included before this: numerics.wgsl, pairs.wgsl, steps-losses.wgsl, and a kernel that declares `sample_term`.
//
// Positions are pairs hi + lo, about 48 bits: on a plateau an update may be far below the last bit of an f32. Updates that
// f32 flushes are below 2^-126 times rate and slope: within the largest of these (10^15, 2^20) and 10,000 steps they
// move no logit by more than 10^-12.

struct StepsParams {
  rate: vec2f,          // hi + lo
  width: u32,           // of the grid
  first_point: u32,     // grid index of the first point that is walked
  point_count: u32,
  first_step: u32,      // of this dispatch; at 0 the points start
  step_count: u32,
  last_step: u32,       // a point that has not learned by then never does
  sample_count: u32,
  class_count: u32,
  squared_error_factor: f32,
  sample_weight: f32,
  loss_threshold: f32,
  zero: u32,
}

@group(0) @binding(0) var<uniform> params: StepsParams;
// Coordinates hi + lo: u of the grid's columns, then v of its rows.
@group(0) @binding(1) var<storage, read> axes: array<vec2f>;
@group(0) @binding(2) var<storage, read> lines: array<Line>;
@group(0) @binding(3) var<storage, read_write> places: array<vec4f>;  // u, v as hi + lo
@group(0) @binding(4) var<storage, read_write> results: array<u32>;
@group(0) @binding(5) var<storage, read_write> walking: atomic<u32>;  // points that are not done

// Results that are no step; STEPS_RESULTS in steps-pass.ts.
const WALKING = 0xffffffffu;
const NEVER = 0xfffffffeu;
const TOO_FAR = 0xfffffffdu;

// Where coordinates and the terms of logits leave too few digits in hi + lo.
const LARGEST_COORDINATE = 1.0995116e12f;  // 2^40
const LARGEST_TERM = 1048576.0f;           // 2^20

// Whether the loss decides, and not the probabilities.
override BY_LOSS: bool = false;

struct Place {
  u: vec2f,
  v: vec2f,
}

// What one logit is made of, as hi + lo: z = origin + u du + v dv.
struct Line {
  origin: vec2f,
  du: vec2f,
  dv: vec2f,
  target_number: vec2f,  // y and 1 - y
}

// One sample's share, or the sum of all.
struct Term {
  gradient: vec2f,
  value: f32,
  learned: bool,
  largest: f32,  // of the terms of its logits
}

// exp(x) and exp(x) - 1 for x <= 0, or not far above; exp is 0 below -87.
fn exp_and_expm1(x: vec2f) -> vec2f {
  let c = clamp(x.x, -87.0f, 80.0f);
  let n = round(c * 1.44269504f);
  let r = (opaque(c - n * 0.693359375f) - n * -2.12194440e-4f) + x.y;
  let tail = exp_tail(r) + r;
  let power = power_of_two(i32(n));
  let both = vec2f(power + power * tail, select((power - 1.0f) + power * tail, tail, n == 0.0f));
  return select(both, vec2f(0.0f, -1.0f), x.x < -87.0f);
}

// slope x: most slopes are 1 or -1, and need no product.
fn along(slope: vec2f, x: vec2f) -> vec2f {
  if (abs(slope.x) == 1.0f && slope.y == 0.0f) {
    return slope.x * x;
  }
  return pair_product(slope, x);
}

// A logit as a pair. Directions that do not move it are the same for all points, and cost nothing.
fn logit_of(line: Line, at: Place) -> vec2f {
  var z = line.origin;
  if (line.du.x != 0.0f) {
    z = pair_sum(z, along(line.du, at.u));
  }
  if (line.dv.x != 0.0f) {
    z = pair_sum(z, along(line.dv, at.v));
  }
  return z;
}

fn largest_term(line: Line, at: Place) -> f32 {
  return max(abs(line.origin.x), max(abs(line.du.x * at.u.x), abs(line.dv.x * at.v.x)));
}

// c sum (z_k - y_k)^2 of the lines of one sample, which begin at `base`.
fn logits_error(base: u32, at: Place) -> Term {
  let c = params.squared_error_factor;
  var gradient = vec2f();
  var value = 0.0f;
  var largest = 0.0f;
  for (var k = 0u; k < params.class_count; k++) {
    let line = lines[base + k];
    largest = max(largest, largest_term(line, at));
    let z = logit_of(line, at);
    let residual = (z.x - line.target_number.x) + z.y;
    gradient += (2.0f * c * residual) * vec2f(line.du.x, line.dv.x);
    value += c * (residual * residual);
  }
  return Term(gradient, value, false, largest);
}

// x - rate * slope.
fn moved(x: vec2f, slope: f32) -> vec2f {
  let step = two_product(params.rate.x, slope);
  let sum = pair_difference(x, vec2f(step.x, step.y + params.rate.y * slope));
  return pair_of(sum.x, sum.y);
}

fn all_samples(at: Place) -> Term {
  var du = vec2f();
  var dv = vec2f();
  var value = vec2f();
  var learned = true;
  var largest = 0.0f;
  for (var n = 0u; n < params.sample_count; n++) {
    let term = sample_term(n, at);
    du = accumulate(du, term.gradient.x);
    dv = accumulate(dv, term.gradient.y);
    value = accumulate(value, term.value);
    learned = learned && term.learned;
    largest = max(largest, term.largest);
  }
  let mean = vec2f(du.x + du.y, dv.x + dv.y) * params.sample_weight;
  let loss = (value.x + value.y) * params.sample_weight;
  return Term(mean, loss, select(learned, loss < params.loss_threshold, BY_LOSS), largest);
}

fn is_too_far(at: Place) -> bool {
  return max(abs(at.u.x), abs(at.v.x)) > LARGEST_COORDINATE;
}

@compute @workgroup_size(64)
fn walk(@builtin(global_invocation_id) id: vec3u) {
  let n = id.x;
  if (n >= params.point_count) {
    return;
  }
  var at: Place;
  if (params.first_step == 0u) {
    let point = params.first_point + n;
    at = Place(axes[point % params.width], axes[params.width + point / params.width]);
  } else {
    if (results[n] != WALKING) {
      return;
    }
    let place = places[n];
    at = Place(place.xy, place.zw);
  }

  var result = WALKING;
  let end = params.first_step + params.step_count;
  for (var step = params.first_step; step < end; step++) {
    if (is_too_far(at)) {
      result = TOO_FAR;
      break;
    }
    let sum = all_samples(at);
    if (sum.largest > LARGEST_TERM) {
      result = TOO_FAR;
      break;
    }
    if (sum.learned) {
      result = step;
      break;
    }
    let next = Place(moved(at.u, sum.gradient.x), moved(at.v, sum.gradient.y));
    // What stands still will not learn.
    if (step == params.last_step || (all(next.u == at.u) && all(next.v == at.v))) {
      result = NEVER;
      break;
    }
    at = next;
  }
  results[n] = result;
  if (result == WALKING) {
    places[n] = vec4f(at.u, at.v);
    atomicAdd(&walking, 1u);
  }
}
