// Kernel of the map of steps: hard targets under the softmax, any number of classes. Included before steps.wgsl.
//
// `lines` has for each sample the other classes, relative to the target's: z_k - z_t and its slopes alpha_k, then, for
// the squared error of logits, all classes as they are. With l the likeliest of the other classes, w_k =
// exp(z_k - z_l), m_k = w_k - 1, and sums over k != t, the losses are (DESIGN's forms, multiplied out)
//
//   cross-entropy  p_l sum w_k alpha_k
//   squared error  2c p_l^2 { p_t (sum w_k^2 alpha_k + R sum w_k alpha_k) + p_l (R sum w_k m_k alpha_k
//                  - (sum w_k m_k) (sum w_k alpha_k)) },   R = sum w_k,
//
// so that neither 1 - p_t nor p_k - p_l is formed as a difference.

fn sample_term(n: u32, at: Place) -> Term {
  let others = params.class_count - 1u;
  let base = n * others;
  // The likeliest of the other classes.
  let leader = leader_of(base, others, at);
  let likeliest = leader.index;
  let largest = leader.largest;
  let lead = logit_of(lines[base + likeliest], at);
  var rest = 0.0f;         // sum of w_k but for l
  var squares = 0.0f;      // of w_k^2 but for l
  var falls = 0.0f;        // of w_k m_k
  var first = vec2f();     // of w_k alpha_k
  var second = vec2f();    // of w_k^2 alpha_k
  var fallen = vec2f();    // of w_k m_k alpha_k
  var missing = 0.0f;      // of hinges
  var hinges = vec2f();
  for (var k = 0u; k < others; k++) {
    let line = lines[base + k];
    let alpha = vec2f(line.du.x, line.dv.x);
    var w = vec2f(1.0f, 0.0f);
    var z = lead;
    if (k != likeliest) {
      z = logit_of(line, at);
      w = exp_and_expm1(pair_difference(z, lead));
      rest += w.x;
      squares += w.x * w.x;
    }
    first += w.x * alpha;
    if (LOSS == SQUARED_ERROR) {
      second += (w.x * w.x) * alpha;
      falls += w.x * w.y;
      fallen += (w.x * w.y) * alpha;
    }
    if (LOSS == HINGE) {
      let margin = pair_sum(vec2f(1.0f, 0.0f), z);
      let slope = kink_slope(margin.x + margin.y);
      missing += slope * (margin.x + margin.y);
      hinges += slope * alpha;
    }
  }

  // In units of the larger of target and l: the other's weight is at most 1.
  let ahead = lead.x + lead.y > 0.0f;
  let weight = exp_and_expm1(select(lead, -lead, ahead)).x;
  let of_others = select(weight, 1.0f, ahead);
  let of_target = select(1.0f, weight, ahead);
  let sum = 1.0f + rest;
  let total = of_others * sum + of_target;
  let p_likeliest = of_others / total;
  let p_target = of_target / total;
  let q = p_likeliest * sum;  // 1 - p_target
  let learned = q < UNLEARNED;

  if (LOSS == SQUARED_ERROR_OF_LOGITS) {
    let own = logits_error(params.sample_count * others + n * params.class_count, at);
    return Term(own.gradient, own.value, learned, max(largest, own.largest));
  }
  if (LOSS == HINGE) {
    return Term(hinges, missing, learned, largest);
  }
  if (LOSS == SQUARED_ERROR) {
    let c = params.squared_error_factor;
    let bracket = p_target * (second + sum * first) + p_likeliest * (sum * fallen - falls * first);
    let value = c * (q * q + (p_likeliest * p_likeliest) * (1.0f + squares));
    return Term((2.0f * c * p_likeliest) * (p_likeliest * bracket), value, learned, largest);
  }
  var value = log1p_accurate(of_others * sum);
  if (ahead) {
    value = lead.x + (lead.y + log1p_accurate(rest + of_target));
  }
  if (LOSS == CLIPPED_CROSS_ENTROPY) {
    if (p_target < LEAST_PROBABILITY) {
      return Term(vec2f(), LOG_LOSS_OF_LEAST, learned, largest);
    }
    if (q < LEAST_PROBABILITY) {
      return Term(vec2f(), LOG_LOSS_OF_MOST, learned, largest);
    }
  }
  return Term(p_likeliest * first, value, learned, largest);
}
