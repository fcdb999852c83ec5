/**
 * Wheel, drag and pinch on the plots: they move the window, and every frame shows the window as it is then. Loaded
 * after the first picture.
 */
import { select } from 'd3-selection';
import { type D3ZoomEvent, zoom, zoomIdentity } from 'd3-zoom';
import type { PlaneWindow } from '../core/experiment.ts';
import { scaleLimits, viewedWindow } from '../render/camera.ts';
import { isInside } from '../render/layout.ts';
import type { Figure } from './figure.ts';

export interface PanZoomHost {
  /** The window that the gesture starts from. */
  readonly window: () => PlaneWindow;
  /** Called for every step of a gesture. */
  readonly move: (window: PlaneWindow) => void;
  /** Before the first step of a gesture: what is seen now may be wanted back. */
  readonly onStart: () => void;
  /** A double click. */
  readonly reset: () => void;
}

/**
 * Whether one finger on a plot scrolls the page, since the page is longer than the screen: then two fingers move the
 * window. Otherwise a plot that fills the screen of a phone would be a place from which there is no way on.
 */
function pageScrolls(): boolean {
  const { scrollHeight, clientHeight } = document.documentElement;
  return scrollHeight > clientHeight;
}

/**
 * d3 ends a gesture of the wheel 150 ms after a notch. Who turns on within this time after that goes on with the same
 * movement, to be gone back before as a whole. What counts is when the notch was turned, not when the page got round to
 * it: while pictures are slow, d3 finds an end between any two notches.
 */
const WHEEL_PAUSE_MS = 400;

type ZoomEvent = D3ZoomEvent<HTMLElement, undefined>;

export function enablePanZoom(figure: Figure, host: PanZoomHost): void {
  const { container } = figure;
  const selection = select<HTMLElement, undefined>(container);
  /** The window when the gesture began; a gesture's transform is counted from there. */
  let base: PlaneWindow | undefined;
  /** The last gesture of the wheel: when it ended, by the clock of events, and the window that it led to. */
  let turned: { readonly ended: number; readonly window: PlaneWindow } | undefined;

  const onPlot = ({ clientX, clientY }: { clientX: number; clientY: number }): boolean => {
    const { left, top } = container.getBoundingClientRect();
    return isInside(figure.layout.plot, clientX - left, clientY - top);
  };
  /** Whether a gesture goes on with the one before, and nothing else has moved the window since. */
  const goesOn = ({ type, timeStamp }: Event): boolean =>
    type === 'wheel' &&
    turned !== undefined &&
    timeStamp - turned.ended < WHEEL_PAUSE_MS &&
    isSameWindow(turned.window, host.window());
  const behaviour = zoom<HTMLElement, undefined>()
    .extent(() => {
      const { x, y, width, height } = figure.layout.plot;
      return [
        [x, y],
        [x + width, y + height],
      ];
    })
    .filter((event: MouseEvent | TouchEvent) => {
      if (figure.isInSpace) return false;
      if ('touches' in event) {
        const { touches } = event;
        return (touches.length > 1 || !pageScrolls()) && [...touches].every(onPlot);
      }
      // Chrome's pinch on a touchpad is a wheel with the control key.
      return onPlot(event) && (event.type === 'wheel' || (!event.ctrlKey && event.button === 0));
    })
    .on('start', ({ sourceEvent }: ZoomEvent) => {
      if (!sourceEvent) return; // the reset below
      base = host.window();
      behaviour.scaleExtent([...scaleLimits(base)]);
    })
    .on('zoom', ({ transform: { k, x, y }, sourceEvent }: ZoomEvent) => {
      if (!sourceEvent || !base) return;
      if (selection.attr('data-moving') === null && !goesOn(sourceEvent)) host.onStart();
      selection.attr('data-moving', '');
      const { plot } = figure.layout;
      // The base's corners in the plot, in sides of it.
      const left = (x + (k - 1) * plot.x) / plot.width;
      const top = (y + (k - 1) * plot.y) / plot.height;
      host.move(viewedWindow(base, { scale: k, left, bottom: 1 - top - k }));
    })
    .on('end', ({ sourceEvent }: ZoomEvent) => {
      if (!sourceEvent) return;
      base = undefined;
      const isWheel = sourceEvent.type === 'wheel';
      turned = isWheel ? { ended: performance.now(), window: host.window() } : undefined;
      selection.attr('data-moving', null);
      // The window is the state now: the next gesture counts from it.
      selection.call(behaviour.transform, zoomIdentity);
    });
  selection.call(behaviour).on('dblclick.zoom', (event: MouseEvent) => {
    if (onPlot(event) && !figure.isInSpace) host.reset();
  });
}

function isSameWindow(a: PlaneWindow, b: PlaneWindow): boolean {
  return a.u.join() === b.u.join() && a.v.join() === b.v.join();
}
