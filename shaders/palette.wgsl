// Colours of places on a scale, and of none. Included beside this: a layer that declares what is used here, which is
// `palette` of 256 RGBA8 colours, and `params` with hatch_period (device px), hatch_one, hatch_other.

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
