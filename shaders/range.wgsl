// Ranges of both surfaces in two steps: each workgroup reduces a share of the points, then one reduces the shares.
// Workgroup row 0 is the left surface, row 1 the right. Included before this: fields.wgsl.

struct RangeParams {
  point_count: u32,
  group_count: u32,  // workgroups of the first step, a side
}

const GROUP_SIZE = 256u;

@group(0) @binding(0) var<uniform> params: RangeParams;
@group(0) @binding(1) var<storage, read> left_fields: array<FieldPoint>;
@group(0) @binding(2) var<storage, read> right_fields: array<FieldPoint>;
@group(0) @binding(3) var<storage, read_write> shares: array<SurfaceRange>;  // [surface][workgroup]
@group(0) @binding(4) var<storage, read_write> ranges: array<SurfaceRange>;  // [surface]

var<workgroup> shared_ranges: array<SurfaceRange, GROUP_SIZE>;

const BEYOND = 3.0e38f;
const NO_INDEX = 0xffffffffu;

fn empty_range() -> SurfaceRange {
  return SurfaceRange(BEYOND, -BEYOND, BEYOND, -BEYOND, BEYOND, -BEYOND, NO_INDEX, 0u);
}

fn joined(a: SurfaceRange, b: SurfaceRange) -> SurfaceRange {
  var r: SurfaceRange;
  r.min_value = min(a.min_value, b.min_value);
  r.max_value = max(a.max_value, b.max_value);
  r.min_log2 = min(a.min_log2, b.min_log2);
  r.max_log2 = max(a.max_log2, b.max_log2);
  r.min_norm = min(a.min_norm, b.min_norm);
  r.max_norm = max(a.max_norm, b.max_norm);
  r.undefined_count = a.undefined_count + b.undefined_count;
  r.min_index = a.min_index;
  // Where values are flushed to the same zero their logarithms still tell which is smaller.
  let b_below = b.min_value < a.min_value || (b.min_value == a.min_value && b.min_log2 < a.min_log2);
  let tie = b.min_value == a.min_value && b.min_log2 == a.min_log2;
  if (b_below || (tie && b.min_index < a.min_index)) {
    r.min_index = b.min_index;
  }
  return r;
}

// hypot without overflow or underflow of the squares.
fn norm(a: f32, b: f32) -> f32 {
  let large = max(abs(a), abs(b));
  if (large == 0.0f) {
    return 0.0f;
  }
  let ratio = min(abs(a), abs(b)) / large;
  return large * sqrt(1.0f + ratio * ratio);
}

fn point_range(point: FieldPoint, index: u32) -> SurfaceRange {
  var r = empty_range();
  if (is_undefined(point.value)) {
    r.undefined_count = 1u;
    return r;
  }
  if (!is_infinite(point.value)) {
    r.min_value = bitcast<f32>(point.value);
    r.max_value = r.min_value;
    r.min_index = index;
    let log2_value = bitcast<f32>(point.log2_value);
    if (log2_value > LOG2_OF_ZERO) {
      r.min_log2 = log2_value;
      r.max_log2 = log2_value;
    }
  }
  if (!is_undefined(point.du)) {
    r.min_norm = norm(bitcast<f32>(point.du), bitcast<f32>(point.dv));
    r.max_norm = r.min_norm;
  }
  return r;
}

fn reduce_group(lane: u32) {
  for (var width = GROUP_SIZE / 2u; width > 0u; width >>= 1u) {
    workgroupBarrier();
    if (lane < width) {
      shared_ranges[lane] = joined(shared_ranges[lane], shared_ranges[lane + width]);
    }
  }
}

@compute @workgroup_size(GROUP_SIZE)
fn reduce_points(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  var range = empty_range();
  let stride = params.group_count * GROUP_SIZE;
  for (var index = group.x * GROUP_SIZE + lane; index < params.point_count; index += stride) {
    if (group.y == 0u) {
      range = joined(range, point_range(left_fields[index], index));
    } else {
      range = joined(range, point_range(right_fields[index], index));
    }
  }
  shared_ranges[lane] = range;
  reduce_group(lane);
  if (lane == 0u) {
    shares[group.y * params.group_count + group.x] = shared_ranges[0];
  }
}

@compute @workgroup_size(GROUP_SIZE)
fn reduce_shares(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  var range = empty_range();
  for (var share = lane; share < params.group_count; share += GROUP_SIZE) {
    range = joined(range, shares[group.y * params.group_count + share]);
  }
  shared_ranges[lane] = range;
  reduce_group(lane);
  if (lane == 0u) {
    ranges[group.y] = shared_ranges[0];
  }
}
