// Moves the particles of the streamlines down the gradient of one surface: theta' = -rate * gradient, by the midpoint
// rule on gradients interpolated between grid points. Included before this: fields.wgsl, particles.wgsl.
//
// Every particle has a place of its own, spread evenly, and begins near it each time: where nothing moves the particles
// stay there, and where they drift away others of the same number follow. A particle goes when its time is over, at the
// window's edge and where the surface is undefined.

struct DriftParams {
  rate: vec2f,           // window sides a second, along u and v, for a gradient as large as the largest
  scale: vec2f,          // for follow_window: where a place of the old window is in the new one, offset + scale * place
  offset: vec2f,
  home_shift: vec2f,     // of the particles' own places, which a moved window takes along
  still_reach: vec2f,    // who went no further in a life stands still
  grid_width: u32,
  grid_height: u32,
  panel: u32,            // 0 left, 1 right
  share_range: u32,      // 1: speeds relative to the larger gradient of both panels
  particle_count: u32,
  first_step: u32,       // steps done before
  step_count: u32,       // steps to do
  substep_count: u32,    // parts that a step is computed in
  step: f32,             // s
  life: f32,             // s, on average
  fade: f32,             // s
  jitter: f32,           // window sides
  start_brightness: f32,
  start_spread: f32,     // 1: first ages are spread over lives; 0: all begin at once
}

@group(0) @binding(0) var<uniform> params: DriftParams;
@group(0) @binding(1) var<storage, read> fields: array<FieldPoint>;
@group(0) @binding(2) var<storage, read> ranges: array<SurfaceRange, 2>;
@group(0) @binding(3) var<storage, read_write> particles: array<Particle>;
@group(0) @binding(4) var<storage, read_write> trails: array<vec2f>;

// 32 bits that look random (the output step of PCG: O'Neill 2014).
fn scrambled(n: u32) -> u32 {
  let state = n * 747796405u + 2891336453u;
  let word = ((state >> ((state >> 28u) + 4u)) ^ state) * 277803737u;
  return (word >> 22u) ^ word;
}

fn part_of_one(bits: u32) -> f32 {
  return f32(bits >> 8u) * 0x1p-24f;
}

// The n-th point of the R2 sequence (Roberts 2018), even for any count; in whole numbers, which wrap as it does.
fn own_place(n: u32) -> vec2f {
  return vec2f(part_of_one(n * 3242174889u), part_of_one(n * 2447445413u));
}

fn home(index: u32, generation: u32) -> vec2f {
  let first = scrambled(index ^ scrambled(generation));
  let off = vec2f(part_of_one(first), part_of_one(scrambled(first))) - 0.5f;
  return fract(own_place(index) + params.home_shift + params.jitter * off);
}

fn span(index: u32) -> f32 {
  return params.life * (0.75f + 0.5f * part_of_one(scrambled(index)));
}

fn largest_norm() -> f32 {
  let own = ranges[params.panel].max_norm;
  return select(own, max(own, ranges[1u - params.panel].max_norm), params.share_range == 1u);
}

struct Ground {
  is_defined: bool,
  velocity: vec2f,  // window sides a second
}

fn has_gradient(point: FieldPoint) -> bool {
  return !is_undefined(point.du) && !is_infinite(point.du) && !is_infinite(point.dv);
}

fn gradient_of(point: FieldPoint) -> vec2f {
  return vec2f(bitcast<f32>(point.du), bitcast<f32>(point.dv));
}

