// The light line with dark edges of a contour. Included before this: colour-scale.wgsl. Included after it: a layer that
// declares what is used here, which is `params` with gap, half_width, edge, crowded, flat_slope, light, dark.
//
// A pixel's distance to a level is the difference of positions over the slope of positions.

// Not clamped: a level outside of the range is crossed nowhere.
fn level_position(level: f32, scale: Mapping) -> f32 {
  if (params.relative == 1u) {
    return level;
  }
  var t = level;
  if (SYMLOG) {
    t = symlog(level, scale.inverse_threshold);
  }
  return scale.start + scale.per_unit * (t - scale.low);
}

fn level_positions(levels: vec4f, scale: Mapping) -> vec4f {
  return vec4f(
    level_position(levels.x, scale),
    level_position(levels.y, scale),
    level_position(levels.z, scale),
    level_position(levels.w, scale),
  );
}

// What is drawn at a pixel, premultiplied.
//   at: its position on the scale
//   slope: of positions there, a device px
//   per_room: 1 over the distance in which lines fade in
fn contour_line(at: f32, slope: vec2f, levels_one: vec4f, levels_two: vec4f, per_room: f32) -> vec4f {
  // Device px a position. Slopes that are drawn are larger than the least; one division, which a software GPU feels.
  let per_position = inverseSqrt(max(dot(slope, slope), params.flat_slope * params.flat_slope));

  let off = min(abs(at - levels_one), abs(at - levels_two));
  let nearest = min(min(off.x, off.y), min(off.z, off.w));
  let distance_px = nearest * per_position;
  let room = params.gap * per_position - params.crowded;
  let shown = clamp(room * per_room, 0.0f, 1.0f) * clamp(2.0f - params.flat_slope * 2.0f * per_position, 0.0f, 1.0f);
  let fill = clamp(params.half_width + 0.5f - distance_px, 0.0f, 1.0f) * params.light.a * shown;
  let rim = clamp(params.half_width + params.edge + 0.5f - distance_px, 0.0f, 1.0f) * params.dark.a * shown;
  // Light over dark, premultiplied.
  let alpha = fill + rim * (1.0f - fill);
  return vec4f(params.light.rgb * fill + params.dark.rgb * rim * (1.0f - fill), alpha);
}
