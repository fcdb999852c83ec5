// Where values stand on the colour scale, for the layers that read values off it. The rules are those of scale.ts.
// Included before this: fields.wgsl. Included after it: a layer that declares what is used here, which is `params` with
// plot_size, grid_width, grid_height, panel, share_range, symmetric, scale_kind, relative, offset, slope; `field_words`,
// FieldPoint by FieldPoint; and `ranges`.

// Whether points may be undefined or infinite, and whether the scale is symlog. Constants, since a software GPU computes
// both sides of every branch at every pixel.
override GAPS: bool = false;
override SYMLOG: bool = false;
// Whether values lie in steps, with nothing between grid points to interpolate.
override IN_CELLS: bool = false;

const LINEAR = 0u;
const LOG = 1u;
// c of symlog as a fraction of the largest value, SYMLOG_THRESHOLD in scale.ts.
const SYMLOG_THRESHOLD = 1.0e-3f;
// How far a symmetric log scale reaches to either side at least, LEAST_LOG2 in scale.ts.
const LEAST_LOG2 = 1.0f;

// The numbers that a scale goes by: of one range, or of both; low above high where there are none.
struct Bounds {
  values: vec2f,    // low, high
  logarithms: vec2f,
}

fn bounds_of(own: SurfaceRange, other: SurfaceRange) -> Bounds {
  let alone = Bounds(vec2f(own.min_value, own.max_value), vec2f(own.min_log2, own.max_log2));
  if (params.share_range == 0u) {
    return alone;
  }
  return Bounds(
    vec2f(min(own.min_value, other.min_value), max(own.max_value, other.max_value)),
    vec2f(min(own.min_log2, other.min_log2), max(own.max_log2, other.max_log2)),
  );
}

// The kind of scale in use: linear where there is no positive value, for a log scale would show nothing.
fn scale_kind(asked: u32, bounds: Bounds, symmetric: bool) -> u32 {
  let has_positive = bounds.logarithms.x <= bounds.logarithms.y;
  // Ratios have a scale all the same, of which all may lie beyond the ends.
  return select(asked, LINEAR, asked == LOG && !has_positive && !symmetric);
}

// t of low, t of high, 1 / c of symlog; low above high where there is nothing to scale.
fn scale_domain(kind: u32, bounds: Bounds, symmetric: bool) -> vec3f {
  if (kind == LOG) {
    let low = bounds.logarithms.x;
    let high = bounds.logarithms.y;
    if (symmetric) {
      let most = max(LEAST_LOG2, select(LEAST_LOG2, max(abs(low), abs(high)), low <= high));
      return vec3f(-most, most, 0.0f);
    }
    return vec3f(low, high, 0.0f);
  }
  var low = bounds.values.x;
  var high = bounds.values.y;
  let largest = max(abs(low), abs(high));
  // An empty range stays empty: its low end stands above the high one.
  if (symmetric && low <= high) {
    low = -largest;
    high = largest;
  }
  if (kind == LINEAR) {
    return vec3f(low, high, 0.0f);
  }
  let inverse_threshold = select(0.0f, 1.0f / (SYMLOG_THRESHOLD * largest), largest > 0.0f);
  return vec3f(symlog(low, inverse_threshold), symlog(high, inverse_threshold), inverse_threshold);
}

fn symlog(x: f32, inverse_threshold: f32) -> f32 {
  return sign(x) * log2(1.0f + abs(x) * inverse_threshold);
}

// What all pixels have in common: a point's position on the scale is start + per_unit (t - low), where t is one of its
// words, or its symlog.
struct Mapping {
  @builtin(position) corner: vec4f,
  @location(0) @interpolate(flat) word: u32,
  @location(1) @interpolate(flat) low: f32,
  @location(2) @interpolate(flat) per_unit: f32,
  @location(3) @interpolate(flat) start: f32,
  @location(4) @interpolate(flat) inverse_threshold: f32,
}

// Words of a FieldPoint.
const POINT_WORDS = 4u;
const VALUE = 0u;
const LOG2_VALUE = 3u;

// Which word of relative values stands on a scale of this kind.
fn relative_word(kind: u32) -> u32 {
  return select(LOG2_VALUE, VALUE, kind == LINEAR);
}

fn mapping(corner: vec4f) -> Mapping {
  if (params.relative == 1u) {
    return Mapping(corner, relative_word(params.scale_kind), 0.0f, params.slope, params.offset, 0.0f);
  }
  let bounds = bounds_of(ranges[params.panel], ranges[1u - params.panel]);
  return mapping_between(bounds, params.scale_kind, params.symmetric == 1u, corner);
}

// Of values that are relative to nothing.
fn mapping_between(bounds: Bounds, asked: u32, symmetric: bool, corner: vec4f) -> Mapping {
  let kind = scale_kind(asked, bounds, symmetric);
  let domain = scale_domain(kind, bounds, symmetric);
  let word = select(VALUE, LOG2_VALUE, kind == LOG);
  let span = domain.y - domain.x;
  if (!(span > 0.0f)) {
    return Mapping(corner, word, 0.0f, 0.0f, 0.5f, domain.z);
  }
  return Mapping(corner, word, domain.x, 1.0f / span, 0.0f, domain.z);
}

// Position on the scale, 0 to 1; meaningless for points that have none.
fn position(index: u32, scale: Mapping) -> f32 {
  var t = bitcast<f32>(field_words[POINT_WORDS * index + scale.word]);
  if (SYMLOG) {
    t = select(symlog(t, scale.inverse_threshold), t, params.relative == 1u);
  }
  return placed(t, scale, params.relative == 1u);
}

// Position on the scale of what stands there as t.
fn placed(t: f32, scale: Mapping, relative: bool) -> f32 {
  // The logarithm of zero is far below every scale.
  let from_low = select(max(t, scale.low) - scale.low, t, relative);
  return clamp(scale.start + scale.per_unit * from_low, 0.0f, 1.0f);
}

fn has_position(index: u32) -> bool {
  let value = field_words[POINT_WORDS * index + VALUE];
  return !is_undefined(value) && !is_infinite(value);
}

// Four neighbouring grid points, and a place between them.
struct Cell {
  a: u32,            // below, left
  b: u32,            // below, right
  c: u32,            // above, left
  d: u32,            // above, right
  fraction: vec2f,   // 0 to 1, from left to right and from below to above
}

// The largest grid coordinates.
fn last_point() -> vec2f {
  return vec2f(f32(params.grid_width - 1u), f32(params.grid_height - 1u));
}

// The cell under a pixel of the plot.
fn cell_at(pixel: vec2f) -> Cell {
  let last = last_point();
  // Pixels grow downwards, v grows upwards.
  let across = vec2f(pixel.x, params.plot_size.y - pixel.y) / params.plot_size;
  return cell_around(clamp(across, vec2f(0.0f), vec2f(1.0f)) * last, last);
}

// The cell around a place in grid coordinates, which lies between 0 and `last`.
fn cell_around(at: vec2f, last: vec2f) -> Cell {
  let before = min(floor(at), last - 1.0f);
  let a = u32(before.y) * params.grid_width + u32(before.x);
  let c = a + params.grid_width;
  return Cell(a, a + 1u, c, c + 1u, at - before);
}

fn has_positions(cell: Cell) -> bool {
  return has_position(cell.a) && has_position(cell.b) && has_position(cell.c) && has_position(cell.d);
}
