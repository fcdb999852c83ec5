/** Puts the page together: state, device, live picture, and the views around it. */
import { computed, effect, signal } from '@preact/signals-core';
import './style.css';
import './small-screen.css';
import './motion.css';
import type { Race } from '../core/descent-race.ts';
import { MOST_STARTS } from '../core/descent-settings.ts';
import type { PlaneWindow } from '../core/experiment.ts';
import { isHeight, panelScale, scaleKindFor } from '../core/quantity.ts';
import type { CpuReason, DeviceState } from '../gpu/device-state.ts';
import { kernelHasField } from '../gpu/kernels.ts';
import { GpuSession } from '../gpu/session.ts';
import { isInWindow } from '../render/camera.ts';
import { themeFor } from '../render/theme.ts';
import { keepAddress, stateOfAddress } from './address.ts';
import { createApi } from './api.ts';
import { allKeys, Backends } from './backends.ts';
import { Check, checkView } from './check.ts';
import { showClaims } from './claims.ts';
import { colourKey, paintedRange } from './colour-key.ts';
import { type DockHost, showDock } from './dock.ts';
import { byId, element } from './dom.ts';
import { createDrawing } from './drawing.ts';
import { showExportMenu } from './export-menu.ts';
import { type DrawMarks, Figure, type Overlay } from './figure.ts';
import { acceptDrops } from './file-drop.ts';
import { drawInFrames, stable } from './frame-drawing.ts';
import { showHeader } from './header.ts';
import { homeWindow } from './home-window.ts';
import { LIMIT_TEXTS } from './kernel-limits.ts';
import { keepLayout } from './layout-watch.ts';
import { Live } from './live.ts';
import { type NoticeAction, Notices } from './notices.ts';
import { keepPainter, loadCpuPainter } from './painters.ts';
import { showPanel } from './panel.ts';
import { PANES } from './panes.ts';
import { MOST_PINS, Pins } from './pins.ts';
import { Playback } from './playback.ts';
import { Prediction } from './prediction.ts';
import { Probe, probeHint, probeView } from './probe.ts';
import { markedRange } from './range-text.ts';
import { loadRefusals, refusalText } from './refusals.ts';
import { Space } from './space.ts';
import type { StartsHost } from './start-points.ts';
import { initialState, type State } from './state.ts';
import { statusView } from './status.ts';
import { Store } from './store.ts';
import { preferredLanguage, type TextKey, text } from './texts.ts';
import { reducedMotion, screenPixelRatio, systemTheme } from './theme.ts';
import { isFirstVisit } from './visited.ts';
import { sayWaiting } from './waiting.ts';

const REASON_TEXTS: Record<CpuReason, TextKey> = {
  'no-webgpu': 'noticeNoWebgpu',
  'no-adapter': 'noticeNoAdapter',
  'no-device': 'noticeNoDevice',
  lost: 'noticeLost',
};

