// Ranges of both surfaces in three steps without a barrier: a share of the points an invocation, a share of the shares, the
// rest. Workgroups that meet at barriers are what a software GPU is slowest at. The first step is dispatched for one
// surface at a time; in the others invocation row 0 is the left surface, row 1 the right. Included before this: fields.wgsl.

struct RangeParams {
  point_count: u32,
  share_count: u32,  // invocations of the first step, a surface
  surface: u32,      // that of the first step: 0 left, 1 right
}

const GROUP_SIZE = 64u;
// Invocations of the second step, a surface; their results follow the shares of both surfaces.
const PART_COUNT = 64u;

@group(0) @binding(0) var<uniform> params: RangeParams;
@group(0) @binding(1) var<storage, read> fields: array<FieldPoint>;          // of the surface
@group(0) @binding(2) var<storage, read_write> shares: array<SurfaceRange>;  // [surface][share], [surface][part]
@group(0) @binding(3) var<storage, read_write> ranges: array<SurfaceRange>;  // [surface]

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
  let ratio = min(abs(a), abs(b)) / select(large, 1.0f, large == 0.0f);
  return large * sqrt(1.0f + ratio * ratio);
}

// The same as `joined` with the range of one point whose index is above those of the others. Without a branch: a software
// GPU computes both sides of each, and this is done more often than anything else.
fn with_point(a: SurfaceRange, point: FieldPoint, index: u32) -> SurfaceRange {
  let is_defined = !is_undefined(point.value);
  let is_number = is_defined && !is_infinite(point.value);
  let value = bitcast<f32>(select(0u, point.value, is_number));
  let log2_value = bitcast<f32>(point.log2_value);
  let has_log2 = is_number && log2_value > LOG2_OF_ZERO && log2_value < LOG2_BEYOND;
  let has_norm = is_defined && !is_undefined(point.du);
  let norm = norm(bitcast<f32>(select(0u, point.du, has_norm)), bitcast<f32>(select(0u, point.dv, has_norm)));
  let is_below =
    is_number && (value < a.min_value || (value == a.min_value && log2_value < a.min_point_log2));
  return SurfaceRange(
    select(a.min_value, value, is_below),
    max(a.max_value, select(-BEYOND, value, is_number)),
    min(a.min_log2, select(BEYOND, log2_value, has_log2)),
    max(a.max_log2, select(-BEYOND, log2_value, has_log2)),
    min(a.min_norm, select(BEYOND, norm, has_norm)),
    max(a.max_norm, select(-BEYOND, norm, has_norm)),
    select(a.min_index, index, is_below),
    a.undefined_count + select(1u, 0u, is_defined),
    select(a.min_point_log2, log2_value, is_below),
  );
}

@compute @workgroup_size(GROUP_SIZE)
fn reduce_points(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= params.share_count) {
    return;
  }
  var range = empty_range();
  for (var index = id.x; index < params.point_count; index += params.share_count) {
    range = with_point(range, fields[index], index);
  }
  shares[params.surface * params.share_count + id.x] = range;
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
