/** Puts the page together: state, device, live picture, and the views around it. */
import { computed, effect, signal } from '@preact/signals-core';
import './style.css';
import type { Race } from '../core/descent-race.ts';
import { MOST_STARTS } from '../core/descent-settings.ts';
import type { PlaneWindow } from '../core/experiment.ts';
import { coloursFor, panelScale } from '../core/quantity.ts';
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
import { type DockHost, showDock } from './dock.ts';
import { byId, element } from './dom.ts';
import { createDrawing, hasContours } from './drawing.ts';
import { showExportMenu } from './export-menu.ts';
import { type DrawMarks, Figure } from './figure.ts';
import { acceptDrops } from './file-drop.ts';
import { showHeader } from './header.ts';
import { homeWindow } from './home-window.ts';
import { LIMIT_TEXTS } from './kernel-limits.ts';
import { keepLayout } from './layout-watch.ts';
import { Live } from './live.ts';
import { Notices } from './notices.ts';
import { keepPainter } from './painters.ts';
import { showPanel } from './panel.ts';
import { PANES } from './panes.ts';
import { MOST_PINS, Pins } from './pins.ts';
import { Probe, probeHint, probeView } from './probe.ts';
import { markedRange } from './range-text.ts';
import type { StartsHost } from './start-points.ts';
import { initialState, type State } from './state.ts';
import { statusView } from './status.ts';
import { Store } from './store.ts';
import { preferredLanguage, type TextKey, text } from './texts.ts';
import { screenPixelRatio, systemTheme } from './theme.ts';

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
  const drawing = createDrawing(store.state, session.state, theme, pixelRatio, layoutVersion);
  const live = new Live(drawing.experiment, drawing.quantity, drawing.options, drawing.rule);
  const cursor = signal<{ u: number; v: number } | undefined>(undefined);
  const race = signal<Race | undefined>(undefined);
  const descents = signal<readonly [DrawMarks, DrawMarks] | undefined>(undefined);
  const drawnExperiment = computed(() => live.shown.value?.experiment ?? drawing.experiment.value);
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
      notices.show('input', say('noticeRefused', { message: messageOf(error) }));
    }
  };

  showFigures();
  showProbe();
  showPins();
  showCheckAndPanel();
  showStatus();
  showNotices();
  showDock(byId('dock'), PANES, dockHost());
  const link = keepAddress(store, initial, address.error !== undefined, {
    onTooLong: (tooLong) => notices.show('link', tooLong ? say('linkTooLong') : undefined),
    onAccepted: () => notices.show('input', undefined),
    onRefused: (message) => notices.show('input', say('noticeBadLink', { message })),
  });
  showHeader(store, notices, link.current, openHelp);
  showExportMenu(byId('export'), {
    ...{ state: store.state, experiment: drawing.experiment, theme, backends, language },
    tell: (message) => notices.show('input', message),
  });
  if (address.error) notices.show('input', say('noticeBadLink', { message: address.error }));

  acceptDrops({
    state: () => store.state.peek(),
    set: (partial) => store.set(partial),
    tell: (message) => notices.show('input', message),
  });

  const home = homeWindow(store.state);
  const move = (window: PlaneWindow) => change({ window });

  const painting = keepPainter(live, figures, backends, session, drawing.onCpu);
  const started = session.start();
  const ready = started.then(() => painting).then(() => live.settled());
  // Some pictures are sketched at once and take long to complete.
  const begun = started.then(() => painting).then(() => live.begun());
  void begun.then(movePlots);
  void begun.then(async () => (await import('./race-run.ts')).keepRace(store.state, race, descents));
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
    gpu: () => {
      const device = session.state.peek();
      return device.kind === 'ready' ? device.gpu : undefined;
    },
    async set(partial) {
      try {
        store.set(partial);
      } catch (error) {
        notices.show('input', say('noticeRefused', { message: messageOf(error) }));
        throw error;
      }
      notices.show('input', undefined);
      await live.settled();
    },
  });

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
    listenToKeys(boxes, { ...host, cursor, pin, drop, help: openHelp });
  }

  function openHelp(): void {
    void import('./help-view.ts').then((view) => view.openHelp(language.peek()));
  }

  function showFigures(): void {
    effect(() => {
      const { language } = store.state.value;
      const latest = live.ranges.value;
      const { losses } = drawnExperiment.value;
      for (const { panel } of figures) {
        const ranged = latest && {
          grid: latest.shown.grid,
          range: latest.surfaces[panel],
          backend: latest.shown.backend,
          curvature: latest.shown.quantity === 'lambda_min' ? latest.painted[panel] : undefined,
          steps: latest.steps?.[panel],
        };
        figures[panel].describe(losses[panel], drawnExperiment.value, ranged, language);
      }
    });
    effect(() => {
      const { heatmap, scale, range, palette } = store.state.value;
      const contours = hasContours(store.state.value);
      void layoutVersion.value;
      const latest = live.ranges.value;
      const quantity = latest?.shown.quantity ?? 'value';
      const colours = coloursFor(quantity, { scale, palette });
      const painted = latest?.painted;
      for (const { panel } of figures) {
        figures[panel].drawOverlay({
          experiment: drawnExperiment.value,
          grid: latest?.shown.grid,
          range: latest && markedRange(latest, panel),
          scale:
            painted && (heatmap || contours)
              ? panelScale(quantity, colours.scale, painted, panel, range === 'shared')
              : undefined,
          palette: heatmap ? colours.palette : undefined,
          contours,
          cursor: cursorIn(drawnExperiment.value.window),
          descents: descents.value?.[panel],
          pins: pins.list.value,
          theme: themeFor(quantity, theme.value),
        });
      }
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
    effect(() => {
      const { language } = store.state.value;
      const shown = live.shown.value;
      const at = shown && cursorIn(shown.experiment.window);
      turn += 1;
      if (!shown || !at) {
        root.replaceChildren(probeHint(language));
        return;
      }
      const reading = probe.read(shown.experiment, shown.grid, at.u, at.v);
      const current = turn;
      const present = (gpu: Parameters<typeof probeView>[1]) => {
        if (turn === current) root.replaceChildren(probeView(reading, gpu, language));
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
    const host = { pins, experiment: drawnExperiment, language };
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
      change,
      resetWindow,
      checkView: view,
    });
  }

  function showStatus(): void {
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
          language: store.state.value.language,
        }),
      );
    });
  }

  function showNotices(): void {
    effect(() => {
      // No other change of the state brings a message back that was dismissed.
      void language.value;
      notices.show('backend', backendNotice(session.state.value));
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

  function backendNotice(device: DeviceState): string | undefined {
    if (device.kind !== 'cpu') return undefined;
    return say(REASON_TEXTS[device.reason], { detail: device.detail });
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
