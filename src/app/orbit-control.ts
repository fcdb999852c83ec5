/** The pointer on a surface in space: it turns it and comes nearer. Its keys stand with those of the plane (plot-keys.ts). */
import { approached, HOME_ORBIT, type Orbit, shortened, turned } from '../core/orbit.ts';
import { isInside } from '../render/layout.ts';
import type { Figure } from './figure.ts';

interface OrbitHost {
  readonly orbit: () => Orbit;
  readonly change: (orbit: Orbit) => void;
}

/** Degrees for a drag across the plot. */
const ACROSS = 200;
/** Of the wheel: as d3-zoom has it, so that both views feel alike. */
const WHEEL = { pixel: 0.002, line: 0.05, page: 1, pinch: 10 } as const;
/** A press that moves less is a click, CSS px. */
const CLICK = 4;

interface Finger {
  x: number;
  y: number;
}

/** Works on the figure while it shows its surface in space. */
export function enableOrbit(figure: Figure, host: OrbitHost): void {
  const { container } = figure;
  const fingers = new Map<number, Finger>();
  let moved = false;
  let travelled = 0;
  /** Where a drag has led to, with all digits, so that many small steps are one large one. */
  let dragged = HOME_ORBIT;
  const change = (orbit: Orbit) => host.change(shortened(orbit));

  const onPlot = ({ clientX, clientY }: MouseEvent): boolean => {
    const { left, top } = container.getBoundingClientRect();
    return isInside(figure.layout.plot, clientX - left, clientY - top);
  };
  const stop = (id: number) => {
    fingers.delete(id);
    if (fingers.size === 0) container.removeAttribute('data-moving');
  };

  container.addEventListener('pointerdown', (event) => {
    if (!figure.isInSpace || !onPlot(event) || event.button !== 0 || event.ctrlKey) return;
    if (fingers.size === 0) {
      moved = false;
      travelled = 0;
      dragged = host.orbit();
    }
    fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    container.setPointerCapture(event.pointerId);
  });
  const move = (event: PointerEvent) => {
    const finger = fingers.get(event.pointerId);
    if (!finger || !figure.isInSpace) return;
    const [dx, dy] = [event.clientX - finger.x, event.clientY - finger.y];
    const spread = spreadOf(fingers);
    travelled += Math.hypot(dx, dy);
    if (travelled < CLICK && !moved) return;
    moved = true;
    container.setAttribute('data-moving', '');
    finger.x = event.clientX;
    finger.y = event.clientY;
    if (fingers.size === 1) {
      const perPx = ACROSS / figure.layout.plot.width;
      dragged = turned(dragged, -dx * perPx, dy * perPx);
    } else {
      dragged = approached(dragged, spreadOf(fingers) / spread);
    }
    change(dragged);
  };
  container.addEventListener('pointermove', move);
  container.addEventListener('pointerup', (event) => {
    move(event);
    stop(event.pointerId);
  });
  container.addEventListener('pointercancel', ({ pointerId }) => stop(pointerId));
  // What ends a drag is no click on a point.
  container.addEventListener(
    'click',
    (event) => {
      if (moved && figure.isInSpace) event.stopImmediatePropagation();
      moved = false;
    },
    { capture: true },
  );
  container.addEventListener(
    'wheel',
    (event) => {
      if (!figure.isInSpace || !onPlot(event)) return;
      event.preventDefault();
      const unit = event.deltaMode === 1 ? WHEEL.line : event.deltaMode === 2 ? WHEEL.page : WHEEL.pixel;
      const times = 2 ** (-event.deltaY * unit * (event.ctrlKey ? WHEEL.pinch : 1));
      change(approached(host.orbit(), times));
    },
    { passive: false },
  );
  container.addEventListener('dblclick', (event) => {
    if (figure.isInSpace && onPlot(event)) host.change(HOME_ORBIT);
  });
}

/** How far apart two fingers are, CSS px. */
function spreadOf(fingers: ReadonlyMap<number, Finger>): number {
  const [a, b] = [...fingers.values()];
  return a && b ? Math.max(1, Math.hypot(a.x - b.x, a.y - b.y)) : 1;
}
