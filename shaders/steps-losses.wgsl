// What the kernels of the map of steps share: which loss is descended, when a sample is learned, where the clip acts, and
// which class leads. Included before them; `Line`, `Place` and `largest_term` come with steps.wgsl.

// Codes of kernel.ts.
override LOSS: u32 = 0u;
const CROSS_ENTROPY = 0u;
const SQUARED_ERROR = 1u;
const CLIPPED_CROSS_ENTROPY = 2u;
const SQUARED_ERROR_OF_LOGITS = 3u;
const HINGE = 5u;

// A sample is learned where its probabilities are nearer than this to their targets.
const UNLEARNED = 0.1f;

// The clip of clip.wgsl: of a probability, and -log of the least and of the most that it leaves.
const LEAST_PROBABILITY = 1e-7f;
const LOG_LOSS_OF_LEAST = 16.118095651f;
const LOG_LOSS_OF_MOST = 1.00000005e-7f;

// The slope of max(0, x): the mean of the one-sided slopes on the kink.
fn kink_slope(x: f32) -> f32 {
  return select(select(0.0f, 0.5f, x == 0.0f), 1.0f, x > 0.0f);
}

const BELOW_ALL = -3.0e38f;

// The line of several that has the largest logit, and the largest of the terms that all their logits are made of.
struct Leader {
  index: u32,
  largest: f32,
}

// Of `count` lines from `base` on, counted from there. Of near equals either will do, so that f32 is enough to find it.
fn leader_of(base: u32, count: u32, at: Place) -> Leader {
  var leader = Leader(0u, 0.0f);
  var highest = BELOW_ALL;
  for (var k = 0u; k < count; k++) {
    let line = lines[base + k];
    leader.largest = max(leader.largest, largest_term(line, at));
    let z = line.origin.x + (line.du.x * at.u.x + line.dv.x * at.v.x);
    if (z > highest) {
      highest = z;
      leader.index = k;
    }
  }
  return leader;
}
