// A surface in space: the ground over the base of a box, as high as the loss on the vertical scale, in the colours and
// with the contours of the flat picture, whatever quantity they show. Included before this: fields.wgsl,
// colour-scale.wgsl, palette.wgsl, contour-line.wgsl.
//
// Space is that of orbit-camera.ts. The mesh's points are grid points, all of them or evenly chosen ones; colours and
// contours are read from the whole grid at each pixel, as in the flat picture. Where the loss is undefined the ground
// has a hole, and the floor under it is hatched; where it is infinite the ground stands at the top. Where only what the
// colours show is undefined, the ground itself is hatched.

struct HeightSurfaceParams {
  matrix_0: vec4f,      // from space to clip space, by columns
  matrix_1: vec4f,
  matrix_2: vec4f,
  matrix_3: vec4f,
  eye: vec4f,           // in space
  sun: vec4f,           // towards the light, of unit length
  plot_size: vec2f,     // device px
  grid_width: u32,
  grid_height: u32,
  mesh_width: u32,      // points of the mesh along a row
  mesh_height: u32,
  mesh_step_x: u32,     // gaps of the grid in one of the mesh; the last one along a side may have fewer
  mesh_step_y: u32,
  panel: u32,           // 0 left, 1 right
  share_range: u32,     // 1: both panels on one range
  symmetric: u32,       // 1: zero stands in the middle (linear and symlog)
  scale_kind: u32,      // of the colours: 0 linear, 1 log, 2 symlog
  relative: u32,        // 1: values are relative to a reference (deep-zoom.ts), at offset + slope t on the scale
  offset: f32,
  slope: f32,
  height_kind: u32,     // of the heights: 0 linear, 1 log
  height_relative: u32, // of the losses, as relative
  height_offset: f32,
  height_slope: f32,
  top: f32,             // height of the top of the vertical scale
  floor: f32,
  coloured: u32,        // 0: all ground has the colour `plain`
  hatch_period: f32,    // device px
  line_width: f32,      // of the box's edges and the ground's border, device px
  gap: f32,             // contours from here on, as in contours.wgsl
  half_width: f32,
  edge: f32,
  crowded: f32,
  apart: f32,
  flat_slope: f32,
  levels_one: vec4f,
  levels_two: vec4f,
  light: vec4f,
  dark: vec4f,
  hatch_one: vec4f,
  hatch_other: vec4f,
  infinite: vec4f,
  plain: vec4f,
  base: vec4f,          // colour of the floor,
  frame: vec4f,         // of the box's edges,
  border: vec4f,        // and of the ground's border
}

@group(0) @binding(0) var<uniform> params: HeightSurfaceParams;
// What colours and contours show, FieldPoint by FieldPoint.
@group(0) @binding(1) var<storage, read> field_words: array<u32>;
@group(0) @binding(2) var<storage, read> ranges: array<SurfaceRange, 2>;
@group(0) @binding(3) var<storage, read> palette: array<u32, 256>;  // RGBA8
// The loss, on the same grid; the very same buffers where it is what the colours show.
@group(0) @binding(4) var<storage, read> loss_words: array<u32>;
@group(0) @binding(5) var<storage, read> loss_ranges: array<SurfaceRange, 2>;

// What slopes towards the light is lighter than its colour on the colourbar, what slopes away is darker; level ground
// has that very colour. Parts of the colour, for each part of the light.
const CONTRAST = 0.4f;
const DARKEST = 0.62f;
const LIGHTEST = 1.18f;
// The ground from below.
const UNDERSIDE = 0.62f;

const NO_HEIGHT = -1.0f;

// Whether there are contours: a constant, as those of colour-scale.wgsl are.
override LINED: bool = false;

fn clip_position(at: vec3f) -> vec4f {
  let matrix = mat4x4f(params.matrix_0, params.matrix_1, params.matrix_2, params.matrix_3);
  return matrix * vec4f(at, 1.0f);
}

// The largest grid coordinates.
fn grid_end() -> vec2u {
  return vec2u(params.grid_width, params.grid_height) - 1u;
}

