// Contours: lines where the position on the colour scale crosses a level. The rules are those of contour-levels.ts.
// Included before this: fields.wgsl, colour-scale.wgsl, contour-line.wgsl.
//
// Positions are interpolated as for the heatmap. Where a point of the cell is undefined or infinite there is no line.

struct ContourParams {
  plot_size: vec2f,     // device px
  grid_width: u32,
  grid_height: u32,
  panel: u32,           // 0 left, 1 right
  share_range: u32,     // 1: both panels on one range
  symmetric: u32,       // 1: zero stands in the middle (linear and symlog)
  scale_kind: u32,      // 0 linear, 1 log, 2 symlog
  relative: u32,        // 1: values are relative to a reference (deep-zoom.ts), at offset + slope t on the scale
  offset: f32,
  slope: f32,
  gap: f32,             // the least difference between positions of neighbouring levels
  half_width: f32,      // device px, as all lengths below
  edge: f32,
  crowded: f32,         // levels at this distance are not drawn,
  apart: f32,           // levels at that one fully
  flat_slope: f32,      // positions a device px; lines fade in from here on
  // Values, or logarithms to base 2 on a log scale; positions where values are relative. Unused ones repeat others.
  levels_one: vec4f,
  levels_two: vec4f,
  light: vec4f,
  dark: vec4f,
}

@group(0) @binding(0) var<uniform> params: ContourParams;
@group(0) @binding(1) var<storage, read> field_words: array<u32>;  // FieldPoint by FieldPoint
@group(0) @binding(2) var<storage, read> ranges: array<SurfaceRange, 2>;

// A Mapping, and the positions of the levels.
struct Lines {
  @builtin(position) corner: vec4f,
  @location(0) @interpolate(flat) word: u32,
  @location(1) @interpolate(flat) low: f32,
  @location(2) @interpolate(flat) per_unit: f32,
  @location(3) @interpolate(flat) start: f32,
  @location(4) @interpolate(flat) inverse_threshold: f32,
  @location(5) @interpolate(flat) levels_one: vec4f,
  @location(6) @interpolate(flat) levels_two: vec4f,
  @location(7) @interpolate(flat) points_per_px: vec2f,
  // 1 over the distance in which lines fade in.
  @location(8) @interpolate(flat) per_room: f32,
}

@vertex
fn cover_plot(@builtin(vertex_index) index: u32) -> Lines {
  // One triangle that covers the viewport.
  let corner = vec2f(f32((index << 1u) & 2u), f32(index & 2u));
  let scale = mapping(vec4f(corner * 2.0f - 1.0f, 0.0f, 1.0f));
  return Lines(
    scale.corner,
    scale.word,
    scale.low,
    scale.per_unit,
    scale.start,
    scale.inverse_threshold,
    level_positions(params.levels_one, scale),
    level_positions(params.levels_two, scale),
    last_point() / params.plot_size,
    1.0f / (params.apart - params.crowded),
  );
}

@fragment
fn contours(lines: Lines) -> @location(0) vec4f {
  let scale = Mapping(lines.corner, lines.word, lines.low, lines.per_unit, lines.start, lines.inverse_threshold);
  let last = last_point();
  // Pixels grow downwards, v grows upwards.
  let place = vec2f(lines.corner.x, params.plot_size.y - lines.corner.y) * lines.points_per_px;
  let cell = cell_around(min(place, last), last);
  if (GAPS) {
    if (!has_positions(cell)) {
      return vec4f(0.0f);
    }
  }
  let a = position(cell.a, scale);
  let b = position(cell.b, scale);
  let c = position(cell.c, scale);
  let d = position(cell.d, scale);
  let below = mix(a, b, cell.fraction.x);
  let above = mix(c, d, cell.fraction.x);
  let at = mix(below, above, cell.fraction.y);
  let slope = vec2f(mix(b - a, d - c, cell.fraction.y), above - below) * lines.points_per_px;
  let line = contour_line(at, slope, lines.levels_one, lines.levels_two, lines.per_room);
  // Most pixels have no line: nothing is blended there.
  if (line.a == 0.0f) {
    discard;
  }
  return line;
}
