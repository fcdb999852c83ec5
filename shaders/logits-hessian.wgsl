// Second derivatives of the logits kernel's losses. Included before this: logits.wgsl, eigenvalue.wgsl.

fn add_logit_second(loss: u32, sum: vec3f, at: LogitPoint) -> vec3f {
  if (loss == NO_LOSS || is_undefined_term(sum.x)) {
    return sum;
  }
  let term = logit_term(loss, at);
  if (is_undefined_term(term.value)) {
    return vec3f(UNDEFINED_TERM, 0.0f, 0.0f);
  }
  let down = power_of_two(-MAP_LIFT);
  return sum + (term.second * products(at.slope * down, at.slope) + term.first * at.bend) * down;
}

fn both_hessians(place: Place, column: Column, row: Row) -> BothHessians {
  var left = vec3f(0.0f);
  var right = vec3f(0.0f);
  for (var k = 0u; k < params.class_count; k++) {
    let at = logit_at(place, column, row, k);
    left = add_logit_second(LEFT_LOSS, left, at);
    right = add_logit_second(RIGHT_LOSS, right, at);
  }
  return BothHessians(HessianTerm(left, smaller_eigenvalue(left)), HessianTerm(right, smaller_eigenvalue(right)));
}
