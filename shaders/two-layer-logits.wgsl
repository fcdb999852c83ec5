// Map of the logits kernel: z = v tanh(u x), one logit a sample, from tables over u.

// What a sample has in a column, as hi + lo: tanh(u x), and in units of 2^-MAP_LIFT the slope x sech^2(u x) and its own
// derivative -2 x^2 tanh(u x) sech^2(u x).
struct HiddenUnit {
  tanh: vec2f,
  slope: vec2f,
  bend: vec2f,
}

struct OutputTarget {
  y: vec2f,     // hi + lo
  rest: vec2f,  // 1 - y
}

@group(0) @binding(1) var<storage, read> hidden_units: array<HiddenUnit>;  // [sample][column]
@group(0) @binding(2) var<storage, read> output_weights: array<vec2f>;     // [row]: v as hi + lo
@group(0) @binding(3) var<storage, read> targets: array<OutputTarget>;     // [sample]

const MAP_LIFT = 24;

struct Column {
  unit: HiddenUnit,
  at: OutputTarget,
}

fn column_of(place: Place) -> Column {
  return Column(hidden_units[column_index(place, 0u)], targets[place.sample]);
}

struct Row {
  weight: vec2f,
}

fn row_of(place: Place) -> Row {
  return Row(output_weights[place.row]);
}

fn logit_at(place: Place, column: Column, row: Row, k: u32) -> LogitPoint {
  let unit = column.unit;
  let v = row.weight;
  return LogitPoint(
    pair_product(v, unit.tanh),
    vec2f(pair_product(v, unit.slope).x, unit.tanh.x * power_of_two(MAP_LIFT)),
    vec3f(pair_product(v, unit.bend).x, unit.slope.x, 0.0f),
    column.at.y,
    column.at.rest,
  );
}
