import type { Browser } from 'puppeteer';
import { startChrome } from '../../src/cli/chrome.ts';
import { PATIENCE_MS } from './wait-for.ts';

export interface ChromeOptions {
  /** With WebGPU on the software adapter, or without: `navigator.gpu` is there, its adapter null. */
  webgpu: boolean;
}

const launched = new Set<Browser>();

/**
 * Starts a headless Chrome and makes sure that it has a WebGPU adapter, or has none, as asked: tests without the
 * adapter they are meant for fail, they are never skipped. It is closed after the test file at the latest.
 */
export async function launchChrome({ webgpu }: ChromeOptions): Promise<Browser> {
  const browser = await startChrome(webgpu ? 'software' : 'none');
  launched.add(browser);
  const expected = webgpu ? 'an adapter' : 'null';
  const found = await requestAdapter(browser);
  if (found !== expected) throw new Error(`requestAdapter: ${found}, not ${expected}`);
  return browser;
}

/** Closes every Chrome that this process started, those of failed tests too. */
export async function closeAllChromes(): Promise<void> {
  const browsers = [...launched];
  launched.clear();
  await Promise.allSettled(browsers.map((browser) => browser.close()));
}

/** What WebGPU answers on a page that needs no server. */
async function requestAdapter(browser: Browser): Promise<'an adapter' | 'null' | 'no navigator.gpu'> {
  const page = await browser.newPage();
  await page.setRequestInterception(true);
  page.on('request', (request) => request.respond({ contentType: 'text/html', body: '<!doctype html>' }));
  // WebGPU exists in secure contexts only, and localhost is one.
  await page.goto('http://localhost/', { timeout: PATIENCE_MS });
  const answer = await page.evaluate(async () => {
    if (!navigator.gpu) return 'no navigator.gpu';
    return (await navigator.gpu.requestAdapter()) ? 'an adapter' : 'null';
  });
  await page.close();
  return answer;
}
