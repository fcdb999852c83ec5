// The clip of the clipped cross-entropies: probabilities stay within [1e-7, 1 - 1e-7], and what is clipped is constant.
// Included before this: sample.wgsl.

const LEAST_PROBABILITY = 1e-7f;
// -log(1e-7) and -log(1 - 1e-7).
const LOG_LOSS_OF_LEAST = 16.118095651f;
const LOG_LOSS_OF_MOST = 1.00000005e-7f;
const NOT_CLIPPED = 0.0f;

// -log of the clipped probability where the clip acts, else NOT_CLIPPED. Its complement has digits of its own; both
// are given in units of `one`.
fn clipped_log_loss(probability: f32, complement: f32, one: f32) -> f32 {
  let least = LEAST_PROBABILITY * one;
  let otherwise = select(NOT_CLIPPED, LOG_LOSS_OF_MOST, complement < least);
  return select(otherwise, LOG_LOSS_OF_LEAST, probability < least);
}

// The term of a sample whose loss does not depend on the logits.
fn constant_term(value: f32) -> LossTerm {
  return LossTerm(value * power_of_two(LIFT), vec2f(0.0f), value, 0);
}
