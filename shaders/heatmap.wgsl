// The heatmap: each pixel's value on the colour scale, looked up in the palette. Included before this: fields.wgsl.
//
// Samples at the window's ends lie on the plot's edges. Between samples positions on the scale are interpolated, after
// scale.ts; with an undefined or infinite sample among the four, the nearest decides: undefined is hatched, infinite has
// a colour of its own.

struct HeatmapParams {
  plot_size: vec2f,     // device px
  grid_width: u32,
  grid_height: u32,
  panel: u32,           // 0 left, 1 right
  share_range: u32,     // 1: both panels on one range
  symmetric: u32,       // 1: zero stands in the middle (linear and symlog)
  scale_kind: u32,      // 0 linear, 1 log, 2 symlog
  hatch_period: f32,    // device px
  relative: u32,        // 1: values are relative to a reference (deep-zoom.ts), at offset + slope t on the scale
  offset: f32,
  slope: f32,
  hatch_one: vec4f,
  hatch_other: vec4f,
  infinite: vec4f,
}

@group(0) @binding(0) var<uniform> params: HeatmapParams;
@group(0) @binding(1) var<storage, read> field_words: array<u32>;  // FieldPoint by FieldPoint
@group(0) @binding(2) var<storage, read> ranges: array<SurfaceRange, 2>;
@group(0) @binding(3) var<storage, read> palette: array<u32, 256>;  // RGBA8

// Whether points may be undefined or infinite, and whether the scale is symlog. Constants, since a software GPU computes
// both sides of every branch at every pixel.
override GAPS: bool = false;
override SYMLOG: bool = false;

const LINEAR = 0u;
const LOG = 1u;
// c of symlog as a fraction of the largest value, SYMLOG_THRESHOLD in scale.ts.
const SYMLOG_THRESHOLD = 1.0e-3f;

// The kind of scale in use: linear where there is no positive value, for a log scale would show nothing.
fn scale_kind() -> u32 {
  let share = params.share_range == 1u;
  let own = ranges[params.panel];
  let other = ranges[1u - params.panel];
  let has_positive = own.min_log2 <= own.max_log2 || (share && other.min_log2 <= other.max_log2);
  return select(params.scale_kind, LINEAR, params.scale_kind == LOG && !has_positive);
}

// t of low, t of high, 1 / c of symlog; low above high where there is nothing to scale.
fn scale_domain(kind: u32) -> vec3f {
  let own = ranges[params.panel];
  let other = ranges[1u - params.panel];
  let share = params.share_range == 1u;
  if (kind == LOG) {
    let low = select(own.min_log2, min(own.min_log2, other.min_log2), share);
    let high = select(own.max_log2, max(own.max_log2, other.max_log2), share);
    return vec3f(low, high, 0.0f);
  }
  var low = select(own.min_value, min(own.min_value, other.min_value), share);
  var high = select(own.max_value, max(own.max_value, other.max_value), share);
  let largest = max(abs(low), abs(high));
  // An empty range stays empty: its low end stands above the high one.
  if (params.symmetric == 1u && low <= high) {
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

fn mapping(corner: vec4f) -> Mapping {
  let kind = scale_kind();
  let domain = scale_domain(kind);
  let word = select(VALUE, LOG2_VALUE, kind == LOG);
  if (params.relative == 1u) {
    return Mapping(corner, select(LOG2_VALUE, VALUE, kind == LINEAR), 0.0f, params.slope, params.offset, 0.0f);
  }
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
  // The logarithm of zero is far below every scale.
  let from_low = select(max(t, scale.low) - scale.low, t, params.relative == 1u);
  return clamp(scale.start + scale.per_unit * from_low, 0.0f, 1.0f);
}

fn has_position(index: u32) -> bool {
  let value = field_words[POINT_WORDS * index + VALUE];
  return !is_undefined(value) && !is_infinite(value);
}

fn colour(at: f32) -> vec3f {
  let entry = clamp(at, 0.0f, 1.0f) * 255.0f;
  let low = min(u32(entry), 254u);
  return mix(unpack4x8unorm(palette[low]).rgb, unpack4x8unorm(palette[low + 1u]).rgb, entry - f32(low));
}

fn hatching(pixel: vec2f) -> vec3f {
  let across = (pixel.x + pixel.y) * 0.70710678f;
  let phase = across - params.hatch_period * floor(across / params.hatch_period);
  let from_edge = abs(phase - params.hatch_period / 2.0f) - params.hatch_period / 4.0f;
  return mix(params.hatch_one.rgb, params.hatch_other.rgb, clamp(from_edge + 0.5f, 0.0f, 1.0f));
}

@vertex
fn cover_plot(@builtin(vertex_index) index: u32) -> Mapping {
  // One triangle that covers the viewport.
  let corner = vec2f(f32((index << 1u) & 2u), f32(index & 2u));
  return mapping(vec4f(corner * 2.0f - 1.0f, 0.0f, 1.0f));
}

@fragment
fn heatmap(scale: Mapping) -> @location(0) vec4f {
  let pixel = scale.corner;
  let last = vec2f(f32(params.grid_width - 1u), f32(params.grid_height - 1u));
  // Pixels grow downwards, v grows upwards.
  let across = vec2f(pixel.x, params.plot_size.y - pixel.y) / params.plot_size;
  let at = clamp(across, vec2f(0.0f), vec2f(1.0f)) * last;
  let before = min(floor(at), last - 1.0f);
  let fraction = at - before;
  let a = u32(before.y) * params.grid_width + u32(before.x);
  let b = a + 1u;
  let c = a + params.grid_width;
  let d = c + 1u;

  if (GAPS) {
    if (!(has_position(a) && has_position(b) && has_position(c) && has_position(d))) {
      let nearest = select(select(a, b, fraction.x >= 0.5f), select(c, d, fraction.x >= 0.5f), fraction.y >= 0.5f);
      let value = field_words[POINT_WORDS * nearest + VALUE];
      if (is_undefined(value)) {
        return vec4f(hatching(pixel.xy), 1.0f);
      }
      if (is_infinite(value)) {
        return vec4f(params.infinite.rgb, 1.0f);
      }
      return vec4f(colour(position(nearest, scale)), 1.0f);
    }
  }
  let low = mix(position(a, scale), position(b, scale), fraction.x);
  let high = mix(position(c, scale), position(d, scale), fraction.x);
  return vec4f(colour(mix(low, high, fraction.y)), 1.0f);
}
