// The heatmap: each pixel's value on the colour scale, looked up in the palette. Included before this: fields.wgsl,
// colour-scale.wgsl, palette.wgsl.
//
// Samples at the window's ends lie on the plot's edges. Between samples positions on the scale are interpolated, after
// scale.ts; with an undefined or infinite sample among the four, the nearest decides: undefined is hatched, infinite has
// a colour of its own. Values in steps are not interpolated at all: the nearest sample decides everywhere.

struct HeatmapParams {
  plot_size: vec2f,     // device px
  grid_width: u32,
  grid_height: u32,
  panel: u32,           // 0 left, 1 right
  share_range: u32,     // 1: both panels on one range
  symmetric: u32,       // 1: zero stands in the middle (linear and symlog), or one (log)
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

@vertex
fn cover_plot(@builtin(vertex_index) index: u32) -> Mapping {
  // One triangle that covers the viewport.
  let corner = vec2f(f32((index << 1u) & 2u), f32(index & 2u));
  return mapping(vec4f(corner * 2.0f - 1.0f, 0.0f, 1.0f));
}

@fragment
fn heatmap(scale: Mapping) -> @location(0) vec4f {
  let pixel = scale.corner;
  let cell = cell_at(pixel.xy);
  let fraction = cell.fraction;
  let a = cell.a;
  let b = cell.b;
  let c = cell.c;
  let d = cell.d;

  if (GAPS || IN_CELLS) {
    if (IN_CELLS || !has_positions(cell)) {
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
