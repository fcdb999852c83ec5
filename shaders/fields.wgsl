// Field buffers: what the evaluators write and every layer reads.

// One point of a surface. Bits, not floats: undefined is a NaN pattern (fields.ts), and WGSL may assume that no
// float is NaN or infinite.
struct FieldPoint {
  value: u32,       // in deep zoom relative to a reference, and the logarithm too (deep-zoom.ts)
  du: u32,
  dv: u32,
  log2_value: u32,  // f32 bits; for log scales, where the value itself may be flushed to zero
}

// The second derivatives at one point, bits as well.
struct HessianPoint {
  duu: u32,
  duv: u32,
  dvv: u32,
  lambda_min: u32,
}

// The range of one surface. Where no value is defined (or positive, for log2) the minimum stands above the maximum.
struct SurfaceRange {
  min_value: f32,
  max_value: f32,
  min_log2: f32,
  max_log2: f32,
  min_norm: f32,
  max_norm: f32,
  min_index: u32,   // grid index of the smallest value, the first of several
  undefined_count: u32,
  min_point_log2: f32, // log2 at min_index, which tells values apart that are flushed to the same zero
}

// The logarithm of zero, finite so that no arithmetic meets an infinity.
const LOG2_OF_ZERO = -3.0e38f;

// What stands for the logarithm of a ratio beyond every number; above that of every value (gradient-ratio.ts).
const LOG2_BEYOND = 1024.0f;

// What undefined is written as.
const UNDEFINED_BITS = 0x7fc00000u;

fn is_undefined(bits: u32) -> bool {
  return (bits & 0x7fffffffu) > 0x7f800000u;
}

fn is_infinite(bits: u32) -> bool {
  return (bits & 0x7fffffffu) == 0x7f800000u;
}
