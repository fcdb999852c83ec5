/**
 * How fast the page opens: what it loads, counted and weighed, and how long the first picture takes, which is told but
 * not judged, since that is the machine's affair. `npm run first-load` runs this file alone.
 */
import { gzipSync } from 'node:zlib';
import type { Browser } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { launchChrome } from '../harness/chrome.ts';
import { waitFor } from '../harness/wait-for.ts';
import { App } from './support/app.ts';

/** Bytes of compressed script that the first load has: what the page names and imports before any of it runs. */
const MOST_SCRIPT = 120_000;
/** With what is asked for meanwhile: the threads' f64 evaluator, twice as text where each has its own, and the panel's rest. */
const MOST_SCRIPT_UNTIL_PICTURE = 160_000;
/** Requests for script, each of which is a way to the server and back. */
const MOST_SCRIPT_FILES = 12;

/** What was seen of a page until its first picture stood. */
interface Opening {
  /**
   * Milliseconds from the page's script being there, before anything of it runs, to the first picture being given to the
   * GPU or to the canvas, to the frame after the GPU was done with it, and to the whole picture.
   */
  readonly firstPicture: number;
  readonly onScreen: number;
  readonly ready: number;
  /** Names of the scripts that were asked for until the first picture. */
  readonly scripts: readonly string[];
  /** The status line's words at the first picture. */
  readonly firstWords: string;
  /** Pipelines made while the page waits for them, and made without it waiting. */
  readonly waitedFor: number;
  readonly asynchronous: number;
}

const report: string[] = [];

async function fetchText(path: string): Promise<string> {
  const response = await fetch(new URL(path, inject('pageUrl')));
  expect(response.status, path).toBe(200);
  return response.text();
}

function compressed(text: string): number {
  return gzipSync(text, { level: 9 }).length;
}

