// What the heatmap shows where it is not the value: points of either kind become FieldPoints with the quantity as their
// value, in place. Included before this: fields.wgsl.

// 0: the norm of the gradient, of FieldPoints. 1: lambda_min, of HessianPoints.
override QUANTITY: u32 = 0u;
const GRADIENT = 0u;

@group(0) @binding(0) var<storage, read_write> words: array<vec4u>;  // FieldPoint or HessianPoint by point

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
