// The heatmap: each pixel's value on the colour scale, looked up in the palette. Included before this: fields.wgsl.
//
// Samples at the window's ends lie on the plot's edges. Between samples positions on the scale are interpolated, after
// scale.ts; with an undefined sample among the four, the nearest decides, and undefined is hatched.

struct HeatmapParams {
  plot_size: vec2f,     // device px
  grid_width: u32,
  grid_height: u32,
  panel: u32,           // 0 left, 1 right
  share_range: u32,     // 1: both panels on one range
  scale_kind: u32,      // 0 linear, 1 log, 2 symlog
  hatch_period: f32,    // device px
  hatch_one: vec4f,
  hatch_other: vec4f,
}

@group(0) @binding(0) var<uniform> params: HeatmapParams;
@group(0) @binding(1) var<storage, read> fields: array<FieldPoint>;
@group(0) @binding(2) var<storage, read> ranges: array<SurfaceRange, 2>;
@group(0) @binding(3) var<storage, read> palette: array<u32, 256>;  // RGBA8

const LINEAR = 0u;
const LOG = 1u;
// c of symlog as a fraction of the largest value, SYMLOG_THRESHOLD in scale.ts.
const SYMLOG_THRESHOLD = 1.0e-3f;

// t of low, t of high, 1 / c of symlog; low above high where there is nothing to scale.
fn scale_domain() -> vec3f {
  let own = ranges[params.panel];
  let other = ranges[1u - params.panel];
  let share = params.share_range == 1u;
  if (params.scale_kind == LOG) {
    let low = select(own.min_log2, min(own.min_log2, other.min_log2), share);
    let high = select(own.max_log2, max(own.max_log2, other.max_log2), share);
    return vec3f(low, high, 0.0f);
  }
  let low = select(own.min_value, min(own.min_value, other.min_value), share);
  let high = select(own.max_value, max(own.max_value, other.max_value), share);
  if (params.scale_kind == LINEAR) {
    return vec3f(low, high, 0.0f);
  }
  let largest = max(abs(low), abs(high));
  let inverse_threshold = select(0.0f, 1.0f / (SYMLOG_THRESHOLD * largest), largest > 0.0f);
  return vec3f(symlog(low, inverse_threshold), symlog(high, inverse_threshold), inverse_threshold);
}

fn symlog(x: f32, inverse_threshold: f32) -> f32 {
  return sign(x) * log2(1.0f + abs(x) * inverse_threshold);
}

// Position on the scale, 0 to 1; meaningless for undefined points.
fn position(point: FieldPoint, domain: vec3f) -> f32 {
  if (is_infinite(point.value)) {
    return select(0.0f, 1.0f, point.value < 0x80000000u);
  }
  if (params.scale_kind == LOG && bitcast<f32>(point.log2_value) <= LOG2_OF_ZERO) {
    return 0.0f;
  }
  let span = domain.y - domain.x;
  if (!(span > 0.0f)) {
    return 0.5f;
  }
  var t = bitcast<f32>(point.value);
  if (params.scale_kind == LOG) {
    t = bitcast<f32>(point.log2_value);
  } else if (params.scale_kind != LINEAR) {
    t = symlog(t, domain.z);
  }
  return clamp((t - domain.x) / span, 0.0f, 1.0f);
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

fn field_point(i: u32, j: u32) -> FieldPoint {
  return fields[j * params.grid_width + i];
}

@vertex
fn cover_plot(@builtin(vertex_index) index: u32) -> @builtin(position) vec4f {
  // One triangle that covers the viewport.
  let corner = vec2f(f32((index << 1u) & 2u), f32(index & 2u));
  return vec4f(corner * 2.0f - 1.0f, 0.0f, 1.0f);
}

@fragment
fn heatmap(@builtin(position) pixel: vec4f) -> @location(0) vec4f {
  let last = vec2f(f32(params.grid_width - 1u), f32(params.grid_height - 1u));
  // Pixels grow downwards, v grows upwards.
  let across = vec2f(pixel.x, params.plot_size.y - pixel.y) / params.plot_size;
  let at = clamp(across, vec2f(0.0f), vec2f(1.0f)) * last;
  let before = min(floor(at), last - 1.0f);
  let fraction = at - before;
  let i = u32(before.x);
  let j = u32(before.y);

  let domain = scale_domain();
  let a = field_point(i, j);
  let b = field_point(i + 1u, j);
  let c = field_point(i, j + 1u);
  let d = field_point(i + 1u, j + 1u);
  if (is_undefined(a.value) || is_undefined(b.value) || is_undefined(c.value) || is_undefined(d.value)) {
    let nearest = field_point(i + u32(fraction.x >= 0.5f), j + u32(fraction.y >= 0.5f));
    if (is_undefined(nearest.value)) {
      return vec4f(hatching(pixel.xy), 1.0f);
    }
    return vec4f(colour(position(nearest, domain)), 1.0f);
  }
  let low = mix(position(a, domain), position(b, domain), fraction.x);
  let high = mix(position(c, domain), position(d, domain), fraction.x);
  return vec4f(colour(mix(low, high, fraction.y)), 1.0f);
}
