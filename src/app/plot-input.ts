/** What pointer and keys do to the plots. Not needed for the first picture, and loaded after it. */
import { MOST_STARTS } from '../core/descent-settings.ts';
import type { PlaneWindow } from '../core/experiment.ts';
import { keyWords, layerWords } from './key-words.ts';
import type { LayerKey } from './layer-keys.ts';
import { layerRefusal } from './layer-refusals.ts';
import { formatPoint } from './names.ts';
import { enablePanZoom } from './pan-zoom.ts';
import type { Parts, PlanePlace } from './parts.ts';
import { listenToKeys } from './plot-keys.ts';
import { dropStarts, type StartsHost, toggleStart } from './start-points.ts';

export interface PlotInputHost {
  /** Makes the view as it is one that "back" leads to. */
  readonly keepView: () => void;
  /** Leads back to the window that the experiment came with. */
  readonly resetWindow: () => void;
  /** @returns whether there was room for it */
  readonly pin: (point: PlanePlace) => boolean;
  /** Saves the figure. */
  readonly save: () => void;
  readonly help: () => void;
}

export function enablePlotInput(
  parts: Parts,
  { keepView, resetWindow, pin, save, help }: PlotInputHost,
): void {
  const { store, live, figures, cursor, playback, space, drawing, notices, say, change } = parts;
  const { announcements, language } = parts;
  const moving = {
    window: () => store.state.peek().window,
    move: (window: PlaneWindow) => change({ window }),
    onStart: keepView,
    reset: resetWindow,
  };
  const starting: StartsHost = {
    window: () => live.shown.peek()?.experiment.window ?? store.state.peek().window,
    starts: () => store.state.peek().starts,
    change: (starts) => change({ starts }),
    onFull: () => notices.show('input', say('raceFull', { n: MOST_STARTS })),
  };
  for (const figure of figures) {
    dropStarts(figure, starting);
    enablePanZoom(figure, moving);
  }
  const announce = (key: 'pinned' | 'start' | 'startRemoved', { u, v }: PlanePlace) => {
    const [atU, atV] = formatPoint(starting.window(), [u, v]);
    const words = keyWords(key, language.peek(), { u: atU, v: atV });
    announcements.add(words, words);
  };
  const drop = (point: PlanePlace) => {
    const before = toggleStart(point, figures[0].layout.plot, starting);
    if (before) announce(starting.starts().length > before.length ? 'start' : 'startRemoved', point);
  };
  const boxes = figures.map(({ container }) => container);
  const isInSpace = (focus: EventTarget | null) => {
    const focused = figures.find(({ container }) => container === focus);
    return focused ? focused.isInSpace : figures.every((figure) => figure.isInSpace);
  };
  const refuses = ({ name }: LayerKey) => {
    const why = layerRefusal(name, store.state.peek(), !drawing.onCpu.peek());
    if (why) notices.show('input', say(why));
    return why !== undefined;
  };
  const layer = (key: LayerKey) => {
    if (refuses(key)) return;
    change(key.change(store.state.peek()));
    // The colours show one thing at a time.
    const subject = key.name.startsWith('quantity') ? 'quantity' : key.name;
    announcements.add(subject, layerWords(key, store.state.peek(), language.peek()));
  };
  listenToKeys(boxes, {
    ...{ ...moving, cursor, drop, layer, isInSpace, save, help },
    pin(point) {
      if (pin(point)) announce('pinned', point);
    },
    tellNoCrosshair: () => notices.show('input', say('keyNeedsCrosshair')),
    turn(camera) {
      space.noteTurn();
      change({ camera });
    },
    play: () => playback.toggle(),
    settings: () => store.state.peek(),
  });
}
