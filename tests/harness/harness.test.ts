import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser } from 'puppeteer';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchChrome } from './chrome.ts';
import { openPage } from './page.ts';
import { PATIENCE_MS, waitFor } from './wait-for.ts';

/** A page with a policy as strict as ours, and a script that does what `/bad.js` or `/good.js` says. */
const html = (script: string) => `<!doctype html>
  <meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'self'; connect-src 'self'; img-src data:">
  <link rel="icon" href="data:,">
  <script src="${script}"></script>`;

const FILES: Record<string, string> = {
  '/good': html('/good.js'),
  '/good.js': 'setTimeout(() => { window.answer = 42; }, 200);',
  '/bad': html('/bad.js'),
  '/bad.js': `
    console.warn('a warning');
    console.error('an error');
    setTimeout(() => { throw new Error('thrown'); });
    fetch('/missing');
    const inline = document.createElement('script');
    inline.textContent = 'window.ran = true';
    document.head.append(inline);`,
};

let server: Server;
let origin: string;
let browser: Browser;

beforeAll(async () => {
  server = createServer(({ url = '' }, response) => {
    const file = FILES[url];
    const type = url.endsWith('.js') ? 'text/javascript' : 'text/html';
    response.writeHead(file === undefined ? 404 : 200, { 'content-type': type }).end(file);
  });
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  origin = `http://localhost:${(server.address() as AddressInfo).port}`;
  browser = await launchChrome({ webgpu: false });
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

test('a page without faults has no problems', async () => {
  const { page, problems, warnings } = await openPage(browser, `${origin}/good`);
  await waitFor(page, () => 'answer' in window, []);
  expect(problems).toEqual([]);
  expect(warnings).toEqual([]);
});

test('every kind of problem is recorded', async () => {
  const { problems, warnings } = await openPage(browser, `${origin}/bad`);
  const text = (kind: string) => problems.filter((p) => p.kind === kind).map((p) => p.text);
  await expect.poll(() => new Set(problems.map(({ kind }) => kind)).size, { timeout: PATIENCE_MS }).toBe(4);
  expect(text('console error')).toContain('an error');
  expect(text('page error').join()).toContain('thrown');
  expect(text('failed request')).toEqual([`${origin}/missing: 404`]);
  expect(text('policy violation').join()).toContain('script-src');
  expect(warnings).toEqual(['a warning']);
});

test('a page has the size, the colour scheme and the language that were asked for', async () => {
  const { page } = await openPage(browser, `${origin}/good`, {
    width: 900,
    height: 500,
    deviceScaleFactor: 2,
    colorScheme: 'light',
    language: 'zh-CN',
  });
  const seen = await page.evaluate(() => ({
    size: [innerWidth, innerHeight, devicePixelRatio],
    light: matchMedia('(prefers-color-scheme: light)').matches,
    language: navigator.language,
    format: new Intl.NumberFormat().resolvedOptions().locale,
  }));
  expect(seen).toEqual({ size: [900, 500, 2], light: true, language: 'zh-CN', format: 'zh-CN' });
});

test('waitFor survives a reload and gives the answer', async () => {
  const { page } = await openPage(browser, `${origin}/good`);
  const answer = waitFor(page, (name) => (window as never)[name] as number | undefined, ['answer']);
  await page.reload();
  expect(await answer).toBe(42);
});

test('waitFor gives up, on a page that is busy for good too', async () => {
  const { page } = await openPage(browser, `${origin}/good`);
  await expect(waitFor(page, () => 0, [], 3000)).rejects.toThrow('last answer: 0');
  const forever = () => {
    for (;;);
  };
  await expect(waitFor(page, forever, [], 500)).rejects.toThrow('did not answer');
});
