// Map of the logits kernel: z_k(u, v) = A_k(u) + B_k(v), K logits a sample.

struct OutputEntry {
  slope: vec2f,  // dz/du, dz/dv
  y: vec2f,      // hi + lo
  rest: vec2f,   // 1 - y
}

@group(0) @binding(2) var<storage, read> axis_logits: array<Logit>;    // entry_count = class_count
@group(0) @binding(3) var<storage, read> outputs: array<OutputEntry>;  // [sample][class]

const MAP_LIFT = 0;

// Every logit of a column, and of a row, is its own.
struct Column {
  index: u32,
}

fn column_of(place: Place) -> Column {
  return Column(place.column);
}

struct Row {
  index: u32,
}

fn row_of(place: Place) -> Row {
  return Row(place.row);
}

fn logit_at(place: Place, column: Column, row: Row, k: u32) -> LogitPoint {
  let entry = outputs[place.sample * params.class_count + k];
  let z = logit_pair(axis_logits[column_index(place, k)], axis_logits[row_index(place, k)]);
  return LogitPoint(z, entry.slope, vec3f(0.0f), entry.y, entry.rest);
}
