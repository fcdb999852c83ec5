// Arrows of the gradient field, pointing downhill, the way gradient descent goes on screen. One strip an arrow: a
// quad on which the fragment shader measures the distance to the arrow's outline. The rules of lengths and shapes are
// those of arrow-length.ts. Included before this: fields.wgsl, strips.wgsl.

struct ArrowParams {
  plot_size: vec2f,      // device px
  grid_width: u32,
  grid_height: u32,
  across: u32,           // arrows along u
  up: u32,               // arrows along v
  panel: u32,            // 0 left, 1 right
  share_range: u32,      // 1: both panels' lengths relative to the larger gradient
  length_kind: u32,      // 0 direction, 1 magnitude, 2 log
  stretch: f32,          // px per unit of v over px per unit of u
  pixel_ratio: f32,      // device px per CSS px; the lengths below are CSS px
  longest: f32,
  shortest: f32,
  full_head: f32,
  head_length: f32,
  head_half_width: f32,
  shaft_half_width: f32,
  edge: f32,
  dot_radius: f32,
  dot_edge: f32,
  decades: f32,
  dots: u32,             // 0: where an arrow would be too short there is nothing
  light: vec4f,
  dark: vec4f,
}

@group(0) @binding(0) var<uniform> params: ArrowParams;
@group(0) @binding(1) var<storage, read> fields: array<FieldPoint>;
@group(0) @binding(2) var<storage, read> ranges: array<SurfaceRange, 2>;

const DIRECTION = 0u;
const MAGNITUDE = 1u;
const LOG10_OF_2 = 0.30103f;

struct Corner {
  @builtin(position) position: vec4f,
  // Along and beside the arrow from its middle, CSS px.
  @location(0) local: vec2f,
  // Length in CSS px; 0 is a dot.
  @location(1) @interpolate(flat) length: f32,
}

fn relative_length(relative: f32) -> f32 {
  if (!(relative > 0.0f)) {
    return 0.0f;
  }
  if (params.length_kind == DIRECTION) {
    return 1.0f;
  }
  if (params.length_kind == MAGNITUDE) {
    return min(1.0f, relative);
  }
  return clamp(1.0f + log2(relative) * LOG10_OF_2 / params.decades, 0.0f, 1.0f);
}

// The gradient at a place in the window, 0 to 1: gradientAt in arrow-lattice.ts. False where it is undefined or infinite.
struct Gradient {
  known: bool,
  at: vec2f,
}

fn is_known(point: FieldPoint) -> bool {
  return !(is_undefined(point.du) || is_infinite(point.du) || is_infinite(point.dv));
}

fn gradient_of(point: FieldPoint) -> vec2f {
  return vec2f(bitcast<f32>(point.du), bitcast<f32>(point.dv));
}

fn gradient_at(place: vec2f) -> Gradient {
  let points = vec2u(params.grid_width, params.grid_height);
  let at = place * vec2f(points - 1u);
  let before = min(vec2u(at), points - 2u);
  let fraction = at - vec2f(before);
  let first = before.y * params.grid_width + before.x;
  let a = fields[first];
  let b = fields[first + 1u];
  let c = fields[first + params.grid_width];
  let d = fields[first + params.grid_width + 1u];
  if (is_known(a) && is_known(b) && is_known(c) && is_known(d)) {
    let low = mix(gradient_of(a), gradient_of(b), fraction.x);
    let high = mix(gradient_of(c), gradient_of(d), fraction.x);
    return Gradient(true, mix(low, high, fraction.y));
  }
  let step = select(0u, 1u, fraction.x >= 0.5f) + select(0u, params.grid_width, fraction.y >= 0.5f);
  let nearest = fields[first + step];
  if (!is_known(nearest)) {
    return Gradient(false, vec2f(0.0f));
  }
  return Gradient(true, gradient_of(nearest));
}

fn hidden() -> Corner {
  return Corner(vec4f(2.0f, 2.0f, 0.0f, 1.0f), vec2f(0.0f), 0.0f);
}

