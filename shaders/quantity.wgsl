// What the heatmap shows where it is not the value: points of either kind become FieldPoints with the quantity as their
// value, in place. Included before this: fields.wgsl.

// 0: the norm of the gradient, of FieldPoints. 1: lambda_min, of HessianPoints.
override QUANTITY: u32 = 0u;
const GRADIENT = 0u;

@group(0) @binding(0) var<storage, read_write> words: array<vec4u>;  // FieldPoint or HessianPoint by point
// For `compare`: FieldPoints of the right surface, while `words` has those of the left one.
@group(0) @binding(1) var<storage, read_write> right_words: array<vec4u>;

fn point_of(quantity: f32, log2_quantity: f32) -> vec4u {
  return vec4u(bitcast<u32>(quantity), 0u, 0u, bitcast<u32>(log2_quantity));
}

// Scaled before it is squared, so that squares are neither flushed nor overflow.
fn gradient_norm(du: f32, dv: f32) -> vec4u {
  let large = max(abs(du), abs(dv));
  if (large == 0.0f) {
    return point_of(0.0f, LOG2_OF_ZERO);
  }
  let ratio = min(abs(du), abs(dv)) / large;
  let stretch = sqrt(1.0f + ratio * ratio);
  return point_of(large * stretch, log2(large) + log2(stretch));
}

fn smaller_curvature(lambda_min: f32) -> vec4u {
  return point_of(lambda_min, select(LOG2_OF_ZERO, log2(abs(lambda_min)), lambda_min > 0.0f));
}

@compute @workgroup_size(64)
fn replace(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let count = arrayLength(&words);
  for (var n = id.x; n < count; n += groups.x * 64u) {
    let point = words[n];
    let first = select(point.w, point.y, QUANTITY == GRADIENT);
    if (is_undefined(first) || is_infinite(first)) {
      words[n] = vec4u(UNDEFINED_BITS);
    } else if (QUANTITY == GRADIENT) {
      words[n] = gradient_norm(bitcast<f32>(point.y), bitcast<f32>(point.z));
    } else {
      words[n] = smaller_curvature(bitcast<f32>(point.w));
    }
  }
}

// Norms below this count as zero: VANISHING.f32 in gradient-ratio.ts, 2^-118.
const VANISHING = 0x1p-118f;
// What stands for a ratio beyond every number, and how far the others are held within f32.
const BEYOND_RATIO = 3.0e38f;
const LARGEST_LOG2 = 125.0f;

// The norm's logarithm, or LOG2_OF_ZERO.
fn norm_log2(du: f32, dv: f32) -> f32 {
  let large = max(abs(du), abs(dv));
  if (large == 0.0f) {
    return LOG2_OF_ZERO;
  }
  let ratio = min(abs(du), abs(dv)) / large;
  let stretch = sqrt(1.0f + ratio * ratio);
  return select(log2(large) + log2(stretch), LOG2_OF_ZERO, large * stretch < VANISHING);
}

fn has_gradient(point: vec4u) -> bool {
  return !is_undefined(point.y) && !is_infinite(point.y);
}

// The norm of the left gradient over that of the right one; undefined where both count as zero. Of its logarithms, since
// a ratio of f32 norms may leave the range of f32.
fn norm_ratio(left: vec4u, right: vec4u) -> vec4u {
  if (!has_gradient(left) || !has_gradient(right)) {
    return vec4u(UNDEFINED_BITS);
  }
  let a = norm_log2(bitcast<f32>(left.y), bitcast<f32>(left.z));
  let b = norm_log2(bitcast<f32>(right.y), bitcast<f32>(right.z));
  if (b == LOG2_OF_ZERO) {
    return select(point_of(BEYOND_RATIO, LOG2_BEYOND), vec4u(UNDEFINED_BITS), a == LOG2_OF_ZERO);
  }
  if (a == LOG2_OF_ZERO) {
    return point_of(0.0f, LOG2_OF_ZERO);
  }
  return point_of(exp2(clamp(a - b, -LARGEST_LOG2, LARGEST_LOG2)), a - b);
}

@compute @workgroup_size(64)
fn compare(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let count = arrayLength(&words);
  for (var n = id.x; n < count; n += groups.x * 64u) {
    let ratio = norm_ratio(words[n], right_words[n]);
    words[n] = ratio;
    right_words[n] = ratio;
  }
}
