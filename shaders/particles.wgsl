// The particles of the streamlines: what drift.wgsl moves and streamlines.wgsl draws. Places are parts of the window's
// sides, 0 to 1 from its lower left corner, so that they are as exact in the narrowest window as in any.

struct Particle {
  position: vec2f,
  age: f32,          // seconds; from its span on it is going
  brightness: f32,   // 0 to 1, while it comes and goes
  generation: u32,   // how many went before it
}

// Each particle has a ring of places where it was, one for every TRAIL_STEPS steps: [particle][TRAIL_POINTS].
override TRAIL_POINTS: u32 = 2u;
override TRAIL_STEPS: u32 = 1u;
