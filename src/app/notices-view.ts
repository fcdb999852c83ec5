/** What the page tells by itself: why it draws without WebGPU, what failed, what was too large. */
import { effect } from '@preact/signals-core';
import type { CpuReason, DeviceState } from '../gpu/device-state.ts';
import { LIMIT_TEXTS } from './kernel-limits.ts';
import type { NoticeAction } from './notices.ts';
import type { Parts } from './parts.ts';
import { isNotLoaded, refusalText } from './refusals.ts';
import type { TextKey } from './texts.ts';

const REASON_TEXTS: Record<CpuReason, TextKey> = {
  'no-webgpu': 'noticeNoWebgpu',
  'no-adapter': 'noticeNoAdapter',
  'no-device': 'noticeNoDevice',
  'no-answer': 'noticeNoAnswer',
  lost: 'noticeLost',
};

/** Whether WebGPU is gone but may be back: a browser without it will not have it a moment later. */
export function mayTryAgain(device: DeviceState): boolean {
  return device.kind === 'cpu' && device.reason !== 'no-webgpu';
}

export function keepNotices({ store, language, session, drawing, live, notices, say }: Parts): void {
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
  // By the build, for whatever part of the page does not come when it is asked for.
  addEventListener('vite:preloadError', () => notices.show('load', say('paneNotLoaded')));
  effect(() => {
    const { grid } = store.state.value;
    const { largest } = drawing.gridSides.value;
    const missing = live.outOfMemory.value;
    const tooMany = grid !== 'auto' && Math.max(...grid) > largest && session.state.value.kind !== 'starting';
    if (missing) notices.show('grid', say('noticeMemory', { w: missing.width, h: missing.height }));
    else notices.show('grid', tooMany ? say('noticeTooManyPoints', { n: largest }) : undefined);
  });
  effect(() => {
    const { kernelLimit } = live.shown.value ?? {};
    const limit = kernelLimit === 'software' ? undefined : kernelLimit;
    const failure = live.failure.value;
    if (failure && isNotLoaded(failure.message)) notices.show('failure', undefined);
    else if (failure) notices.show('failure', say('noticeFailed', { message: reasonOf(failure) }));
    else notices.show('failure', limit && say('noticeKernel', { reason: say(LIMIT_TEXTS[limit]) }));
  });

  /** As part of a sentence. */
  function reasonOf(failure: Error): string {
    return refusalText(failure, language.peek()).replace(/[.。]$/, '');
  }

  function backendNotice(device: DeviceState): [message?: string | undefined, action?: NoticeAction] {
    if (device.kind !== 'cpu') return [];
    const message = say(REASON_TEXTS[device.reason], { detail: device.detail }).trimEnd();
    if (!mayTryAgain(device)) return [message];
    return [message, { label: say('tryAgain'), run: () => session.tryAgain() }];
  }
}
