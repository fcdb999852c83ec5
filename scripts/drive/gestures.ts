/**
 * Gestures as a hand makes them: inputs come at a steady pace, whether or not the page keeps up. Each is sent to Chrome
 * as input of a person, without waiting for the page to have taken the one before.
 */
import type { CDPSession, Page } from 'puppeteer';
import { sleep } from './driven-page.ts';

/** What a mouse or a touchpad sends. */
const INPUTS_PER_SECOND = 60;
/** Pixels a second. */
const WHEEL_SPEED = 700;

export interface Spot {
  readonly x: number;
  readonly y: number;
}

/** A spot of an element, `across` and `down` from 0 to 1. */
export async function spotIn(page: Page, selector: string, across: number, down: number): Promise<Spot> {
  const box = await page.$eval(selector, (node) => {
    node.scrollIntoView({ block: 'nearest' });
    const { left, top, width, height } = node.getBoundingClientRect();
    return { left, top, width, height };
  });
  return { x: box.left + across * box.width, y: box.top + down * box.height };
}

/** Calls `send` at a steady pace for so many milliseconds, with the part (0 to 1) that has passed. */
async function atPace(milliseconds: number, send: (part: number) => Promise<unknown>): Promise<void> {
  const count = Math.max(1, Math.round((milliseconds * INPUTS_PER_SECOND) / 1000));
  const sent: Promise<unknown>[] = [];
  const started = performance.now();
  for (let n = 1; n <= count; n++) {
    sent.push(send(n / count));
    await sleep(Math.max(0, started + (n * 1000) / INPUTS_PER_SECOND - performance.now()));
  }
  await Promise.all(sent);
}

/**
 * Turns the wheel over a spot, half the time inwards and half outwards. Chrome makes the events itself, at its own pace:
 * single ones from outside are never joined, as those of a real wheel are where a page is slow.
 */
export async function turnWheel(session: CDPSession, at: Spot, milliseconds: number): Promise<void> {
  for (const direction of [1, -1]) {
    await session.send('Input.synthesizeScrollGesture', {
      ...at,
      yDistance: (direction * WHEEL_SPEED * milliseconds) / 2000,
      speed: WHEEL_SPEED,
      gestureSourceType: 'mouse',
      preventFling: true,
    });
  }
}

/** Presses the button at `from`, moves along `path` of the part that has passed, and lets go. */
export async function drag(
  session: CDPSession,
  path: (part: number) => Spot,
  milliseconds: number,
): Promise<void> {
  const button = { button: 'left', clickCount: 1 } as const;
  const event = (type: 'mousePressed' | 'mouseReleased', at: Spot) =>
    session.send('Input.dispatchMouseEvent', { type, ...at, ...button });
  await session.send('Input.dispatchMouseEvent', { type: 'mouseMoved', ...path(0) });
  await event('mousePressed', path(0));
  await atPace(milliseconds, (part) => move(session, path(part), 'left'));
  await event('mouseReleased', path(1));
}

/** Moves along `path` without a button. */
export async function hover(
  session: CDPSession,
  path: (part: number) => Spot,
  milliseconds: number,
): Promise<void> {
  await atPace(milliseconds, (part) => move(session, path(part), 'none'));
}

function move(session: CDPSession, at: Spot, button: 'left' | 'none'): Promise<unknown> {
  return session.send('Input.dispatchMouseEvent', {
    type: 'mouseMoved',
    ...at,
    button,
    buttons: button === 'left' ? 1 : 0,
  });
}

/** Once around a circle about `centre`, so that the path ends where it began. */
export function circle(centre: Spot, radius: number): (part: number) => Spot {
  return (part) => ({
    x: centre.x + radius * Math.sin(2 * Math.PI * part),
    y: centre.y + radius * (1 - Math.cos(2 * Math.PI * part)),
  });
}