/** The scripts that index.html names, and all that they import at once. Paths are relative to the page. */
async function staticScripts(): Promise<Map<string, string>> {
  const html = await fetchText('');
  const named = [...html.matchAll(/<(?:script|link rel="modulepreload")[^>]*\b(?:src|href)="([^"]+)"/g)];
  const waiting = named.map((match) => match[1]!);
  const scripts = new Map<string, string>();
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (scripts.has(path)) continue;
    const script = await fetchText(path);
    scripts.set(path, script);
    const imports = script.matchAll(/\b(?:from|import)\s*["'](\.[^"']+\.js)["']/g);
    const folder = path.slice(0, path.lastIndexOf('/') + 1);
    for (const [, target] of imports) waiting.push(folder + target!.replace(/^\.\//, ''));
  }
  return scripts;
}

/** Runs in the page before its own scripts. */
function watchOpening(): void {
  const seen = { waitedFor: 0, asynchronous: 0 };
  const count = (name: string, key: keyof typeof seen) => {
    const device = GPUDevice.prototype as unknown as Record<string, (...given: unknown[]) => unknown>;
    const make = device[name]!;
    device[name] = function (...given) {
      seen[key] += 1;
      return make.apply(this, given);
    };
  };
  let device: GPUDevice | undefined;
  if (navigator.gpu) {
    const { requestDevice } = GPUAdapter.prototype;
    GPUAdapter.prototype.requestDevice = async function (this: GPUAdapter, ...given) {
      device = await requestDevice.apply(this, given);
      return device;
    };
    for (const kind of ['Render', 'Compute']) {
      count(`create${kind}Pipeline`, 'waitedFor');
      count(`create${kind}PipelineAsync`, 'asynchronous');
    }
  }
  const scriptThere = () => {
    const main = document.querySelector<HTMLScriptElement>('script[type="module"]')?.src;
    return performance.getEntriesByName(main!)[0]?.toJSON().responseEnd as number;
  };
  addEventListener('DOMContentLoaded', () => {
    const status = document.querySelector('#status');
    if (!status) return;
    const opening: Record<string, unknown> = {};
    const observer = new MutationObserver(() => {
      // The status line speaks of points as soon as some stand on the plots.
      if (!status.querySelector('.points')) return;
      observer.disconnect();
      const resources = performance.getEntriesByType('resource').map(({ name }) => name);
      Object.assign(opening, seen, {
        firstPicture: performance.now() - scriptThere(),
        scripts: resources.filter((name) => name.endsWith('.js')),
        firstWords: status.querySelector('.points')!.textContent,
      });
      // The picture was submitted before the words were written.
      void Promise.resolve(device?.queue.onSubmittedWorkDone()).then(() => {
        requestAnimationFrame(() => {
          opening.onScreen = performance.now() - scriptThere();
        });
      });
    });
    observer.observe(status, { childList: true });
    Object.assign(window, { opening });
    void window.logitscape?.ready.then(() => {
      opening.ready = performance.now() - scriptThere();
    });
  });
}

async function open(browser: Browser): Promise<{ app: App; opening: Opening }> {
  const app = await App.open(browser, { before: watchOpening });
  const opening = await waitFor(app.page, () => {
    const { opening } = window as unknown as { opening: Opening };
    return opening.ready > 0 && opening.onScreen > 0 ? opening : undefined;
  }, []);
  return { app, opening: opening! };
}

async function weigh(scripts: Iterable<string>): Promise<number> {
  const sizes = await Promise.all([...scripts].map(async (name) => compressed(await fetchText(name))));
  return sizes.reduce((sum, size) => sum + size, 0);
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(1)} kB`;
}

test('what the page names and imports at once is below 120 kB of compressed script', async () => {
  const scripts = await staticScripts();
  const sizes = [...scripts].map(([path, script]) => [path, compressed(script)] as const);
  const total = sizes.reduce((sum, [, size]) => sum + size, 0);
  report.push(`script of the first load: ${kilobytes(total)} in ${scripts.size} files`);
  // Nothing was overlooked: the shaders and the panel are in it.
  expect([...scripts.values()].join('\n')).toMatch(/@compute[\s\S]*lil-gui|lil-gui[\s\S]*@compute/);
  expect(total).toBeLessThan(MOST_SCRIPT);
  expect(scripts.size).toBeLessThanOrEqual(MOST_SCRIPT_FILES);
});

describe.each([
  { name: 'a software GPU', webgpu: true },
  { name: 'no GPU', webgpu: false },
])('opened with $name', ({ name, webgpu }) => {
  let app: App;
  let opening: Opening;

  beforeAll(async () => {
    const browser = await launchChrome({ webgpu });
    // A browser that has just started has other things to do.
    await (await open(browser)).app.page.close();
    ({ app, opening } = await open(browser));
    const ms = (time: number) => `${Math.round(time)} ms`;
    report.push(
      `${name}: first picture drawn after ${ms(opening.firstPicture)}, on the screen after ${ms(opening.onScreen)}, ` +
        `the whole after ${ms(opening.ready)}`,
    );
  });

  test('few scripts are asked for until the first picture', async () => {
    const names = new Set(opening.scripts);
    const total = await weigh(names);
    report.push(`${name}: ${kilobytes(total)} of script in ${names.size} files until then, workers included`);
    expect(names.size).toBeGreaterThan(0);
    expect(names.size).toBeLessThanOrEqual(MOST_SCRIPT_FILES);
    expect(total).toBeLessThan(MOST_SCRIPT_UNTIL_PICTURE);
  });

  test('no shader is compiled while the page waits', () => {
    expect(opening.waitedFor).toBe(0);
    if (webgpu) expect(opening.asynchronous).toBeGreaterThan(0);
    else expect(opening.asynchronous).toBe(0);
  });

  test('a coarse grid is shown first where the whole one takes long', async () => {
    await app.page.evaluate(() => {
      void window.logitscape.set({ grid: [2048, 2048] });
      const counts: string[] = [];
      Object.assign(window, { counts });
      const status = document.querySelector('#status')!;
      new MutationObserver(() => {
        const words = status.querySelector('.points')?.textContent ?? '';
        if (counts.at(-1) !== words) counts.push(words);
      }).observe(status, { childList: true });
    });
    await app.settled();
    const counts = await app.page.evaluate(() => (window as unknown as { counts: string[] }).counts);
    const points = counts.flatMap((words) => words.match(/^\d+(?= × \d+ points$)/)?.map(Number) ?? []);
    expect(points.at(-1)).toBe(2048);
    expect(points.some((side) => side < 2048)).toBe(true);
    app.expectNoProblems(webgpu ? [] : ['No available adapters.']);
  });
});

afterAll(() => {
  console.log(report.join('\n'));
});
