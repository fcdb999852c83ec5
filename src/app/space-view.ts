/** One panel's surface in space as the page has it: axes and marks over it, and which point is under the pointer. */
import type { Race } from '../core/descent-race.ts';
import type { PlanePoint } from '../core/descent-settings.ts';
import { classCount, type Experiment } from '../core/experiment.ts';
import type { Orbit } from '../core/orbit.ts';
import { PointEvaluator } from '../core/point-evaluator.ts';
import type { Scale } from '../core/scale.ts';
import { type HeightAt, HeightMap } from '../render/height-map.ts';
import type { FigureLayout, Rect } from '../render/layout.ts';
import { type Camera, HEIGHT, orbitCamera, rayThrough } from '../render/orbit-camera.ts';
import type { Pen } from '../render/pen.ts';
import { drawSpaceAxes } from '../render/space-axes.ts';
import {
  drawSpaceCrosshair,
  drawSpaceDescents,
  drawSpaceMinimum,
  drawSpacePin,
  type MarkedSurface,
} from '../render/space-marks.ts';
import type { DrawnDescent } from '../render/trajectories.ts';
import type { SpaceOverlay } from './figure.ts';
import { axisNames } from './names.ts';
import { minimumOf } from './range-text.ts';

export { HeightSurfaceLayer } from '../render/height-surface.ts';
export { enableOrbit } from './orbit-control.ts';

/** Logits that a height map may take, and points of its sides. */
const MAP_WORK = 12_000;
const MAP_SIDES = { min: 12, max: 48 } as const;

/** What the vertical axis counts, as a symbol: the loss, whatever the colours show. */
const HEIGHT_NAME = 'L';

interface SpaceContent {
  readonly panel: 0 | 1;
  readonly experiment: Experiment;
  /** The vertical scale; undefined before the ranges are known. */
  readonly scale: Scale | undefined;
  readonly orbit: Orbit;
  readonly starts: readonly PlanePoint[];
  readonly race: Race | undefined;
  /** The step that the race is played to; undefined: it is shown whole. */
  readonly upTo: number | undefined;
  /** Whether there is no room for axes. */
  readonly bare?: boolean;
}

/** Reads heights at points, in f64; keeps what is prepared between views of the same surface. */
export class SpaceFigure {
  private evaluator: PointEvaluator | undefined;
  private map: { key: string; evaluator: PointEvaluator; map: HeightMap } | undefined;

  overlay(content: SpaceContent): SpaceOverlay {
    const camera = orbitCamera(content.orbit);
    const surface = content.scale && this.surface(content, content.scale, camera);
    return {
      draw: (pen, layout, overlay) => {
        drawOver(pen, layout, camera, surface, content, overlay);
      },
      pointAt: (plot, x, y) => surface && pointUnder(surface, plot, x, y),
    };
  }

  private surface({ experiment, panel }: SpaceContent, scale: Scale, camera: Camera): MarkedSurface {
    if (this.evaluator?.experiment !== experiment) this.evaluator = new PointEvaluator(experiment);
    const { evaluator } = this;
    const { window } = experiment;
    const heightOf = (u: number, v: number, loss?: number): number =>
      HEIGHT * scale.position(loss ?? lossAt(evaluator, panel, u, v));
    const key = JSON.stringify([panel, scale.kind, scale.domain]);
    if (this.map?.key !== key || this.map.evaluator !== evaluator) {
      const work = experiment.samples.length * classCount(experiment);
      const side = Math.round(Math.sqrt(MAP_WORK / work));
      const map = new HeightMap(
        Math.min(MAP_SIDES.max, Math.max(MAP_SIDES.min, side)),
        overBase(window, heightOf),
      );
      this.map = { key, evaluator, map };
    }
    return { camera, window, heightOf, map: this.map.map };
  }
}

function lossAt(evaluator: PointEvaluator, panel: 0 | 1, u: number, v: number): number {
  evaluator.updateJets(u, v, 1);
  return evaluator.field(panel, 'value');
}

function descentsOf({ panel, starts, race, upTo }: SpaceContent): DrawnDescent[] {
  return starts.map((start, n) => ({ start, trajectory: race?.heats[n]?.[panel], upTo }));
}

function overBase({ u, v }: Experiment['window'], heightOf: (u: number, v: number) => number): HeightAt {
  return (x, y) => heightOf(u[0] + (x + 0.5) * (u[1] - u[0]), v[0] + (y + 0.5) * (v[1] - v[0]));
}

function pointUnder(
  { camera, map, window, heightOf }: MarkedSurface,
  plot: Rect,
  x: number,
  y: number,
): { u: number; v: number } | undefined {
  const met = map.meets(rayThrough(camera, plot, x, y), overBase(window, heightOf));
  if (!met) return undefined;
  const { u, v } = window;
  return { u: u[0] + (met[0] + 0.5) * (u[1] - u[0]), v: v[0] + (met[1] + 0.5) * (v[1] - v[0]) };
}

function drawOver(
  pen: Pen,
  layout: FigureLayout,
  camera: Camera,
  surface: MarkedSurface | undefined,
  content: SpaceContent,
  { grid, range, cursor, pins }: Parameters<SpaceOverlay['draw']>[2],
): void {
  const { plot } = layout;
  const { experiment, scale } = content;
  const names = { ...axisNames(experiment), height: HEIGHT_NAME };
  if (!content.bare) drawSpaceAxes(pen, layout, camera, { window: experiment.window, names, scale });
  if (!surface) return;
  const { context } = pen;
  context.save();
  context.beginPath();
  context.rect(plot.x, plot.y, plot.width, plot.height);
  context.clip();
  drawSpaceDescents(pen, plot, surface, descentsOf(content));
  if (grid && range && range.minIndex >= 0) {
    drawSpaceMinimum(pen, plot, surface, minimumOf({ grid, range }));
  }
  if (cursor) drawSpaceCrosshair(pen, plot, surface, cursor.u, cursor.v);
  for (const pin of pins) drawSpacePin(pen, plot, surface, pin);
  context.restore();
}
