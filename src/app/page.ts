/** Puts the page together: its parts, the live picture, and the views around it. */
import { computed, effect } from '@preact/signals-core';
import './theme.css';
import './page.css';
import './touch.css';
import './motion.css';
import './forced-colours.css';
import { keepAddress, stateOfAddress } from './address.ts';
import { createApi } from './api.ts';
import { createCheckFolder } from './check-folder.ts';
import { showClaims } from './claims.ts';
import { showDock } from './dock.ts';
import { byId } from './dom.ts';
import { showExportMenu } from './export-menu.ts';
import { keepFigures } from './figures-view.ts';
import { acceptDrops } from './file-drop.ts';
import { showHeader } from './header.ts';
import { homeWindow } from './home-window.ts';
import { keepLayout } from './layout-watch.ts';
import { keepNotices, mayTryAgain } from './notices-view.ts';
import { keepPainter, loadCpuPainter } from './painters.ts';
import { showPanel } from './panel.ts';
import { PANES } from './panes.ts';
import { createParts, type Parts } from './parts.ts';
import { keepPins } from './pinning.ts';
import { keepProbe } from './probe-view.ts';
import { loadRefusals } from './refusals.ts';
import { initialState, type State } from './state.ts';
import { statusView } from './status.ts';
import { preferredLanguage } from './texts.ts';
import { isFirstVisit } from './visited.ts';

export function startPage(): void {
  const initial: State = { ...initialState(), language: preferredLanguage(navigator.languages) };
  const address = stateOfAddress(initial);
  const parts = createParts(address.state);
  const { store, language, theme, session, backends, drawing, live, figures, prediction } = parts;
  const { notices, say, tellRefusal, change, set } = parts;
  // The GPU comes up while the page is put together.
  const started = session.start();

  byId('figures').append(...figures.map((figure) => figure.root));
  keepLayout(figures, parts.pixelRatio, parts.layoutVersion);
  keepFigures(parts);
  keepProbe(parts);
  const pin = keepPins(parts);
  keepNotices(parts);
  keepStatus(parts);

  const link = keepAddress(store, initial, address.error !== undefined, {
    onTooLong: (tooLong) => notices.show('link', tooLong ? say('linkTooLong') : undefined),
    onAccepted: () => notices.show('input', undefined),
    onRefused: (error) => tellRefusal('noticeBadLink', error),
  });
  effect(() => void loadRefusals(language.value));
  if (address.error)
    void loadRefusals(language.peek()).finally(() => tellRefusal('noticeBadLink', address.error));

  const home = homeWindow(store.state);
  const resetWindow = () => {
    link.keepEntry();
    change({ window: home() });
  };
  const openHelp = () => void import('./help-view.ts').then((view) => view.openHelp(language.peek()));
  const tell = (message: string | undefined) => notices.show('input', message);

  showHeader(store, notices, link.current, openHelp);
  const saveFigure = showExportMenu(byId('export'), {
    ...{ state: store.state, experiment: drawing.experiment, theme, backends, language, prediction },
    ...{ quantity: drawing.quantity, descents: parts.descents, race: parts.race, playback: parts.playback },
    ...{ pins: parts.pins.list, tell },
  });
  showPanel({
    root: byId('panel'),
    store,
    gridSides: () => drawing.gridSides.value,
    hasWebgpu: () => !drawing.onCpu.value,
    covered: () => prediction.covered.value,
    mayTryWebgpu: () => mayTryAgain(session.state.value),
    tryWebgpu: () => void session.tryAgain(),
    change,
    resetWindow,
    checkView: createCheckFolder(parts),
  });
  showDock(byId('dock'), PANES, {
    ...{ ...parts, state: store.state, experiment: drawing.experiment },
    ...{ shown: live.shown, pictureDue: live.pictureDue },
    covered: prediction.covered,
  });
  acceptDrops({ state: () => store.state.peek(), set: (partial) => store.set(partial), tell });

  const painting = keepPainter(live, figures, drawing.experiment, backends, session, drawing.onCpu);
  const begun = painting
    .then(() => parts.space.loaded())
    // Some pictures are sketched at once and take long to complete.
    .then(() => live.begun());
  const ready = begun.then(() => live.settled());
  void begun.then(async () => {
    const { enablePlotInput } = await import('./plot-input.ts');
    const { keepEntry: keepView } = link;
    enablePlotInput(parts, { keepView, resetWindow, pin, save: saveFigure, help: openHelp });
  });
  void begun.then(() => loadRest(parts));
  void ready.then(loadCpuPainter).catch(() => undefined); // it is asked for again when it is needed
  showClaims(byId('claims'), {
    state: store.state,
    ...{ prediction, experiment: parts.drawnExperiment },
    backends,
    deviceKnown: started,
    hasDevice: computed(() => session.state.value.kind === 'ready'),
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
        set(partial);
      } catch (error) {
        tellRefusal('noticeRefused', error);
        throw error;
      }
      await parts.space.loaded();
      await live.settled();
    },
  });
}

/** What is wanted soon after the first picture. */
async function loadRest(parts: Parts): Promise<void> {
  const { store, live, drawnExperiment, cursor, prediction, language } = parts;
  const { race, playback, descents } = parts;
  const { keepRace } = await import('./race-run.ts');
  keepRace(store.state, race, playback, prediction.hidesSlopes, descents);
  const { keepSpoken } = await import('./spoken.ts');
  keepSpoken(byId('spoken'), {
    ...{ live, experiment: drawnExperiment, cursor, language, announcements: parts.announcements },
    ...{ covered: prediction.covered, hidesSlopes: prediction.hidesSlopes },
  });
  if (!isFirstVisit()) return;
  const { showFirstVisit } = await import('./first-visit.ts');
  showFirstVisit({ state: store.state, language });
}

function keepStatus({ session, drawing, live, check, language }: Parts): void {
  const inSpace = computed(() => live.options.value.space !== undefined);
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
