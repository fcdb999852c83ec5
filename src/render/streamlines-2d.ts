/** Streamlines that stand still, on a 2-D canvas: as streamlines.wgsl draws them where nothing may move. */
import type { Grid } from '../core/grid.ts';
import { streamHome, streamRate, streamTrail } from '../core/stream-flow.ts';
import { STREAM_SHAPE } from '../core/stream-motion.ts';
import type { Rect } from './layout.ts';
import type { Pen } from './pen.ts';
import { MARK, MARK_RGBA } from './theme.ts';

interface StillOptions {
  /** Particles along a side. */
  readonly density: number;
  /** CSS px a second where the gradient is the largest. */
  readonly speed: number;
  /** The largest norm of the gradient. */
  readonly largest: number;
}

type Pixel = readonly [x: number, y: number];

export function drawStreamlines(
  pen: Pen,
  plot: Rect,
  grid: Grid,
  du: ArrayLike<number>,
  dv: ArrayLike<number>,
  { density, speed, largest }: StillOptions,
): void {
  const { context } = pen;
  const slopes = { grid, du, dv, largest, rate: streamRate(grid.window, speed, plot.width, plot.height) };
  const dots = new Path2D();
  context.save();
  context.beginPath();
  context.rect(plot.x, plot.y, plot.width, plot.height);
  context.clip();
  for (let index = 0; index < density ** 2; index++) {
    const places = streamTrail(slopes, streamHome(index, density));
    if (!places) continue;
    const trail = places.map(([x, y]): Pixel => [plot.x + x * plot.width, plot.y + (1 - y) * plot.height]);
    drawTrail(pen, trail);
    const [x, y] = trail.at(-1)!;
    dots.moveTo(x + STREAM_SHAPE.dotRadius, y);
    dots.arc(x, y, STREAM_SHAPE.dotRadius, 0, 2 * Math.PI);
  }
  context.lineWidth = 2 * STREAM_SHAPE.dotEdge; // half of it is under the fill
  context.strokeStyle = MARK.dark;
  context.fillStyle = MARK.light;
  context.stroke(dots);
  context.fill(dots);
  context.restore();
}

/** Fading and thinner towards its beginning. */
function drawTrail({ context }: Pen, trail: readonly Pixel[]): void {
  const [start, end] = [trail[0]!, trail.at(-1)!];
  if (Math.hypot(end[0] - start[0], end[1] - start[1]) < STREAM_SHAPE.shortest) return;
  for (const [[red, green, blue, alpha], edge] of [
    [MARK_RGBA.dark, STREAM_SHAPE.edge],
    [MARK_RGBA.light, 0],
  ] as const) {
    const rgb = `${red * 100}% ${green * 100}% ${blue * 100}%`;
    const fade = context.createLinearGradient(...start, ...end);
    fade.addColorStop(0, `rgb(${rgb} / 0)`);
    fade.addColorStop(1, `rgb(${rgb} / ${alpha})`);
    context.fillStyle = fade;
    context.fill(outlineOf(trail, edge));
  }
}

function outlineOf(trail: readonly Pixel[], edge: number): Path2D {
  const sides: [Pixel[], Pixel[]] = [[], []];
  for (const [n, [x, y]] of trail.entries()) {
    const before = trail[Math.max(0, n - 1)]!;
    const after = trail[Math.min(trail.length - 1, n + 1)]!;
    const [across, up] = [after[0] - before[0], after[1] - before[1]];
    const length = Math.hypot(across, up);
    if (length === 0) continue; // it stood still at the edge of the window
    const reach = STREAM_SHAPE.halfWidth * (0.4 + (0.6 * n) / (trail.length - 1)) + edge;
    const [offX, offY] = [(-up / length) * reach, (across / length) * reach];
    sides[0].push([x + offX, y + offY]);
    sides[1].unshift([x - offX, y - offY]);
  }
  const path = new Path2D();
  for (const pixel of sides.flat()) path.lineTo(...pixel);
  path.closePath();
  return path;
}
