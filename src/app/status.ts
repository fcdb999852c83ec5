/** The status line: what computes, on what grid, how long it took, and what the last check found. */
import './status.css';
import { formatDuration, formatNumber } from '../core/format.ts';
import type { DeviceState } from '../gpu/device-state.ts';
import { type CheckState, worstError } from './check.ts';
import { element } from './dom.ts';
import type { Clock, Shown, Timing } from './painter.ts';
import { type Language, type TextKey, text } from './texts.ts';

export interface StatusParts {
  readonly device: DeviceState;
  /** Whether the CPU draws, by choice or for want of a GPU. */
  readonly onCpu: boolean;
  readonly shown: Shown | undefined;
  readonly resolution: readonly [number, number];
  readonly progress: number | undefined;
  readonly timing: Timing | undefined;
  readonly check: CheckState;
  /** Whether a plot shows its surface in space. */
  readonly inSpace: boolean;
  readonly language: Language;
}

const CLOCK_TEXTS: Record<Clock, TextKey> = { gpu: 'timeGpu', queue: 'timeQueue', cpu: 'timeCpu' };

export function statusView(parts: StatusParts): Node[] {
  const { shown, resolution, progress, timing, check, inSpace, language } = parts;
  const [light, backend] = backendText(parts);
  const items: Node[] = [
    element('span', { class: `light ${light}` }),
    element('span', { class: 'backend' }, backend),
  ];
  const add = (className: string, content: string) =>
    items.push(element('span', { class: className }, content));
  if (progress !== undefined) {
    const [w, h] = resolution;
    add('points', text('statusComputing', language, { w, h, percent: Math.round(progress * 100) }));
  } else if (shown) {
    add('points', text('statusPoints', language, { w: shown.grid.width, h: shown.grid.height }));
    if (timing)
      add('time', text(CLOCK_TEXTS[timing.clock], language, { time: formatDuration(timing.milliseconds) }));
  }
  if (check.kind === 'done') {
    const { verdict } = check;
    const worst = formatNumber(worstError(verdict), 2);
    const verdictText = text(verdict.ok ? 'checkStatusOk' : 'checkStatusBad', language);
    add(
      verdict.ok ? 'checked good' : 'checked bad',
      text('checkStatus', language, { worst, verdict: verdictText }),
    );
  }
  const touch = matchMedia('(pointer: coarse)').matches;
  const flatHint = touch ? 'statusHintTouch' : 'statusHint';
  const spaceHint = touch ? 'statusHintSpaceTouch' : 'statusHintSpace';
  items.push(hintParts(text(inSpace ? spaceHint : flatHint, language)));
  return items;
}

/** What the plots answer to, in parts: those that have no room are left out whole (status.css). */
function hintParts(hint: string): HTMLElement {
  const parts = hint.split(' · ').map((part, n) => element('span', {}, n === 0 ? part : ` · ${part}`));
  return element('span', { class: 'hint' }, ...parts);
}

function backendText({ device, onCpu, shown, language }: StatusParts): [light: string, text: string] {
  if (onCpu || device.kind === 'cpu') return ['cpu', 'CPU · f64'];
  if (device.kind === 'starting') return ['waiting', text('statusStarting', language)];
  if (device.kind === 'lost' || device.kind === 'recovering')
    return ['waiting', text('statusRecovering', language)];
  const { adapterName, isSoftware } = device.gpu;
  const adapter = isSoftware ? text('statusSoftware', language, { adapter: adapterName }) : adapterName;
  if (shown?.deepZoom) return ['cpu', text('statusTooCoarse', language, { adapter })];
  if (shown?.kernelLimit === 'software') return ['cpu', text('statusFaster', language)];
  if (shown?.backend === 'cpu' && shown.stepsOn !== 'webgpu')
    return ['cpu', text('statusFilled', language, { adapter })];
  return ['gpu', `WebGPU · ${adapter}`];
}