// The grid coordinates of a point of the mesh. All gaps are alike, so that cells are cut along the same direction
// throughout.
fn grid_place(at: vec2u) -> vec2u {
  return min(at * vec2u(params.mesh_step_x, params.mesh_step_y), grid_end());
}

// How heights are read off the losses.
fn height_mapping() -> Mapping {
  if (params.height_relative == 1u) {
    let word = relative_word(params.height_kind);
    return Mapping(vec4f(), word, 0.0f, params.height_slope, params.height_offset, 0.0f);
  }
  let bounds = bounds_of(loss_ranges[params.panel], loss_ranges[1u - params.panel]);
  return mapping_between(bounds, params.height_kind, false, vec4f());
}

fn loss_at(index: u32) -> u32 {
  return loss_words[POINT_WORDS * index + VALUE];
}

// 0 to 1 on the vertical scale; NO_HEIGHT where undefined.
fn height_at(place: vec2u, scale: Mapping) -> f32 {
  let index = place.y * params.grid_width + place.x;
  if (GAPS) {
    let value = loss_at(index);
    if (is_undefined(value)) {
      return NO_HEIGHT;
    }
    if (is_infinite(value)) {
      return select(0.0f, 1.0f, value < 0x80000000u);
    }
  }
  let t = bitcast<f32>(loss_words[POINT_WORDS * index + scale.word]);
  return placed(t, scale, params.height_relative == 1u);
}

// Beside a hole the ground goes on as high as its defined neighbours are, so that it ends where the hole begins.
fn height_beside_hole(at: vec2u, scale: Mapping) -> f32 {
  var sum = 0.0f;
  var count = 0.0f;
  let last = vec2u(params.mesh_width, params.mesh_height) - 1u;
  for (var n = 0u; n < 9u; n++) {
    let beside = min(max(at + vec2u(n % 3u, n / 3u), vec2u(1u)) - 1u, last);
    let height = height_at(grid_place(beside), scale);
    if (height != NO_HEIGHT) {
      sum += height;
      count += 1.0f;
    }
  }
  return select(0.0f, sum / max(count, 1.0f), count > 0.0f);
}

// The slope of the ground along one axis, in space, between grid points.
fn slope_between(low: vec2u, high: vec2u, own: f32, scale: Mapping) -> f32 {
  let low_height = height_at(low, scale);
  let high_height = height_at(high, scale);
  let rise = select(high_height, own, high_height == NO_HEIGHT) - select(low_height, own, low_height == NO_HEIGHT);
  let run = vec2f(high - low) / last_point();
  return params.top * rise / (run.x + run.y);
}

struct Ground {
  @builtin(position) clip: vec4f,
  @location(0) place: vec2f,   // in grid coordinates
  @location(1) shade: f32,
  // The mapping of the colours, and the positions of the contours.
  @location(2) @interpolate(flat) word: u32,
  @location(3) @interpolate(flat) low: f32,
  @location(4) @interpolate(flat) per_unit: f32,
  @location(5) @interpolate(flat) start: f32,
  @location(6) @interpolate(flat) inverse_threshold: f32,
  @location(7) @interpolate(flat) levels_one: vec4f,
  @location(8) @interpolate(flat) levels_two: vec4f,
}

// Each instance is the strip of triangles between two rows of the mesh. Cells are cut from below, left to above, right:
// a loss of differences of logits is level in that direction, and a cut across a ridge would make teeth of it.
@vertex
fn place_ground(@builtin(vertex_index) vertex: u32, @builtin(instance_index) row: u32) -> Ground {
  let at = vec2u(vertex >> 1u, row + 1u - (vertex & 1u));
  let place = grid_place(at);
  let heights = height_mapping();
  var height = height_at(place, heights);
  if (GAPS) {
    if (height == NO_HEIGHT) {
      height = height_beside_hole(at, heights);
    }
  }
  // Between the grid's own neighbours: the slope at this very place, on every mesh.
  let before = max(place, vec2u(1u)) - 1u;
  let after = min(place + 1u, grid_end());
  let slope_x = slope_between(vec2u(before.x, place.y), vec2u(after.x, place.y), height, heights);
  let slope_y = slope_between(vec2u(place.x, before.y), vec2u(place.x, after.y), height, heights);
  let normal = normalize(vec3f(-slope_x, -slope_y, 1.0f));
  let shade = clamp(1.0f + CONTRAST * (dot(normal, params.sun.xyz) - params.sun.z), DARKEST, LIGHTEST);

  let across = vec2f(place) / last_point() - 0.5f;
  let colours = mapping(clip_position(vec3f(across, params.top * height)));
  return Ground(
    colours.corner,
    vec2f(place),
    shade,
    colours.word,
    colours.low,
    colours.per_unit,
    colours.start,
    colours.inverse_threshold,
    level_positions(params.levels_one, colours),
    level_positions(params.levels_two, colours),
  );
}

