// The smaller eigenvalue of a Hessian [[A, B], [B, D]], as in src/core/curvature.ts. Included before this:
// numerics.wgsl, sample.wgsl.

// hypot without overflow or underflow of the squares.
fn hypotenuse(a: f32, b: f32) -> f32 {
  let large = max(abs(a), abs(b));
  let ratio = min(abs(a), abs(b)) / select(large, 1.0f, large == 0.0f);
  return large * sqrt(1.0f + ratio * ratio);
}

// T = A + D and R = hypot(A - D, 2B): the eigenvalues are (T -+ R) / 2.
struct Spread {
  trace: f32,
  radius: f32,
}

fn spread_of(second: vec3f) -> Spread {
  return Spread(second.x + second.z, hypotenuse(second.x - second.z, 2.0f * second.y));
}

// `scaled_determinant`: the determinant divided by T + R, wherever that is positive.
fn eigenvalue_of_spread(spread: Spread, scaled_determinant: f32) -> f32 {
  return select(2.0f * scaled_determinant, 0.5f * (spread.trace - spread.radius), spread.trace < 0.0f);
}

// T + R as a divisor: where it is 0, so is what is divided.
fn divisor_of(spread: Spread) -> f32 {
  let divisor = spread.trace + spread.radius;
  return select(1.0f, divisor, divisor > 0.0f);
}

fn smaller_eigenvalue(second: vec3f) -> f32 {
  let spread = spread_of(second);
  let divisor = divisor_of(spread);
  return eigenvalue_of_spread(spread, second.x * (second.z / divisor) - second.y * (second.y / divisor));
}

// The product of three probabilities / divisor, all in units of 2^-LIFT. The divisor is about the second largest of the
// three, so it goes there: nothing overflows, and what underflows is negligible.
fn triple_over(divisor: f32, p: vec3f) -> f32 {
  let small = min(p.x, min(p.y, p.z));
  let large = max(p.x, max(p.y, p.z));
  let middle = max(min(p.x, p.y), min(max(p.x, p.y), p.z));
  return (middle / divisor) * small * (large * power_of_two(-LIFT));
}
