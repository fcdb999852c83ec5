// Kernel of the map of steps: soft targets under the softmax, up to 64 classes. Included before steps.wgsl.
//
// `lines` has for each sample all classes, relative to the first, with their target numbers, then all as they are. With m
// the leader, w_k = exp(z_k - z_m), W = sum w_k, a_k = alpha_k - alpha_m and A = sum w_k a_k / W,
//
//   cross-entropy  (sum y_k) A - sum y_k a_k
//   squared error  2c sum (p_k - y_k) p_k (a_k - A),
//
// taken relative to the leader, whose own deviation -A is then a sum of small terms.

fn sample_term(n: u32, at: Place) -> Term {
  let base = n * params.class_count;
  let found = leader_of(base, params.class_count, at);
  let leader = found.index;
  let largest = found.largest;
  let first = lines[base + leader];
  let lead = logit_of(first, at);
  var weights = array<f32, 64>();
  var rest = 0.0f;         // sum of w_k but for the leader
  var pull = vec2f();      // of w_k a_k
  var wanted = vec2f();    // of y_k a_k
  var whole = 0.0f;        // of y_k
  var distance = 0.0f;     // of y_k (z_m - z_k)
  for (var k = 0u; k < params.class_count; k++) {
    let line = lines[base + k];
    let y = line.target_number.x;
    whole += y;
    weights[k] = 1.0f;
    if (k != leader) {
      let x = pair_difference(logit_of(line, at), lead);
      let w = exp_and_expm1(x).x;
      let a = vec2f(line.du.x - first.du.x, line.dv.x - first.dv.x);
      weights[k] = w;
      rest += w;
      pull += w * a;
      wanted += y * a;
      distance -= y * (x.x + x.y);
    }
  }

  let total = 1.0f + rest;
  let mean = pull / total;
  let c = params.squared_error_factor;
  var learned = true;
  var squares = 0.0f;
  var slopes = vec2f();
  for (var k = 0u; k < params.class_count; k++) {
    let line = lines[base + k];
    let p = weights[k] / total;
    let residual = p - line.target_number.x;
    learned = learned && abs(residual) < UNLEARNED;
    squares += residual * residual;
    let a = vec2f(line.du.x - first.du.x, line.dv.x - first.dv.x);
    slopes += (residual * p) * (a - mean);
  }
  if (LOSS == SQUARED_ERROR) {
    return Term((2.0f * c) * slopes, c * squares, learned, largest);
  }
  if (LOSS == SQUARED_ERROR_OF_LOGITS) {
    let own = logits_error(params.sample_count * params.class_count + base, at);
    return Term(own.gradient, own.value, learned, max(largest, own.largest));
  }
  return Term(whole * mean - wanted, distance + whole * log1p_accurate(rest), learned, largest);
}
