// Second derivatives of the softmax kernel's losses. Included before this: softmax.wgsl, softmax-losses.wgsl,
// softmax-clipped.wgsl, eigenvalue.wgsl.
//
// With A_k = a_k - sum_j p_j a_j the deviations of a direction from their mean, and residuals r_k = p_k - y_k:
//   cross-entropy  (sum_k y_k) C,  C = sum_k p_k A_k B_k
//   squared error  2c { sum_k p_k^2 A_k B_k + sum_k r_k p_k (A_k B_k - C) }.

// The deviation of class k in units of 2^-LIFT. The leader's own is a sum of small terms, not a difference of large.
fn deviation(place: Place, k: u32, s: SoftSums) -> vec2f {
  if (k == s.leader) {
    return -s.mean_slope;
  }
  return relative_slope(place, k, s.leader) - s.mean_slope;
}

fn both_hessians(place: Place, column: Column, row: Row) -> BothHessians {
  let s = soft_sums(place);
  let down = power_of_two(-LIFT);
  let t = column.target_class;
  let hard = HARD_TARGETS && (!SOFT_TARGETS || t != SOFT_TARGET);

  var target_sum = 0.0f;
  var others = 0.0f;
  var spread = vec3f(0.0f);
  let block_size = select(params.class_count, BLOCK, MANY_CLASSES);
  for (var start = 0u; start < params.class_count; start += block_size) {
    var block_spread = vec3f(0.0f);
    var block_others = 0.0f;
    for (var k = start; k < min(start + block_size, params.class_count); k++) {
      let p = soft_probability(place, k, s);
      let along = deviation(place, k, s);
      block_spread += (p * products(along * down, along)) * down;
      target_sum += classes[class_index(place, k)].y;
      block_others += select(p, 0.0f, k == t);
    }
    spread += block_spread;
    others += block_others;
  }

  // A sigmoid's two residuals are the same but for their sign; the smaller target's has its digits.
  let small = select(0u, 1u, classes[class_index(place, 0u)].y > 0.5f);
  let small_residual = soft_residual(place, small, s);
  var squared = vec3f(0.0f);
  if (LEFT_LOSS == SQUARED_ERROR || RIGHT_LOSS == SQUARED_ERROR) {
    for (var start = 0u; start < params.class_count; start += block_size) {
      var part = vec3f(0.0f);
      for (var k = start; k < min(start + block_size, params.class_count); k++) {
        let p = soft_probability(place, k, s);
        let along = deviation(place, k, s);
        let square = products(along * down, along);
        var residual = soft_residual(place, k, s);
        if (COMPLEMENTARY) {
          residual = select(-small_residual, small_residual, k == small);
        }
        if (hard) {
          residual = select(p, -others, k == t) * down;
        }
        part += (p * ((p * down) * square + residual * (square - spread))) * down;
      }
      squared += part;
    }
  }
  squared *= 2.0f * params.squared_error_factor;
  let squared_error = HessianTerm(squared, smaller_eigenvalue(squared));
  let cross_entropy = cross_entropy_hessian(place, s, target_sum, spread);
  var clipped: HessianTerm;
  if (LEFT_LOSS == CLIPPED_CROSS_ENTROPY || RIGHT_LOSS == CLIPPED_CROSS_ENTROPY) {
    clipped = cross_entropy_hessian(place, s, weight_not_clipped(place, s), spread);
  }
  return BothHessians(
    choose_hessian(LEFT_LOSS, cross_entropy, squared_error, clipped),
    choose_hessian(RIGHT_LOSS, cross_entropy, squared_error, clipped),
  );
}

fn choose_hessian(
  loss: u32,
  cross_entropy: HessianTerm,
  squared_error: HessianTerm,
  clipped: HessianTerm,
) -> HessianTerm {
  if (loss == CROSS_ENTROPY) {
    return cross_entropy;
  }
  if (loss == SQUARED_ERROR) {
    return squared_error;
  }
  if (loss == CLIPPED_CROSS_ENTROPY) {
    return clipped;
  }
  return HessianTerm();
}

// The cross-entropy of targets that sum to `weight`. For three classes the determinant is known as a product that does
// not cancel, (weight area)^2 p_0 p_1 p_2 with the area of their triangle that the plane spans.
fn cross_entropy_hessian(place: Place, s: SoftSums, weight: f32, spread: vec3f) -> HessianTerm {
  let second = weight * spread;
  if (!ONE_SAMPLE || params.class_count != 3u) {
    return HessianTerm(second, smaller_eigenvalue(second));
  }
  let down = power_of_two(-LIFT);
  let first = relative_slope(place, 1u, 0u) * down;
  let other = relative_slope(place, 2u, 0u) * down;
  let area = weight * (first.x * other.y - other.x * first.y);
  let p = vec3f(soft_probability(place, 0u, s), soft_probability(place, 1u, s), soft_probability(place, 2u, s));
  let radii = spread_of(second);
  return HessianTerm(second, eigenvalue_of_spread(radii, triple_over(divisor_of(radii), p) * area * area));
}