// The colour of a grid point, not blended with others.
fn colour_of_point(index: u32, scale: Mapping, pixel: vec2f) -> vec3f {
  let value = field_words[POINT_WORDS * index + VALUE];
  if (is_infinite(value)) {
    return params.infinite.rgb;
  }
  if (params.coloured == 0u) {
    return params.plain.rgb;
  }
  if (is_undefined(value)) {
    return hatching(pixel);
  }
  return colour(position(index, scale));
}

fn nearest_point(cell: Cell) -> u32 {
  let right = cell.fraction.x >= 0.5f;
  return select(select(cell.a, cell.b, right), select(cell.c, cell.d, right), cell.fraction.y >= 0.5f);
}

fn shaded(colour: vec3f, shade: f32) -> vec3f {
  return mix(colour * min(shade, 1.0f), vec3f(1.0f), max(shade - 1.0f, 0.0f));
}

@fragment
fn height_surface(ground: Ground, @builtin(front_facing) from_above: bool) -> @location(0) vec4f {
  let per_px = vec4f(dpdx(ground.place), dpdy(ground.place));
  let scale = Mapping(ground.clip, ground.word, ground.low, ground.per_unit, ground.start, ground.inverse_threshold);
  let last = last_point();
  let cell = cell_around(clamp(ground.place, vec2f(0.0f), last), last);
  let shade = select(UNDERSIDE, ground.shade, from_above);

  let nearest = nearest_point(cell);
  if (GAPS) {
    if (is_undefined(loss_at(nearest))) {
      discard;
    }
  }
  if (GAPS || IN_CELLS) {
    if (IN_CELLS || !has_positions(cell)) {
      return vec4f(shaded(colour_of_point(nearest, scale, ground.clip.xy), shade), 1.0f);
    }
  }
  let a = position(cell.a, scale);
  let b = position(cell.b, scale);
  let c = position(cell.c, scale);
  let d = position(cell.d, scale);
  let below = mix(a, b, cell.fraction.x);
  let above = mix(c, d, cell.fraction.x);
  let at = mix(below, above, cell.fraction.y);
  var painted = params.plain.rgb;
  if (params.coloured == 1u) {
    painted = colour(at);
  }
  painted = shaded(painted, shade);
  if (LINED) {
    let in_cell = vec2f(mix(b - a, d - c, cell.fraction.y), above - below);
    let slope = vec2f(dot(in_cell, per_px.xy), dot(in_cell, per_px.zw));
    let per_room = 1.0f / (params.apart - params.crowded);
    let line = contour_line(at, slope, ground.levels_one, ground.levels_two, per_room);
    painted = painted * (1.0f - line.a) + line.rgb;
  }
  return vec4f(painted, 1.0f);
}

struct Floor {
  @builtin(position) clip: vec4f,
  @location(0) place: vec2f,   // in grid coordinates
}

@vertex
fn place_floor(@builtin(vertex_index) vertex: u32) -> Floor {
  let corner = vec2f(f32(vertex & 1u), f32(vertex >> 1u));
  return Floor(clip_position(vec3f(corner - 0.5f, params.floor)), corner * last_point());
}