export function startPage(): void {
  const initial: State = { ...initialState(), language: preferredLanguage(navigator.languages) };
  const address = stateOfAddress(initial);
  const store = new Store(address.state);
  const language = computed(() => store.state.value.language);
  const say = (key: TextKey, values?: Record<string, string | number>) =>
    text(key, store.state.peek().language, values);

  const session = new GpuSession();
  const backends = new Backends(session);
  const check = new Check(backends);
  const theme = systemTheme();
  const pixelRatio = screenPixelRatio();
  const layoutVersion = signal(0);
  const prediction = new Prediction(store.state);
  const space = new Space(store.state);
  const drawing = createDrawing(
    store.state,
    session.state,
    theme,
    pixelRatio,
    layoutVersion,
    reducedMotion(),
    prediction,
    space,
  );
  const live = new Live(drawing.experiment, drawing.quantity, drawing.options, drawing.rule);
  const cursor = signal<{ u: number; v: number } | undefined>(undefined);
  const race = signal<Race | undefined>(undefined);
  const playback = new Playback(race);
  const descents = signal<readonly [DrawMarks, DrawMarks] | undefined>(undefined);
  const drawnExperiment = computed(() => live.shown.value?.experiment ?? drawing.experiment.value);
  const spaceFigures = computed(() => {
    const module = space.module.value;
    return module && ([new module.SpaceFigure(), new module.SpaceFigure()] as const);
  });
  const pins = new Pins(drawnExperiment);
  const notices = new Notices(byId('notices'), () => say('dismiss'));

  const figures = [new Figure(0), new Figure(1)] as const;
  byId('figures').append(...figures.map((figure) => figure.root));
  keepLayout(figures, pixelRatio, layoutVersion);

  const change = (partial: unknown): void => {
    try {
      store.set(partial);
      notices.show('input', undefined);
    } catch (error) {
      tellRefusal('noticeRefused', error);
    }
  };

  showFigures();
  showPredict();
  turnSurfaces();
  showProbe();
  showPins();
  showCheckAndPanel();
  showStatus();
  showNotices();
  showDock(byId('dock'), PANES, dockHost());
  const link = keepAddress(store, initial, address.error !== undefined, {
    onTooLong: (tooLong) => notices.show('link', tooLong ? say('linkTooLong') : undefined),
    onAccepted: () => notices.show('input', undefined),
    onRefused: (error) => tellRefusal('noticeBadLink', error),
  });
  showHeader(store, notices, link.current, openHelp);
  const saveFigure = showExportMenu(byId('export'), {
    ...{ state: store.state, experiment: drawing.experiment, theme, backends, language, prediction },
    ...{ descents, pins: pins.list },
    tell: (message) => notices.show('input', message),
  });
  effect(() => void loadRefusals(language.value));
  if (address.error)
    void loadRefusals(language.peek()).finally(() => tellRefusal('noticeBadLink', address.error));

  acceptDrops({
    state: () => store.state.peek(),
    set: (partial) => store.set(partial),
    tell: (message) => notices.show('input', message),
  });

  const home = homeWindow(store.state);
  const move = (window: PlaneWindow) => change({ window });

  waitForPicture();
  const painting = keepPainter(live, figures, backends, session, drawing.onCpu);
  const started = session.start();
  const begun = started
    .then(() => painting)
    .then(() => space.loaded())
    // Some pictures are sketched at once and take long to complete.
    .then(() => live.begun());
  const ready = begun.then(() => live.settled());
  void begun.then(movePlots);
  void ready.then(loadCpuPainter).catch(() => undefined); // it is asked for again when it is needed
  if (isFirstVisit()) {
    void begun.then(async () =>
      (await import('./first-visit.ts')).showFirstVisit({ state: store.state, language }),
    );
  }
  void begun.then(async () => {
    const host = { live, experiment: drawnExperiment, cursor, covered: prediction.covered, language };
    (await import('./spoken.ts')).keepSpoken(byId('spoken'), host);
  });
  void begun.then(async () =>
    (await import('./race-run.ts')).keepRace(store.state, race, playback, descents),
  );
  showClaims(byId('claims'), {
    state: store.state,
    backends,
    deviceKnown: started,
    hasDevice: () => session.state.peek().kind === 'ready',
    change,
    // On a narrow screen the figures may be scrolled away.
    onShow: () => figures[0].root.scrollIntoView({ block: 'nearest' }),
  });
  window.logitscape = createApi({
    ready,
    backends,
    state: () => ({ ...store.state.peek(), experiment: drawing.experiment.peek() }),
    shown: live.shown,
    wanted: drawing.experiment,
    gpu: () => {
      const device = session.state.peek();
      return device.kind === 'ready' ? device.gpu : undefined;
    },
    async set(partial) {
      try {
        store.set(partial);
      } catch (error) {
        tellRefusal('noticeRefused', error);
        throw error;
      }
      notices.show('input', undefined);
      await space.loaded();
      await live.settled();
    },
  });

  function tellRefusal(key: 'noticeRefused' | 'noticeBadLink', error: unknown): void {
    notices.show('input', say(key, { message: refusalText(error, language.peek()) }));
  }

  /** Another experiment or window may have left the cursor outside. */
  function cursorIn(window: PlaneWindow): { u: number; v: number } | undefined {
    const at = cursor.value;
    return at && isInWindow(window, at) ? at : undefined;
  }

  function dockHost(): DockHost {
    return {
      state: store.state,
      experiment: drawing.experiment,
      shown: live.shown,
      cursor,
      race,
      playback,
      covered: prediction.covered,
      theme,
      language,
      pixelRatio,
      backends,
      change,
      set(partial) {
        store.set(partial);
        notices.show('input', undefined);
      },
    };
  }

  function resetWindow(): void {
    link.keepEntry();
    move(home());
  }

  /** What the pointer does to the plots is not needed for the first picture. */
  async function movePlots(): Promise<void> {
    const [{ enablePanZoom }, { dropStarts, toggleStart }, { listenToKeys }] = await Promise.all([
      import('./pan-zoom.ts'),
      import('./start-points.ts'),
      import('./plot-keys.ts'),
    ]);
    const host = {
      window: () => store.state.peek().window,
      move,
      onStart: link.keepEntry,
      reset: resetWindow,
    };
    const startsHost: StartsHost = {
      window: () => live.shown.peek()?.experiment.window ?? store.state.peek().window,
      starts: () => store.state.peek().starts,
      change: (starts) => change({ starts }),
      onFull: () => notices.show('input', say('raceFull', { n: MOST_STARTS })),
    };
    for (const figure of figures) {
      dropStarts(figure, startsHost);
      enablePanZoom(figure, host);
    }
    const drop = (point: { readonly u: number; readonly v: number }) =>
      void toggleStart(point, figures[0].layout.plot, startsHost);
    const boxes = figures.map(({ container }) => container);
    listenToKeys(boxes, {
      ...{ ...host, cursor, pin, drop, change, save: saveFigure, help: openHelp },
      play: () => playback.toggle(),
      settings: () => store.state.peek(),
    });
  }

  function openHelp(): void {
    void import('./help-view.ts').then((view) => view.openHelp(language.peek()));
  }

  function turnSurfaces(): void {
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

  /** What stands over a panel in space; undefined over a flat one. */
  function spaceOverlay(panel: 0 | 1) {
    const view = drawing.options.value.space;
    const figure = spaceFigures.value?.[panel];
    if (!view?.panels[panel] || !figure) return undefined;
    const latest = live.ranges.value;
    const { starts } = store.state.value;
    const quantity = latest?.shown.quantity ?? 'value';
    const kind = scaleKindFor(quantity, view.heightScale);
    if (!isHeight(quantity)) return undefined;
    const scale = latest && panelScale(quantity, kind, latest.painted, panel, view.shareRange);
    const experiment = drawnExperiment.value;
    const { orbit } = view;
    return figure.overlay({ panel, experiment, quantity, scale, orbit, starts, race: race.value });
  }

  /** Before there is a device and a first grid, the plots are empty: they say why. */
  function waitForPicture(): void {
    const arrivals = figures.map(({ container }) => {
      container.setAttribute('aria-busy', 'true');
      return sayWaiting(container, () => say('plotWaiting'));
    });
    const stop = effect(() => {
      if (!live.shown.value && live.failure.value === undefined) return;
      for (const arrive of arrivals) arrive();
      for (const { container } of figures) container.removeAttribute('aria-busy');
      queueMicrotask(() => stop());
    });
  }

  function showFigures(): void {
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
              }
            : undefined;
        figures[panel].describe(losses[panel], drawnExperiment.value, ranged, language.value, covered);
      }
    });
    const look = stable(() => {
      const { heatmap, scale, range, palette, contours, language } = store.state.value;
      return { heatmap, scale, range, palette, contours, language };
    });
    const overlays = computed(() => {
      void layoutVersion.value;
      const latest = live.ranges.value;
      const covered = prediction.covered.value;
      // What both share would tell of the one that is covered.
      const settings = covered === undefined ? look.value : { ...look.value, range: 'panel' as const };
      return figures.map(
        ({ panel }): Overlay => ({
          experiment: drawnExperiment.value,
          grid: latest?.shown.grid,
          range: latest && panel !== covered ? markedRange(latest, panel) : undefined,
          key: latest && panel !== covered ? colourKey(latest, panel, settings) : undefined,
          cursor: cursorIn(drawnExperiment.value.window),
          descents: panel === covered ? undefined : descents.value?.[panel],
          pins: panel === covered ? [] : pins.list.value,
          space: panel === covered ? undefined : spaceOverlay(panel),
          theme: themeFor(latest?.shown.quantity ?? 'value', theme.value),
        }),
      );
    });
    // A new picture and its axes reach the screen together; a figure that was resized has lost what stood on it.
    const together = computed(() => [live.shown.value, layoutVersion.value]);
    drawInFrames(overlays, together, (contents) => {
      for (const figure of figures) figure.drawOverlay(contents[figure.panel]!);
    });
  }

  function showPredict(): void {
    const isUsed = computed(() => store.state.value.predict !== 'off');
    let begun = false;
    effect(() => {
      if (!isUsed.value || begun) return;
      begun = true;
      const host = { state: store.state, prediction, experiment: drawnExperiment, figures, layoutVersion };
      void import('./predict-view.ts').then((view) => view.keepPredictView(host));
    });
  }

  function showProbe(): void {
    const probe = new Probe();
    const root = byId('probe');
    for (const figure of figures) {
      const follow = (event: PointerEvent) => {
        const { experiment } = live.shown.peek() ?? {};
        const point = experiment && figure.pointAt(event, experiment.window);
        if (point) cursor.value = point;
      };
      figure.container.addEventListener('pointermove', follow);
      figure.container.addEventListener('pointerdown', follow);
    }
    let turn = 0;
    const probed = computed(() => {
      const shown = live.shown.value;
      const at = shown && cursorIn(shown.experiment.window);
      return { shown, at, covered: prediction.covered.value, language: language.value };
    });
    drawInFrames(probed, language, ({ shown, at, covered, language }) => {
      turn += 1;
      if (!shown || !at) {
        root.replaceChildren(probeHint(language));
        return;
      }
      const reading = probe.read(shown.experiment, shown.grid, at.u, at.v);
      const current = turn;
      const present = (gpu: Parameters<typeof probeView>[1]) => {
        if (turn === current) root.replaceChildren(probeView(reading, gpu, covered, language));
      };
      if (shown.backend === 'cpu') present(undefined);
      // A lost device gives no numbers; the next painter will.
      else live.readPoint(reading.nearest.i, reading.nearest.j).then(present, () => undefined);
    });
  }

  function showPins(): void {
    for (const figure of figures) {
      figure.container.addEventListener('click', (event) => {
        const point = event.shiftKey && figure.pointAt(event, drawnExperiment.peek().window);
        if (point) pin(point);
      });
    }
    const { covered } = prediction;
    const host = { pins, experiment: drawnExperiment, covered, language };
    const onNotCopied = () => notices.show('link', say('linkNotCopied'));
    const anyPins = computed(() => pins.list.value.length > 0);
    let begun = false;
    effect(() => {
      if (!anyPins.value || begun) return;
      begun = true;
      void import('./pins-view.ts').then((view) => view.keepPinsView(byId('pins'), { ...host, onNotCopied }));
    });
  }

  function pin(point: { readonly u: number; readonly v: number }): void {
    const added = pins.add(point, drawnExperiment.peek());
    notices.show('input', added ? undefined : say('pinsFull', { n: MOST_PINS }));
  }

  function showCheckAndPanel(): void {
    const view = element('div', { class: 'check' });
    effect(() => {
      void drawing.experiment.value;
      check.reset();
    });
    effect(() => {
      const { language } = store.state.value;
      const experiment = drawing.experiment.value;
      const [width, height] = experiment.resolution;
      // In deep zoom, or with a loss that has no kernel, the GPU is not what is drawn, but it can be compared.
      const comparable =
        session.state.value.kind === 'ready' &&
        allKeys(experiment).some((key) => kernelHasField(experiment, key));
      view.replaceChildren(
        ...checkView({
          state: check.state.value,
          points: comparable ? width * height : undefined,
          language,
          onRun: () => void check.run(drawing.experiment.peek()),
          onCancel: () => check.cancel(),
          theme: theme.value,
          selected: check.selected,
          covered: prediction.covered.value,
          onSelect: (field) => {
            check.selected = field;
          },
          onGo: (at) => {
            cursor.value = at;
            // On a narrow screen the figures stand far above the check.
            figures[0].root.scrollIntoView({ block: 'nearest' });
          },
        }),
      );
    });
    effect(() => {
      const { kind } = check.state.value;
      // On a low screen the result stands below what is seen of the panel.
      if (kind === 'done' || kind === 'failed') view.scrollIntoView({ block: 'start' });
    });
    showPanel({
      root: byId('panel'),
      store,
      gridSides: () => drawing.gridSides.value,
      hasWebgpu: () => !drawing.onCpu.value,
      change,
      resetWindow,
      checkView: view,
    });
  }

  function showStatus(): void {
    const inSpace = computed(() => drawing.options.value.space !== undefined);
    effect(() => {
      byId('status').replaceChildren(
        ...statusView({
          device: session.state.value,
          onCpu: drawing.onCpu.value,
          shown: live.shown.value,
          resolution: drawing.experiment.value.resolution,
          progress: live.progress.value,
          timing: live.timing.value,
          check: check.state.value,
          inSpace: inSpace.value,
          language: language.value,
        }),
      );
    });
  }

  function showNotices(): void {
    effect(() => {
      // No other change of the state brings a message back that was dismissed.
      void language.value;
      const [message, action] = backendNotice(session.state.value);
      notices.show('backend', message, action);
    });
    effect(() => {
      const device = session.state.value;
      if (device.kind !== 'ready') return;
      device.gpu.device.addEventListener('uncapturederror', ({ error }) => {
        notices.show('failure', say('noticeFailed', { message: error.message }));
      });
    });
    effect(() => {
      const { grid } = store.state.value;
      const { largest } = drawing.gridSides.value;
      const missing = live.outOfMemory.value;
      const tooMany =
        grid !== 'auto' && Math.max(...grid) > largest && session.state.value.kind !== 'starting';
      if (missing) notices.show('grid', say('noticeMemory', { w: missing.width, h: missing.height }));
      else notices.show('grid', tooMany ? say('noticeTooManyPoints', { n: largest }) : undefined);
    });
    effect(() => {
      const limit = live.shown.value?.kernelLimit;
      const message = live.failure.value;
      if (message !== undefined) notices.show('failure', say('noticeFailed', { message }));
      else notices.show('failure', limit && say('noticeKernel', { reason: say(LIMIT_TEXTS[limit]) }));
    });
  }

  function backendNotice(device: DeviceState): [message?: string | undefined, action?: NoticeAction] {
    if (device.kind !== 'cpu') return [];
    const message = say(REASON_TEXTS[device.reason], { detail: device.detail });
    // A browser without WebGPU will not have it a moment later.
    if (device.reason === 'no-webgpu') return [message];
    return [message, { label: say('tryAgain'), run: () => void session.tryAgain() }];
  }
}