@vertex
fn place_arrow(@builtin(vertex_index) vertex: u32) -> Corner {
  let arrow = strip_of(vertex, 4u);
  let cell = vec2f(f32(arrow % params.across), f32(arrow / params.across));
  let place = (cell + 0.5f) / vec2f(f32(params.across), f32(params.up));
  let found = gradient_at(place);
  if (!found.known) {
    return hidden();
  }
  let gradient = found.at;
  // Scaled before it is squared, so that the squares of small gradients are not flushed to zero.
  let largest_part = max(abs(gradient.x), abs(gradient.y));
  let own_largest = ranges[params.panel].max_norm;
  let largest = select(own_largest, max(own_largest, ranges[1u - params.panel].max_norm), params.share_range == 1u);
  var direction = vec2f(1.0f, 0.0f);
  var length_css = 0.0f;
  if (largest_part > 0.0f) {
    let unscaled = gradient / largest_part;
    let size = length(unscaled);
    length_css = params.longest * relative_length(largest_part * size / largest);
    direction = normalize(vec2f(-unscaled.x, unscaled.y * params.stretch));
  }
  if (length_css < params.shortest) {
    length_css = 0.0f;
  }
  if (length_css == 0.0f && params.dots == 0u) {
    return hidden();
  }

  let reach = select(
    vec2f(length_css / 2.0f + params.edge + 1.0f, params.head_half_width + params.edge + 1.0f),
    vec2f(params.dot_radius + params.dot_edge + 1.0f),
    length_css == 0.0f,
  );
  let corner = corner_of(vertex, 4u);
  let local = (vec2f(f32(corner & 1u), f32(corner >> 1u)) * 2.0f - 1.0f) * reach;
  let turned = vec2f(
    local.x * direction.x - local.y * direction.y,
    local.x * direction.y + local.y * direction.x,
  );
  var centre = vec2f(place.x, 1.0f - place.y) * params.plot_size;
  if (length_css == 0.0f) {
    // Dots are about a pixel large: off its centre they would be blurred.
    centre = floor(centre) + 0.5f;
  }
  let pixel = centre + turned * params.pixel_ratio;
  let clip = vec2f(pixel.x / params.plot_size.x, 1.0f - pixel.y / params.plot_size.y) * 2.0f - 1.0f;
  return Corner(vec4f(clip, 0.0f, 1.0f), local, length_css);
}

// Signed distance to the arrow's outline, CSS px, negative inside; exact along edges, mitred at corners.
fn arrow_distance(local: vec2f, length_css: f32) -> f32 {
  let size = min(1.0f, length_css / params.full_head);
  let head_length = params.head_length * size;
  let head_half_width = params.head_half_width * size;
  let tip = length_css / 2.0f;
  let neck = tip - head_length;
  let y = abs(local.y);
  let shaft = max(max(-tip - local.x, local.x - neck), y - params.shaft_half_width * size);
  let slope = normalize(vec2f(head_half_width, head_length));
  let head = max(neck - local.x, dot(vec2f(local.x - tip, y), slope));
  return min(shaft, head);
}

@fragment
fn arrow(corner: Corner) -> @location(0) vec4f {
  var distance_css = length(corner.local) - params.dot_radius;
  var edge = params.dot_edge;
  if (corner.length > 0.0f) {
    distance_css = arrow_distance(corner.local, corner.length);
    edge = params.edge;
  }
  let distance_px = distance_css * params.pixel_ratio;
  let fill = clamp(0.5f - distance_px, 0.0f, 1.0f) * params.light.a;
  let rim = clamp(0.5f - (distance_px - edge * params.pixel_ratio), 0.0f, 1.0f) * params.dark.a;
  // Light over dark, premultiplied.
  let alpha = fill + rim * (1.0f - fill);
  return vec4f(params.light.rgb * fill + params.dark.rgb * rim * (1.0f - fill), alpha);
}