@fragment
fn box_floor(floor: Floor) -> @location(0) vec4f {
  if (GAPS) {
    let last = last_point();
    let nearest = nearest_point(cell_around(clamp(floor.place, vec2f(0.0f), last), last));
    if (is_undefined(loss_at(nearest))) {
      return vec4f(hatching(floor.clip.xy), 1.0f);
    }
  }
  return params.base;
}

// Outside of what is drawn.
const NOWHERE = vec4f(0.0f, 0.0f, 2.0f, 1.0f);

// One of the four corners of a line: by its length from `start` to `end`, both before the eye, and by its width.
fn line_corner(start: vec4f, end: vec4f, corner: u32) -> vec4f {
  let along = (end.xy / end.w - start.xy / start.w) * params.plot_size;
  let outwards = vec2f(-along.y, along.x) / max(length(along), 1e-6f);
  let side = select(-1.0f, 1.0f, (corner & 1u) == 1u);
  let at = select(start, end, corner >= 2u);
  return vec4f(at.xy + side * outwards * params.line_width / params.plot_size * at.w, at.zw);
}

// The edges of the floor and of the walls behind it, as seen from the eye: 4 lines for each of 5 sides.
@vertex
fn place_frame(@builtin(vertex_index) vertex: u32, @builtin(instance_index) edge: u32) -> @builtin(position) vec4f {
  let side = edge / 4u;
  let start = frame_corner(side, edge % 4u);
  let end = frame_corner(side, (edge + 1u) % 4u);
  if (!is_side_behind(side)) {
    return NOWHERE;
  }
  return line_corner(clip_position(start), clip_position(end), vertex);
}

fn is_side_behind(side: u32) -> bool {
  if (side == 0u) {
    return params.eye.z > params.floor;
  }
  let along = select(params.eye.x, params.eye.y, side >= 3u);
  let wall = select(-0.5f, 0.5f, (side & 1u) == 0u);
  return (along - wall) * wall < 0.0f;
}

// Side 0 is the floor, 1 and 2 are the walls across x, 3 and 4 those across y.
fn frame_corner(side: u32, corner: u32) -> vec3f {
  let across = f32(corner == 1u || corner == 2u);
  let up = f32(corner >= 2u);
  let height = mix(params.floor, params.top, up);
  if (side == 1u || side == 2u) {
    return vec3f(f32(side) - 1.5f, across - 0.5f, height);
  }
  if (side == 3u || side == 4u) {
    return vec3f(across - 0.5f, f32(side) - 3.5f, height);
  }
  return vec3f(across - 0.5f, up - 0.5f, params.floor);
}

@fragment
fn box_frame() -> @location(0) vec4f {
  return params.frame;
}

// The part of the way to the eye that the border is nearer than the ground that it ends: in front of it, and behind
// what hides it.
const BORDER_NEARER = 0.008f;

// The border of the ground, a line for each gap of the mesh: along the first row and the first column, then along the
// last ones. Ground that has the background's colour is told from it by this line alone.
@vertex
fn place_border(@builtin(vertex_index) vertex: u32, @builtin(instance_index) gap: u32) -> @builtin(position) vec4f {
  let gaps = vec2u(params.mesh_width, params.mesh_height) - 1u;
  let n = gap % (gaps.x + gaps.y);
  let far = gap / (gaps.x + gaps.y) * gaps;
  let along_row = n < gaps.x;
  let start = select(vec2u(far.x, n - gaps.x), vec2u(n, far.y), along_row);
  let end = start + select(vec2u(0u, 1u), vec2u(1u, 0u), along_row);
  let heights = height_mapping();
  let start_height = height_at(grid_place(start), heights);
  let end_height = height_at(grid_place(end), heights);
  if (start_height == NO_HEIGHT || end_height == NO_HEIGHT) {
    return NOWHERE;
  }
  return line_corner(before_ground(start, start_height), before_ground(end, end_height), vertex);
}

fn before_ground(at: vec2u, height: f32) -> vec4f {
  let across = vec2f(grid_place(at)) / last_point() - 0.5f;
  return clip_position(mix(vec3f(across, params.top * height), params.eye.xyz, BORDER_NEARER));
}

@fragment
fn ground_border() -> @location(0) vec4f {
  return params.border;
}
