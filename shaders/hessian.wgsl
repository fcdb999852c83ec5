// Second derivatives of both losses over a tile of grid rows, summed over a chunk of samples, and the smaller
// eigenvalue of each Hessian. Included before this: fields.wgsl, numerics.wgsl, sample.wgsl, a kernel.

// With more than one chunk of samples, partial sums are carried from dispatch to dispatch.
override CARRY: bool = false;

struct HessianSum {
  duu: vec2f,  // hi, lo, in units of 2^-LIFT
  duv: vec2f,
  dvv: vec2f,
}

struct CarriedHessians {
  left: HessianSum,
  right: HessianSum,
}

@group(0) @binding(4) var<storage, read_write> left_fields: array<HessianPoint>;
@group(0) @binding(5) var<storage, read_write> right_fields: array<HessianPoint>;
@group(0) @binding(6) var<storage, read_write> carried: array<CarriedHessians>; // see carried_index

fn add_hessian(sum: HessianSum, term: HessianTerm) -> HessianSum {
  if (is_undefined_term(sum.duu.x)) {
    return sum;
  }
  if (is_undefined_term(term.second.x)) {
    return HessianSum(vec2f(UNDEFINED_TERM, 0.0f), vec2f(0.0f), vec2f(0.0f));
  }
  return HessianSum(
    accumulate(sum.duu, term.second.x),
    accumulate(sum.duv, term.second.y),
    accumulate(sum.dvv, term.second.z),
  );
}

fn point_of_hessian(second: vec3f, lambda_min: f32, weight: f32) -> HessianPoint {
  if (is_undefined_term(second.x)) {
    return HessianPoint(UNDEFINED_BITS, UNDEFINED_BITS, UNDEFINED_BITS, UNDEFINED_BITS);
  }
  let down = weight * power_of_two(-LIFT);
  return HessianPoint(
    bitcast<u32>(second.x * down),
    bitcast<u32>(second.y * down),
    bitcast<u32>(second.z * down),
    bitcast<u32>(lambda_min * down),
  );
}

fn point_of_sum(sum: HessianSum) -> HessianPoint {
  let second = vec3f(sum.duu.x + sum.duu.y, sum.duv.x + sum.duv.y, sum.dvv.x + sum.dvv.y);
  return point_of_hessian(second, smaller_eigenvalue(second), params.sample_weight);
}

fn write_point(index: u32, left: HessianPoint, right: HessianPoint) {
  if (LEFT_LOSS != NO_LOSS) {
    left_fields[index] = left;
  }
  if (RIGHT_LOSS != NO_LOSS) {
    right_fields[index] = right;
  }
}

fn sum_samples(place: Place) {
  var at = place;
  var left = HessianSum();
  var right = HessianSum();
  if (CARRY && params.is_first_chunk == 0u) {
    left = carried[carried_index(place)].left;
    right = carried[carried_index(place)].right;
  }
  for (; at.sample < params.sample_count; at.sample++) {
    let hessians = both_hessians(at, column_of(at), row_of(at));
    left = add_hessian(left, hessians.left);
    right = add_hessian(right, hessians.right);
  }
  if (CARRY && params.is_last_chunk == 0u) {
    carried[carried_index(place)] = CarriedHessians(left, right);
    return;
  }
  write_point(output_index(place), point_of_sum(left), point_of_sum(right));
}

@compute @workgroup_size(LANES)
fn evaluate(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let walk = walk_of(group, lane);
  var place = Place(0u, 0u, grid_row(group.y));
  let row = row_of(place);
  for (var i = walk.first; i < walk.end; i += LANES) {
    place.column = i;
    if (ONE_SAMPLE) {
      let hessians = both_hessians(place, column_of(place), row);
      write_point(
        output_index(place),
        point_of_hessian(hessians.left.second, hessians.left.lambda_min, 1.0f),
        point_of_hessian(hessians.right.second, hessians.right.lambda_min, 1.0f),
      );
    } else {
      sum_samples(place);
    }
  }
}
