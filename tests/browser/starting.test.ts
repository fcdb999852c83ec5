/** A GPU that fails while the page starts, or says nothing: the page has it a moment later, or goes on without it. */
import type { Browser } from 'puppeteer';
import { beforeAll, expect, test } from 'vitest';
import { launchChrome } from '../harness/chrome.ts';
import { App, eventually, SMALL_GRID } from './support/app.ts';
import { choose } from './support/panel.ts';
import { recordTexts } from './support/record.ts';

const ON_WEBGPU = /^WebGPU · ./;
const FRAGMENT = `version=1&${SMALL_GRID}`;
const NO_ANSWER = 'The GPU does not answer, so the surfaces are computed on the CPU in f64 until it does.';

/** What the pages of these tests are given to work with. */
interface Tampered {
  /** Lets the adapter come that was asked for. */
  answer: () => void;
}

let browser: Browser;

beforeAll(async () => {
  browser = await launchChrome({ webgpu: true });
});

test.each([
  {
    name: 'is refused',
    before: () => {
      if (!navigator.gpu) return;
      const { requestDevice } = GPUAdapter.prototype;
      let refusals = 3; // of two tries: each asks once more for less
      GPUAdapter.prototype.requestDevice = async function (this: GPUAdapter, ...options) {
        if (refusals-- > 0) throw new DOMException('Instance reference no longer exists.', 'OperationError');
        return requestDevice.apply(this, options);
      };
    },
  },
  {
    name: 'has no adapter for a moment',
    before: () => {
      if (!navigator.gpu) return;
      const { requestAdapter } = GPU.prototype;
      let refusals = 1;
      GPU.prototype.requestAdapter = async function (this: GPU, ...options) {
        return refusals-- > 0 ? null : requestAdapter.apply(this, options);
      };
    },
  },
])('a device that $name while the page starts is asked for again', async ({ before }) => {
  const app = await App.open(browser, { fragment: FRAGMENT, before, waits: true });
  const told = await recordTexts(app, '.notice p');
  await app.ready();
  expect(await app.text('#status .backend')).toMatch(ON_WEBGPU);
  expect(await told()).toEqual([]);
  app.expectNoProblems();
  await app.page.close();
});

test('a GPU that does not answer keeps nobody from the CPU', async () => {
  const app = await App.open(browser, {
    fragment: FRAGMENT,
    before: () => {
      if (!navigator.gpu) return;
      GPU.prototype.requestAdapter = () => new Promise(() => undefined);
      // The page would go on by itself in the end.
      const wait = window.setTimeout;
      Object.assign(window, {
        setTimeout: (run: () => void, ms = 0) => (ms < 10_000 ? wait(run, ms) : undefined),
      });
    },
    waits: true,
  });
  expect(await app.text('#status .backend')).toBe('starting WebGPU…');
  await choose(app, 'backend', 'CPU (f64)');
  await app.ready();
  expect(await app.text('#status .backend')).toBe('CPU · f64');
  expect((await app.figure(0)).range).toContain('2.06e−9 … 20');
  expect(await app.texts('.notice')).toEqual([]);
  await app.page.reload();
  await app.ready();
  expect(await app.text('#status .backend')).toBe('CPU · f64');
  app.expectNoProblems();
  await app.page.close();
});

test('the CPU takes over from a GPU that does not answer, until it does', async () => {
  const app = await App.open(browser, {
    fragment: FRAGMENT,
    before: () => {
      if (!navigator.gpu) return;
      const { requestAdapter } = GPU.prototype;
      const answered = new Promise<void>((answer) => Object.assign(window, { answer }));
      GPU.prototype.requestAdapter = async function (this: GPU, ...options) {
        await answered;
        return requestAdapter.apply(this, options);
      };
      const wait = window.setTimeout;
      Object.assign(window, {
        setTimeout: (run: () => void, ms = 0) => wait(run, ms === 10_000 ? 300 : ms),
      });
    },
  });
  const tryAgain = '.notice[data-subject="backend"] .action';
  expect(await app.notice('backend')).toBe(NO_ANSWER);
  expect(await app.text('#status .backend')).toBe('CPU · f64');
  expect((await app.figure(0)).range).toContain('2.06e−9 … 20');
  // In vain.
  await app.page.click(tryAgain);
  await eventually(() => app.text(tryAgain)).toBe('Try WebGPU again');
  expect(await app.notice('backend')).toBe(NO_ANSWER);

  // Two devices come, of which one is used.
  await app.page.evaluate(() => (window as unknown as Tampered).answer());
  await eventually(() => app.text('#status .backend')).toMatch(ON_WEBGPU);
  await app.settled();
  expect(await app.texts('.notice')).toEqual([]);
  expect(await app.text('#status .backend')).toMatch(ON_WEBGPU);
  app.expectNoProblems();
  await app.page.close();
});