// Undefined outside the window and where one of the four points around has no gradient.
fn ground_at(place: vec2f, largest: f32) -> Ground {
  if (!(all(place >= vec2f(0.0f)) && all(place <= vec2f(1.0f)))) {
    return Ground(false, vec2f(0.0f));
  }
  let last = vec2f(f32(params.grid_width - 1u), f32(params.grid_height - 1u));
  let at = place * last;
  let before = min(floor(at), last - 1.0f);
  let index = u32(before.y) * params.grid_width + u32(before.x);
  let a = fields[index];
  let b = fields[index + 1u];
  let c = fields[index + params.grid_width];
  let d = fields[index + params.grid_width + 1u];
  if (!(has_gradient(a) && has_gradient(b) && has_gradient(c) && has_gradient(d))) {
    return Ground(false, vec2f(0.0f));
  }
  if (!(largest > 0.0f)) {
    return Ground(true, vec2f(0.0f));
  }
  let fraction = at - before;
  let low = mix(gradient_of(a), gradient_of(b), fraction.x);
  let high = mix(gradient_of(c), gradient_of(d), fraction.x);
  return Ground(true, -params.rate * (mix(low, high, fraction.y) / largest));
}

fn begin(index: u32, generation: u32) -> Particle {
  let place = home(index, generation);
  for (var n = 0u; n < TRAIL_POINTS; n++) {
    trails[index * TRAIL_POINTS + n] = place;
  }
  return Particle(place, 0.0f, 0.0f, generation);
}

fn moved(before: Particle, index: u32, largest: f32) -> Particle {
  var particle = before;
  var on_ground = true;
  let seconds = params.step / f32(params.substep_count);
  for (var n = 0u; n < params.substep_count; n++) {
    let here = ground_at(particle.position, largest);
    if (!here.is_defined) {
      on_ground = false;
      break;
    }
    let between = ground_at(particle.position + 0.5f * seconds * here.velocity, largest);
    particle.position += seconds * select(here.velocity, between.velocity, between.is_defined);
  }
  let whole = span(index);
  if (!on_ground) {
    particle.age = max(particle.age, whole);
  }
  if (particle.age >= whole) {
    particle.brightness -= params.step / params.fade;
    if (particle.brightness <= 0.0f) {
      return begin(index, particle.generation + 1u);
    }
    return particle;
  }
  particle.brightness = min(1.0f, particle.brightness + params.step / params.fade);
  particle.age += params.step;
  let way = abs(particle.position - home(index, particle.generation));
  if (particle.age >= whole && all(way <= params.still_reach)) {
    particle.age = 0.0f;
  }
  return particle;
}

// The slot of the ring that is written at a step, where one is: at multiples of TRAIL_STEPS.
fn trail_slot(step: u32) -> u32 {
  return (step / TRAIL_STEPS) % TRAIL_POINTS;
}

// Every particle begins its first life.
@compute @workgroup_size(64)
fn begin_all(@builtin(global_invocation_id) id: vec3u) {
  let index = id.x;
  if (index >= params.particle_count) {
    return;
  }
  var particle = begin(index, 0u);
  if (ground_at(particle.position, 1.0f).is_defined) {
    particle.brightness = params.start_brightness;
  }
  particle.age = params.start_spread * span(index) * part_of_one(scrambled(scrambled(index)));
  particles[index] = particle;
}

// The particles stay where they are in the plane when the window moves.
@compute @workgroup_size(64)
fn follow_window(@builtin(global_invocation_id) id: vec3u) {
  let index = id.x;
  if (index >= params.particle_count) {
    return;
  }
  particles[index].position = params.offset + params.scale * particles[index].position;
  for (var n = index * TRAIL_POINTS; n < (index + 1u) * TRAIL_POINTS; n++) {
    trails[n] = params.offset + params.scale * trails[n];
  }
}

@compute @workgroup_size(64)
fn drift(@builtin(global_invocation_id) id: vec3u) {
  let index = id.x;
  if (index >= params.particle_count) {
    return;
  }
  let largest = largest_norm();
  var particle = particles[index];
  for (var n = 1u; n <= params.step_count; n++) {
    particle = moved(particle, index, largest);
    let step = params.first_step + n;
    if (step % TRAIL_STEPS == 0u) {
      trails[index * TRAIL_POINTS + trail_slot(step)] = particle.position;
    }
  }
  particles[index] = particle;
}
