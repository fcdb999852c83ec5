// Streamlines: particles, and the trails of where they were. Included before this: particles.wgsl, strips.wgsl.

struct StreamParams {
  plot_size: vec2f,     // device px
  pixel_ratio: f32,     // device px per CSS px; the lengths below are CSS px
  newest: u32,          // slot of the newest points in the rings
  part: f32,            // of the time between two points that has passed since
  half_width: f32,
  edge: f32,
  dot_radius: f32,
  dot_edge: f32,
  shortest: f32,
  light: vec4f,
  dark: vec4f,
}

@group(0) @binding(0) var<uniform> params: StreamParams;
@group(0) @binding(1) var<storage, read> particles: array<Particle>;
@group(0) @binding(2) var<storage, read> trails: array<vec2f>;

struct TrailCorner {
  @builtin(position) position: vec4f,
  // From the middle of the trail and to its side, CSS px.
  @location(0) across: f32,
  @location(1) half_width: f32,
  @location(2) strength: f32,
}

struct DotCorner {
  @builtin(position) position: vec4f,
  // From the middle, CSS px.
  @location(0) local: vec2f,
  @location(1) @interpolate(flat) strength: f32,
}

// Device px, y downwards.
fn pixel_of(place: vec2f) -> vec2f {
  return vec2f(place.x, 1.0f - place.y) * params.plot_size;
}

fn clip_of(pixel: vec2f) -> vec4f {
  return vec4f(vec2f(pixel.x / params.plot_size.x, 1.0f - pixel.y / params.plot_size.y) * 2.0f - 1.0f, 0.0f, 1.0f);
}

// The trail's point 0 is where the particle is now, 1 the newest of the ring, TRAIL_POINTS the oldest.
fn trail_point(particle: u32, point: u32) -> vec2f {
  let slot = params.newest + TRAIL_POINTS + 1u - max(point, 1u);
  let past = trails[particle * TRAIL_POINTS + select(slot - TRAIL_POINTS, slot, slot < TRAIL_POINTS)];
  return pixel_of(select(past, particles[particle].position, point == 0u));
}

// 1 at the particle, 0 at the trail's end, which is always as long ago.
fn recency(point: u32) -> f32 {
  let ago = select(f32(point) - 1.0f + params.part, 0.0f, point == 0u);
  return max(0.0f, 1.0f - ago / f32(TRAIL_POINTS - 1u));
}

// A strip along the trail, two corners at each of its points.
@vertex
fn place_trail(@builtin(vertex_index) vertex: u32) -> TrailCorner {
  let corners = 2u * (TRAIL_POINTS + 1u);
  let particle = strip_of(vertex, corners);
  let corner = corner_of(vertex, corners);
  let point = corner >> 1u;
  let brightness = particles[particle].brightness;
  let whole = trail_point(particle, 0u) - trail_point(particle, TRAIL_POINTS);
  if (brightness <= 0.0f || length(whole) < params.shortest * params.pixel_ratio) {
    return TrailCorner(vec4f(2.0f, 2.0f, 0.0f, 1.0f), 0.0f, 0.0f, 0.0f);
  }
  let ahead = trail_point(particle, max(point, 1u) - 1u);
  let behind = trail_point(particle, min(point + 1u, TRAIL_POINTS));
  var along = ahead - behind;
  // Where it stood still it has no direction of its own.
  if (length(along) < 0.01f) {
    along = whole;
  }
  along = normalize(along);
  let recent = recency(point);
  let half_width = params.half_width * (0.4f + 0.6f * recent);
  // A pixel more, for smooth sides.
  let reach = half_width + params.edge + 1.0f / params.pixel_ratio;
  let across = select(-reach, reach, (corner & 1u) == 1u);
  let pixel = trail_point(particle, point) + vec2f(-along.y, along.x) * across * params.pixel_ratio;
  return TrailCorner(clip_of(pixel), across, half_width, brightness * recent);
}

// Light over dark, premultiplied. Distances from the light's outline.
fn painted(distance_css: f32, edge: f32, strength: f32) -> vec4f {
  let distance_px = distance_css * params.pixel_ratio;
  let fill = clamp(0.5f - distance_px, 0.0f, 1.0f) * params.light.a;
  let rim = clamp(0.5f - (distance_px - edge * params.pixel_ratio), 0.0f, 1.0f) * params.dark.a;
  let alpha = fill + rim * (1.0f - fill);
  return vec4f(params.light.rgb * fill + params.dark.rgb * rim * (1.0f - fill), alpha) * strength;
}

@fragment
fn trail(corner: TrailCorner) -> @location(0) vec4f {
  return painted(abs(corner.across) - corner.half_width, params.edge, corner.strength);
}

@vertex
fn place_dot(@builtin(vertex_index) vertex: u32) -> DotCorner {
  let particle = strip_of(vertex, 4u);
  let corner = corner_of(vertex, 4u);
  let brightness = particles[particle].brightness;
  if (brightness <= 0.0f) {
    return DotCorner(vec4f(2.0f, 2.0f, 0.0f, 1.0f), vec2f(0.0f), 0.0f);
  }
  let reach = params.dot_radius + params.dot_edge + 1.0f / params.pixel_ratio;
  let local = (vec2f(f32(corner & 1u), f32(corner >> 1u)) * 2.0f - 1.0f) * reach;
  let pixel = pixel_of(particles[particle].position) + local * params.pixel_ratio;
  return DotCorner(clip_of(pixel), local, brightness);
}

@fragment
fn dot_mark(corner: DotCorner) -> @location(0) vec4f {
  return painted(length(corner.local) - params.dot_radius, params.dot_edge, corner.strength);
}
