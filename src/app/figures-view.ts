/** Keeps what stands beside and over the plots: titles, ranges, axes, colourbars, marks. */
import { computed, effect, type ReadonlySignal } from '@preact/signals-core';
import { panelScale } from '../core/quantity.ts';
import { themeFor } from '../render/theme.ts';
import { colourKey, paintedRange } from './colour-key.ts';
import type { Overlay, SpaceOverlay } from './figure.ts';
import { drawInFrames, stable } from './frame-drawing.ts';
import type { DrawOptions } from './painter.ts';
import { cursorIn, type Parts } from './parts.ts';
import { RangeRoom } from './range-room.ts';
import { markedRange } from './range-text.ts';
import type { ShowingLayer } from './shown-words.ts';
import { sayWaiting } from './waiting.ts';
import { whenFirst } from './when-first.ts';

export function keepFigures(parts: Parts): void {
  sayWhileWaiting(parts);
  keepDescriptions(parts);
  keepOverlays(parts);
  keepCovers(parts);
  keepTurning(parts);
}

/** Before there is a device and a first grid, the plots are empty: they say why. */
function sayWhileWaiting({ figures, live, say }: Parts): void {
  const arrivals = figures.map(({ container }) => {
    container.setAttribute('aria-busy', 'true');
    return sayWaiting(container, () => say('plotWaiting'));
  });
  const isOver = computed(() => live.shown.value !== undefined || live.failure.value !== undefined);
  whenFirst(isOver, () => {
    for (const arrive of arrivals) arrive();
    for (const { container } of figures) container.removeAttribute('aria-busy');
  });
}

function keepDescriptions(parts: Parts): void {
  const { figures, live, store, drawnExperiment, prediction, language, layoutVersion } = parts;
  const room = new RangeRoom(figures);
  const shownBy = computed(() => showingLayer(live.options.value));
  effect(() => {
    const latest = live.ranges.value;
    const { losses } = drawnExperiment.value;
    for (const { panel } of figures) {
      const covered = prediction.covered.value === panel;
      const ranged =
        latest && !covered
          ? {
              grid: latest.shown.grid,
              range: latest.surfaces[panel],
              backend: latest.shown.backend,
              painted: paintedRange(latest, panel),
              shownBy: shownBy.value,
            }
          : undefined;
      figures[panel].describe(losses[panel], drawnExperiment.value, ranged, language.value, covered);
    }
    const { preset } = store.state.peek();
    room.fit([preset, ...losses, latest?.shown.quantity, language.value].join());
  });
  effect(() => {
    void layoutVersion.value;
    // Not while the page is being laid out.
    requestAnimationFrame(() => room.fit());
  });
}

function showingLayer({ heatmap, contours }: DrawOptions): ShowingLayer | undefined {
  return heatmap ? 'heatmap' : contours ? 'contours' : undefined;
}

function keepOverlays(parts: Parts): void {
  const { figures, live, store, drawnExperiment, prediction, descents, pins, theme, layoutVersion } = parts;
  const look = stable(() => {
    const { scale, palette, language } = store.state.value;
    const { heatmap, contours } = live.options.value;
    const drawn = heatmap ?? contours;
    return {
      heatmap: heatmap !== undefined,
      contours: contours !== undefined,
      scale: drawn?.scale ?? scale,
      palette: heatmap?.palette ?? palette,
      // Never shared with a panel that is covered.
      range: drawn?.shareRange ? ('shared' as const) : ('panel' as const),
      language,
    };
  });
  const space = spaceOverlays(parts);
  const overlays = computed(() => {
    void layoutVersion.value;
    const latest = live.ranges.value;
    const covered = prediction.covered.value;
    return figures.map(({ panel }): Overlay => {
      const common = {
        experiment: drawnExperiment.value,
        grid: latest?.shown.grid,
        cursor: cursorIn(parts, drawnExperiment.value.window),
        theme: themeFor(latest?.shown.quantity ?? 'value', theme.value),
      };
      if (panel === covered) {
        const nothing = { range: undefined, key: undefined, descents: undefined, space: undefined };
        return { ...common, ...nothing, pins: [] };
      }
      return {
        ...common,
        range: latest && markedRange(latest, panel),
        key: latest && colourKey(latest, panel, look.value),
        descents: descents.value?.[panel],
        pins: pins.list.value,
        space: space.value[panel],
      };
    });
  });
  // A new picture and its axes reach the screen together; a figure that was resized has lost what stood on it.
  const together = computed(() => [live.shown.value, layoutVersion.value]);
  const drawAll = (contents: readonly Overlay[]) => {
    for (const figure of figures) figure.drawOverlay(contents[figure.panel]!);
  };
  drawInFrames(overlays, together, drawAll, live.pictureDue);
}

/** What stands over panels in space; undefined over flat ones. */
function spaceOverlays(
  parts: Parts,
): ReadonlySignal<readonly [SpaceOverlay | undefined, SpaceOverlay | undefined]> {
  const { space, live, store, drawnExperiment, race, playback, prediction } = parts;
  const spaceFigures = computed(() => {
    const module = space.module.value;
    return module && ([new module.SpaceFigure(), new module.SpaceFigure()] as const);
  });
  const overlay = (panel: 0 | 1): SpaceOverlay | undefined => {
    const view = live.options.value.space;
    const latest = live.ranges.value;
    if (!view?.panels[panel]) return undefined;
    const losses = latest && ([latest.surfaces[0].value, latest.surfaces[1].value] as const);
    return spaceFigures.value?.[panel].overlay({
      panel,
      experiment: drawnExperiment.value,
      scale: losses && panelScale('value', view.heightScale, losses, panel, view.shareRange),
      orbit: view.orbit,
      starts: store.state.value.starts,
      race: prediction.hidesSlopes.value ? undefined : race.value,
      upTo: playback.step.value,
    });
  };
  return computed(() => [overlay(0), overlay(1)]);
}

/** What predict-first puts over the plots is loaded when it is first used. */
function keepCovers({ store, prediction, drawnExperiment, figures, layoutVersion }: Parts): void {
  const isUsed = computed(() => store.state.value.predict !== 'off');
  whenFirst(isUsed, () => {
    const host = { state: store.state, prediction, experiment: drawnExperiment, figures, layoutVersion };
    void import('./predict-view.ts').then((view) => view.keepPredictView(host));
  });
}

/** Surfaces in space are turned by pointer and keys. */
function keepTurning({ store, space, figures, change }: Parts): void {
  const orbit = () => store.state.peek().camera;
  const turn = (camera: ReturnType<typeof orbit>) => {
    space.noteTurn();
    change({ camera });
  };
  const host = { orbit, change: turn };
  effect(() => {
    for (const figure of space.module.value ? figures : []) space.module.value?.enableOrbit(figure, host);
  });
}
