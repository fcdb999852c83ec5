/** What the views of the page share: the state, what is drawn of it, and the ways to change it. */
import { computed, type ReadonlySignal, type Signal, signal } from '@preact/signals-core';
import type { Race } from '../core/descent-race.ts';
import type { Experiment, PlaneWindow } from '../core/experiment.ts';
import { GpuSession } from '../gpu/session.ts';
import { isInWindow } from '../render/camera.ts';
import type { Theme } from '../render/theme.ts';
import { Announcements } from './announcements.ts';
import { Backends } from './backends.ts';
import { Check } from './check.ts';
import { byId } from './dom.ts';
import { createDrawing, type Drawing } from './drawing.ts';
import { type DrawMarks, Figure } from './figure.ts';
import { Live } from './live.ts';
import { Notices } from './notices.ts';
import { Pins } from './pins.ts';
import { Playback } from './playback.ts';
import { Prediction } from './prediction.ts';
import { refusalText } from './refusals.ts';
import { Space } from './space.ts';
import type { State } from './state.ts';
import { Store } from './store.ts';
import { type Language, type TextKey, text } from './texts.ts';
import { reducedMotion, screenPixelRatio, systemTheme } from './theme.ts';

export interface PlanePlace {
  readonly u: number;
  readonly v: number;
}

export interface Parts {
  readonly store: Store;
  readonly language: ReadonlySignal<Language>;
  readonly theme: ReadonlySignal<Theme>;
  readonly pixelRatio: ReadonlySignal<number>;
  /** Counts up whenever a figure was laid out anew. */
  readonly layoutVersion: Signal<number>;

  readonly session: GpuSession;
  readonly backends: Backends;
  readonly check: Check;

  readonly drawing: Drawing;
  readonly live: Live;
  /** What stands on the plots; before there is anything, what will. */
  readonly drawnExperiment: ReadonlySignal<Experiment>;
  /** Left and right. */
  readonly figures: readonly [Figure, Figure];

  /** The crosshair. */
  readonly cursor: Signal<PlanePlace | undefined>;
  readonly pins: Pins;
  readonly prediction: Prediction;
  readonly space: Space;
  /** Of the starts, once it is complete. */
  readonly race: Signal<Race | undefined>;
  readonly playback: Playback;
  /** What draws both figures' starts and descents. */
  readonly descents: Signal<readonly [DrawMarks, DrawMarks] | undefined>;

  readonly notices: Notices;
  /** What keys have done, for those who do not see it. */
  readonly announcements: Announcements;
  /** A text in the language of the moment. */
  readonly say: (key: TextKey, values?: Record<string, string | number>) => string;
  /** Tells what was refused, and why. */
  readonly tellRefusal: (key: 'noticeRefused' | 'noticeBadLink', error: unknown) => void;
  /** Changes the state; a refused change is told, and nothing of it is applied. */
  readonly change: (partial: unknown) => void;
  /** Changes the state. @throws ExperimentError for a change that is refused */
  readonly set: (partial: unknown) => void;
}

export function createParts(state: State): Parts {
  const store = new Store(state);
  const language = computed(() => store.state.value.language);
  const theme = systemTheme();
  const pixelRatio = screenPixelRatio();
  const layoutVersion = signal(0);
  const session = new GpuSession();
  const backends = new Backends(session);
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
  const drawnExperiment = computed(() => live.shown.value?.experiment ?? drawing.experiment.value);
  const race = signal<Race | undefined>(undefined);
  const say: Parts['say'] = (key, values) => text(key, language.peek(), values);
  const notices = new Notices(byId('notices'), () => say('dismiss'));
  const tellRefusal: Parts['tellRefusal'] = (key, error) =>
    notices.show('input', say(key, { message: refusalText(error, language.peek()) }));
  const set = (partial: unknown): void => {
    store.set(partial);
    notices.show('input', undefined);
  };
  return {
    ...{ store, language, theme, pixelRatio, layoutVersion, session, backends },
    check: new Check(backends),
    ...{ drawing, live, drawnExperiment },
    figures: [new Figure(0), new Figure(1)],
    cursor: signal(undefined),
    pins: new Pins(drawnExperiment),
    ...{ prediction, space, race },
    playback: new Playback(race),
    descents: signal(undefined),
    announcements: new Announcements(),
    ...{ notices, say, tellRefusal, set },
    change(partial) {
      try {
        set(partial);
      } catch (error) {
        tellRefusal('noticeRefused', error);
      }
    },
  };
}

/** The crosshair, if it is in the window: another experiment or window may have left it outside. */
export function cursorIn({ cursor }: Pick<Parts, 'cursor'>, window: PlaneWindow): PlanePlace | undefined {
  const at = cursor.value;
  return at && isInWindow(window, at) ? at : undefined;
}
