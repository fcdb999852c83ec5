// Ranges of both surfaces in three steps without a barrier: a share of the points an invocation, a share of the shares, the
// rest. Workgroups that meet at barriers are what a software GPU is slowest at. Invocation row 0 is the left surface, row 1
// the right. Included before this: fields.wgsl.

struct RangeParams {
  point_count: u32,
  share_count: u32,  // invocations of the first step, a surface
}

const GROUP_SIZE = 64u;
// Invocations of the second step, a surface; their results follow the shares of both surfaces.
const PART_COUNT = 64u;

@group(0) @binding(0) var<uniform> params: RangeParams;
@group(0) @binding(1) var<storage, read> left_fields: array<FieldPoint>;
@group(0) @binding(2) var<storage, read> right_fields: array<FieldPoint>;
@group(0) @binding(3) var<storage, read_write> shares: array<SurfaceRange>;  // [surface][share], [surface][part]
@group(0) @binding(4) var<storage, read_write> ranges: array<SurfaceRange>;  // [surface]

const BEYOND = 3.0e38f;
const NO_INDEX = 0xffffffffu;

fn empty_range() -> SurfaceRange {
  return SurfaceRange(BEYOND, -BEYOND, BEYOND, -BEYOND, BEYOND, -BEYOND, NO_INDEX, 0u, BEYOND);
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
  // The first of the smallest. Where values are flushed to the same zero their logarithms still tell which is smaller.
  let same_value = b.min_value == a.min_value;
  let b_below = b.min_value < a.min_value || (same_value && b.min_point_log2 < a.min_point_log2);
  let b_first = same_value && b.min_point_log2 == a.min_point_log2 && b.min_index < a.min_index;
  r.min_index = select(a.min_index, b.min_index, b_below || b_first);
  r.min_point_log2 = select(a.min_point_log2, b.min_point_log2, b_below || b_first);
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
    r.min_point_log2 = log2_value;
    if (log2_value > LOG2_OF_ZERO && log2_value < LOG2_BEYOND) {
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

@compute @workgroup_size(GROUP_SIZE)
fn reduce_points(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= params.share_count) {
    return;
  }
  var range = empty_range();
  for (var index = id.x; index < params.point_count; index += params.share_count) {
    if (id.y == 0u) {
      range = joined(range, point_range(left_fields[index], index));
    } else {
      range = joined(range, point_range(right_fields[index], index));
    }
  }
  shares[id.y * params.share_count + id.x] = range;
}

@compute @workgroup_size(PART_COUNT)
fn reduce_shares(@builtin(global_invocation_id) id: vec3u) {
  var range = empty_range();
  for (var share = id.x; share < params.share_count; share += PART_COUNT) {
    range = joined(range, shares[id.y * params.share_count + share]);
  }
  shares[2u * params.share_count + id.y * PART_COUNT + id.x] = range;
}

@compute @workgroup_size(1)
fn reduce_parts(@builtin(global_invocation_id) id: vec3u) {
  var range = empty_range();
  for (var part = 0u; part < PART_COUNT; part++) {
    range = joined(range, shares[2u * params.share_count + id.y * PART_COUNT + part]);
  }
  ranges[id.y] = range;
}
