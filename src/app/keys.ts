/** The keys of the page, as one table: what handles them and the dialog that lists them both go by it. */
import type { KeysTextKey } from './keys-texts.ts';
import { LAYER_KEYS, type LayerKey, QUANTITY_KEYS } from './layer-keys.ts';
import type { TextKey } from './texts.ts';

/** What keys do. */
export interface KeyActions {
  /** Moves the crosshair by steps. */
  step(across: number, up: number): void;
  /** Moves the window by parts of its sides. */
  pan(across: number, up: number): void;
  /** Zooms about the crosshair: `times` as close. */
  zoom(times: number): void;
  reset(): void;
  /** Takes the crosshair away. */
  clear(): void;
  /** Pins the crosshair's point. */
  pin(): void;
  /** Drops a start of descents there, or takes it away. */
  drop(): void;
  /** Plays the race, or pauses it. */
  play(): void;
  /** Shows or hides a layer, or has the colours show something else. */
  layer(key: LayerKey): void;
  /** Saves the figure: the first entry of the export menu. */
  save(): void;
  help(): void;
}

interface KeyRow {
  readonly text: KeysTextKey;
  /** How the keys are labelled; one after `Shift` is pressed together with it. */
  readonly caps: readonly string[];
  /** What the text names, one for each key, where it does. */
  readonly names?: readonly TextKey[];
  /** By the key's name, as `keyName` gives it. */
  readonly keys: Readonly<Record<string, (actions: KeyActions) => void>>;
  /** Whether they work wherever no text is typed, and not on the plots alone. */
  readonly anywhere?: true;
}

/** Steps of an arrow key with Shift. */
const LARGE_STEP = 10;
/** Of the window's side. */
const PAN = 0.25;
const ZOOM = 2;

const ARROWS = ['←', '→', '↑', '↓'] as const;

export const KEY_ROWS: readonly KeyRow[] = [
  {
    text: 'step',
    caps: ARROWS,
    keys: {
      ArrowLeft: ({ step }) => step(-1, 0),
      ArrowRight: ({ step }) => step(1, 0),
      ArrowUp: ({ step }) => step(0, 1),
      ArrowDown: ({ step }) => step(0, -1),
    },
  },
  {
    text: 'largeStep',
    caps: ['Shift', ...ARROWS],
    keys: {
      'Shift+ArrowLeft': ({ step }) => step(-LARGE_STEP, 0),
      'Shift+ArrowRight': ({ step }) => step(LARGE_STEP, 0),
      'Shift+ArrowUp': ({ step }) => step(0, LARGE_STEP),
      'Shift+ArrowDown': ({ step }) => step(0, -LARGE_STEP),
    },
  },
  { text: 'clear', caps: ['Esc'], keys: { Escape: ({ clear }) => clear() } },
  { text: 'drop', caps: ['Enter'], keys: { Enter: ({ drop }) => drop() } },
  { text: 'play', caps: ['Space'], keys: { ' ': ({ play }) => play() } },
  { text: 'pin', caps: ['P'], keys: { p: ({ pin }) => pin() } },
  {
    text: 'zoom',
    caps: ['+', '−'],
    keys: {
      '+': ({ zoom }) => zoom(ZOOM),
      // The same key without Shift.
      '=': ({ zoom }) => zoom(ZOOM),
      '-': ({ zoom }) => zoom(1 / ZOOM),
    },
  },
  {
    // Not Alt and the arrows: in most browsers those go back and forward, which walks the views.
    text: 'pan',
    caps: ['Home', 'End', 'PgUp', 'PgDn'],
    keys: {
      Home: ({ pan }) => pan(-PAN, 0),
      End: ({ pan }) => pan(PAN, 0),
      PageUp: ({ pan }) => pan(0, PAN),
      PageDown: ({ pan }) => pan(0, -PAN),
    },
  },
  { text: 'reset', caps: ['0'], keys: { '0': ({ reset }) => reset() } },
  layerRow('layers', LAYER_KEYS),
  layerRow('quantities', QUANTITY_KEYS),
  { text: 'save', caps: ['S'], keys: { s: ({ save }) => save() } },
  { text: 'help', caps: ['?'], keys: { '?': ({ help }) => help() }, anywhere: true },
];

function layerRow(text: KeysTextKey, layers: readonly LayerKey[]): KeyRow {
  const keys = layers.map((layer) => [layer.key, (actions: KeyActions) => actions.layer(layer)] as const);
  return {
    text,
    names: layers.map(({ name }) => name),
    caps: layers.map(({ key }) => key),
    keys: Object.fromEntries(keys),
  };
}

/** `ArrowLeft`, `Shift+ArrowLeft`; a character is itself, however it is typed. Undefined with other modifiers. */
export function keyName({
  key,
  shiftKey,
  ctrlKey,
  altKey,
  metaKey,
}: Pick<KeyboardEvent, 'key' | 'shiftKey' | 'ctrlKey' | 'altKey' | 'metaKey'>): string | undefined {
  if (ctrlKey || altKey || metaKey) return undefined;
  if (key.length === 1) return key.toLowerCase();
  return shiftKey ? `Shift+${key}` : key;
}
