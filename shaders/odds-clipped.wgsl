// Cross-entropy from the clipped probability, in the odds kernel. Included before this: clip.wgsl, odds.wgsl.

fn odds_clip(at: OddsPoint) -> f32 {
  return clipped_log_loss(at.of_target, at.both * at.down, power_of_two(LIFT));
}

fn is_clipped(at: OddsPoint) -> bool {
  return odds_clip(at) != NOT_CLIPPED;
}

fn odds_clipped(at: OddsPoint, slopes: OddsSlopes) -> LossTerm {
  let clipped = odds_clip(at);
  if (clipped != NOT_CLIPPED) {
    return constant_term(clipped);
  }
  return odds_cross_entropy(at, slopes);
}
