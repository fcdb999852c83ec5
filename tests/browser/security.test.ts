/** The page loads nothing from elsewhere, runs nothing that did not come with it, and works from any folder of any server. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join, resolve } from 'node:path';
import type { Browser } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { PANES } from '../../src/app/panes.ts';
import { launchChrome } from '../harness/chrome.ts';
import { openPage } from '../harness/page.ts';
import { waitFor } from '../harness/wait-for.ts';
import { App, eventually } from './support/app.ts';

const FRAGMENT = 'version=1&grid=32x32';

let browser: Browser;

beforeAll(async () => {
  browser = await launchChrome({ webgpu: true });
});

test('index.html holds no script, style or handler of its own, and names nothing outside its folder', async () => {
  const html = await (await fetch(inject('pageUrl'))).text();
  const scripts = [...html.matchAll(/<script\b([^>]*)>([\s\S]*?)<\/script>/g)];
  expect(scripts.length).toBeGreaterThan(0);
  for (const [, attributes, content] of scripts) {
    expect(attributes).toMatch(/\bsrc="\.\//);
    expect(content).toBe('');
  }
  expect(html).not.toMatch(/<style\b|\sstyle=|\son\w+=|javascript:/i);
  const named = [...html.matchAll(/\b(?:src|href)="([^"]*)"/g)].map((match) => match[1]!);
  expect(named.length).toBeGreaterThan(2);
  for (const address of named) expect(address).toMatch(/^\.\//);
});

describe('with everything switched on', () => {
  let app: App;
  let folder: string;
  const requested = new Set<string>();

  const violations = () =>
    app.page.evaluate(() => (window as unknown as { violations: string[] }).violations);

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'logitscape-security-'));
    app = await App.open(browser, {
      fragment: FRAGMENT,
      before: () => {
        const violations: string[] = [];
        Object.assign(window, { violations });
        addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
          violations.push(`${violatedDirective}: ${blockedURI}`);
        });
      },
    });
    app.page.on('request', (request) => requested.add(request.url()));
    // From the beginning once more, so that every request is seen.
    await app.page.reload();
    await app.ready();
    const session = await browser.target().createCDPSession();
    await session.send('Browser.setDownloadBehavior', {
      behavior: 'allow',
      downloadPath: folder,
      browserContextId: app.page.browserContext().id!,
    });
  });

  afterAll(() => rmSync(folder, { recursive: true }));

  test.each(PANES.map(({ id }) => id))('the pane %s', async (id) => {
    await app.page.click(`#tab-${id}`);
    await eventually(() => app.text(`[data-pane="${id}"]`)).not.toBe('');
  });

  test('reading: the answer, and things to try', async () => {
    await app.set({ tab: 'read' });
    await eventually(() => app.texts('.reading .answer summary')).not.toEqual([]);
    await app.page.click('.reading .answer summary');
    const count = (await app.texts('.reading .steps button')).length;
    expect(count).toBeGreaterThan(0);
    for (let n = 0; n < count; n++) {
      await app.page.$$eval('.reading .steps button', (steps, at) => (steps[at] as HTMLElement)?.click(), n);
      await app.settled();
    }
    await app.set({ preset: 'three-class-extreme', view: 'flat', predict: 'off', grid: [32, 32] });
  });

  test('the menu of presets, the link, and the hint of a first visit', async () => {
    await app.page.click('#presets button');
    await app.page.keyboard.press('Escape');
    await app.page.click('#copy-link');
    const first = await App.open(browser, { fragment: FRAGMENT, firstVisit: true });
    await eventually(() => first.texts('#first-visit')).not.toEqual([]);
    first.expectNoProblems();
    await first.page.close();
  });

  test('curves, contours, curvature, every kind of experiment, both languages', async () => {
    await app.set({ tab: 'slices', curves: true, contours: true, quantity: 'lambda_min' });
    await app.set({ preset: 'two-layer-tanh', quantity: 'gradient', scale: 'symlog' });
    await app.set({ preset: 'naive-float32', quantity: 'value', language: 'zh' });
    await app.set({ preset: 'three-class-extreme', language: 'en', grid: [32, 32] });
  });

  test.each([
    { view: 'both', contours: true },
    { view: 'flat', streamlines: true },
    { quantity: 'regions' },
    { quantity: 'ratio' },
    { quantity: 'error' },
    { quantity: 'steps', streamlines: false },
    { quantity: 'value', predict: 'left' },
    { predict: 'arrows', backend: 'cpu' },
    { predict: 'off', backend: 'auto' },
  ])('with %o', async (partial) => {
    await app.set(partial);
    await app.settled();
    await app.frames();
  });

  test('a race of descents', async () => {
    await app.set({ starts: [[1, -2]], steps: 20, tab: 'descent' });
    await eventually(() => app.texts('[data-pane="descent"] canvas')).not.toEqual([]);
  });

  test('the race played, on flat ground and in space', async () => {
    await eventually(() => app.text('.playback .place')).toMatch(/\d/);
    for (const view of ['flat', 'both']) {
      await app.set({ view });
      await app.page.click('.playback .restart');
      await app.page.click('.playback .play');
      await app.frames();
    }
    await app.set({ view: 'flat' });
  });

  test('a prediction revealed', async () => {
    await app.set({ predict: 'left' });
    await eventually(() => app.texts('.cover .reveal')).toHaveLength(1);
    await app.page.click('.cover .reveal');
    await app.set({ predict: 'off' });
  });

  test('the slices as a table', async () => {
    await app.set({ tab: 'slices', sliceTable: true });
    await eventually(() => app.texts('[data-pane="slices"] table')).not.toEqual([]);
    await app.set({ sliceTable: false });
  });

  test('the check', async () => {
    await app.page.click('.check-run');
    await waitFor(app.page, () => document.querySelector('.check table.fields') !== null, [], 240_000);
  });

  test('the claims', async () => {
    await app.page.click('#claims');
    await waitFor(
      app.page,
      () => /Upheld|Refuted|Depends/i.test(document.querySelector('#claims-view')!.textContent!),
      [],
      240_000,
    );
    await app.set({ claims: false });
  });

  test('the keys, and pins', async () => {
    await app.page.click('#keys');
    await eventually(() => app.texts('dialog[open]')).toHaveLength(1);
    await app.page.keyboard.press('Escape');
    await app.page.keyboard.down('Shift');
    await app.page.click('.figure[data-panel="0"] .box');
    await app.page.keyboard.up('Shift');
    await eventually(() => app.text('#pins')).not.toBe('');
  });

  test.each([
    ['png-1', 'flat'],
    ['png-2', 'both'],
    ['png-4', 'left'],
    ['csv', 'flat'],
    ['npz', 'flat'],
    ['json', 'flat'],
  ])('export as %s, seen %s', async (kind, view) => {
    await app.set({ view });
    await app.page.click('#export-menu');
    await app.page.click(`#export-list [data-kind="${kind}"]`);
    await eventually(() =>
      app.page.evaluate(() => document.querySelector('#export-menu')!.getAttribute('aria-busy')),
    ).toBe('false');
    expect(await app.notice('input')).toBe('');
  });

  test('files that are dropped, good and bad', async () => {
    const drop = async (name: string, content: string) => {
      const file = join(folder, name);
      writeFileSync(file, content);
      const session = await app.page.createCDPSession();
      const data = { items: [], files: [file], dragOperationsMask: 1 };
      for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
        await session.send('Input.dispatchDragEvent', { type, x: 240, y: 280, data });
      await session.detach();
    };
    await drop(
      'bad.json',
      '{"version":1,"name":"<img src=x onerror=alert(1)>","map":"<script>alert(1)</script>"}',
    );
    await eventually(() => app.notice('input')).toContain('<script>');
    await drop('good.csv', 'x,y\n1,1\n-1,0\n');
    await eventually(async () => (await app.state()).experiment.name).toBe('good');
    await app.set({ experiment: { ...(await app.state()).experiment, name: '<b onclick=alert(1)>b</b>' } });
    await app.settled();
  });

  test('no violation of the Content-Security-Policy, no error in the console', async () => {
    expect(await violations()).toEqual([]);
    app.expectNoProblems();
  });

  test('no request to anyone else', () => {
    const origin = new URL(inject('pageUrl')).origin;
    expect(requested.size).toBeGreaterThan(10);
    const foreign = [...requested].filter(
      (url) => !new RegExp(`^(?:${origin}/|blob:${origin}/|data:)`).test(url),
    );
    expect(foreign).toEqual([]);
  });

  test('what a page without the policy would do is not done', async () => {
    const done = await app.page.evaluate(async () => {
      // What the debugger itself evaluates is free of the policy; what runs later is not.
      await new Promise((resolve) => setTimeout(resolve, 50));
      const script = document.createElement('script');
      script.textContent = 'window.ran = true';
      document.body.append(script);
      const image = document.createElement('img');
      image.setAttribute('onerror', 'window.ran = true');
      image.src = 'missing.png';
      document.body.append(image);
      const fetched = await fetch('https://logitscape.invalid/').then(
        () => 'fetched',
        () => 'refused',
      );
      let evaluated = 'evaluated';
      try {
        new Function('window.ran = true')();
      } catch {
        evaluated = 'refused';
      }
      await new Promise((resolve) => setTimeout(resolve, 200));
      return [fetched, evaluated, 'ran' in window];
    });
    expect(done).toEqual(['refused', 'refused', false]);
    // The handler is refused when its image has not come.
    const directives = async () => new Set((await violations()).map((text) => text.split(':')[0]));
    await eventually(directives).toEqual(
      new Set(['script-src-elem', 'script-src-attr', 'connect-src', 'script-src']),
    );
    expect(await app.page.evaluate(() => 'ran' in window)).toBe(false);
  });
});

describe('below /a/b/ of a plain server', () => {
  const TYPES: Record<string, string> = {
    '.html': 'text/html',
    '.js': 'text/javascript',
    '.css': 'text/css',
    '.svg': 'image/svg+xml',
  };
  const dist = resolve(import.meta.dirname, '../../dist');
  let server: Server;
  let url: string;

  beforeAll(async () => {
    server = createServer((request, response) => {
      const { pathname } = new URL(request.url!, 'http://localhost');
      const path = pathname.endsWith('/') ? `${pathname}index.html` : pathname;
      try {
        if (!path.startsWith('/a/b/')) throw new Error('outside');
        const content = readFileSync(join(dist, path.slice('/a/b/'.length)));
        response.writeHead(200, { 'content-type': TYPES[extname(path)] ?? 'application/octet-stream' });
        response.end(content);
      } catch {
        response.writeHead(404).end();
      }
    });
    await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
    url = `http://localhost:${(server.address() as AddressInfo).port}/a/b/`;
  });

  afterAll(() => {
    server.close();
    server.closeAllConnections();
  });

  test('the page opens, its workers evaluate, and a part that is loaded later is there', async () => {
    const { page, problems } = await openPage(browser, `${url}#${FRAGMENT}`);
    await page.evaluate(() => window.logitscape.ready);
    const evaluated = await page.evaluate(async () => {
      const { evaluate, state } = window.logitscape;
      const { backend, fields } = await evaluate(state.experiment, { backend: 'cpu' });
      const lengths = Object.values(fields).map(({ length }) => length);
      return { backend, lengths, isolated: crossOriginIsolated };
    });
    // Such a server isolates no page: its threads send their bands.
    expect(evaluated).toEqual({ backend: 'cpu', lengths: Array(6).fill(32 * 32), isolated: false });
    await page.click('#tab-samples');
    await waitFor(page, () => document.querySelector('[data-pane="samples"] table') !== null, []);
    expect(problems).toEqual([]);
    await page.close();
  });
});
