// Many small triangle strips in one. A software GPU takes each instance for a draw of its own, which costs it more than
// an arrow does; so the strips follow one another, each with its first and its last corner twice, and nothing shows
// between them. layer.ts counts the vertices.

fn strip_of(vertex: u32, corners: u32) -> u32 {
  return vertex / (corners + 2u);
}

// The corner of its strip that a vertex is, of `corners`.
fn corner_of(vertex: u32, corners: u32) -> u32 {
  return clamp(vertex % (corners + 2u), 1u, corners) - 1u;
}
