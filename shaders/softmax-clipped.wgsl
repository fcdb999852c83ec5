// Cross-entropy from clipped probabilities, in the softmax kernel: each class's logarithm is clipped by itself.
// Included before this: clip.wgsl, softmax.wgsl, softmax-losses.wgsl.

fn hard_clipped(s: HardSums) -> LossTerm {
  let clipped = clipped_log_loss(s.target_weight, s.rest * power_or_zero(s.shift), s.total);
  if (clipped != NOT_CLIPPED) {
    return constant_term(clipped);
  }
  return hard_cross_entropy(s);
}

fn soft_clip(place: Place, k: u32, s: SoftSums) -> f32 {
  let p = soft_probability(place, k, s);
  // Only the leader's complement may be small.
  let complement = select(power_of_two(LIFT) - p, s.tail / s.total, k == s.leader);
  return clipped_log_loss(p, complement, power_of_two(LIFT));
}

fn soft_clipped(place: Place, s: SoftSums) -> LossTerm {
  let log_tail = soft_log_tail(s);
  var value = 0.0f;
  var gradient = vec2f(0.0f);
  for (var k = 0u; k < params.class_count; k++) {
    let y = classes[class_index(place, k)].y;
    if (y == 0.0f) {
      continue;
    }
    let clipped = soft_clip(place, k, s);
    if (clipped != NOT_CLIPPED) {
      value += y * clipped * power_of_two(LIFT);
      continue;
    }
    value += y * soft_log_loss(place, k, s, log_tail);
    gradient += y * (s.mean_slope - relative_slope(place, k, s.leader));
  }
  return LossTerm(value, gradient, value, -LIFT);
}

// The target numbers of the classes that are not clipped, together: what remains of the second derivatives.
fn weight_not_clipped(place: Place, s: SoftSums) -> f32 {
  var sum = 0.0f;
  for (var k = 0u; k < params.class_count; k++) {
    sum += select(0.0f, classes[class_index(place, k)].y, soft_clip(place, k, s) == NOT_CLIPPED);
  }
  return sum;
}
