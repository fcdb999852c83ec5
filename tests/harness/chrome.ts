import puppeteer, { type Browser } from 'puppeteer';
import { findChrome } from '../../scripts/find-chrome.mjs';

/**
 * WebGPU without a GPU, canvas included, needs exactly these. Without the last the first canvas kills Chrome's
 * GPU process.
 */
const SOFTWARE_WEBGPU = [
  '--enable-unsafe-webgpu',
  '--enable-features=Vulkan',
  '--use-vulkan=swiftshader',
  '--use-angle=swiftshader',
];

/** Headless Chrome offers no adapter without a GPU; with one, this keeps it from doing so. */
const NO_WEBGPU = ['--disable-gpu'];

/** Chrome's own calls home. */
const QUIET = [
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const LAUNCH_TIMEOUT_MS = 60_000;

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
  const executablePath = await findChrome();
  if (!executablePath) throw new Error('no Chrome found: `npm test` installs one');
  const browser = await puppeteer.launch({
    executablePath,
    headless: true,
    // Over a pipe Chrome ends with this process, even when that is killed.
    pipe: true,
    timeout: LAUNCH_TIMEOUT_MS,
    // Puppeteer removes flags from the very array it is given, so each launch gets its own.
    args: [...QUIET, ...(webgpu ? SOFTWARE_WEBGPU : NO_WEBGPU), ...(isRoot() ? ['--no-sandbox'] : [])],
  });
  launched.add(browser);
  const expected = webgpu ? 'an adapter' : 'null';
  const found = await requestAdapter(browser);
  if (found !== expected) throw new Error(`requestAdapter in ${executablePath}: ${found}, not ${expected}`);
  return browser;
}

/** Closes every Chrome that this process started, those of failed tests too. */
export async function closeAllChromes(): Promise<void> {
  const browsers = [...launched];
  launched.clear();
  await Promise.allSettled(browsers.map((browser) => browser.close()));
}

/** Chrome's sandbox refuses to run as root. */
function isRoot(): boolean {
  return process.getuid?.() === 0;
}

/** What WebGPU answers on a page that needs no server. */
async function requestAdapter(browser: Browser): Promise<'an adapter' | 'null' | 'no navigator.gpu'> {
  const page = await browser.newPage();
  await page.setRequestInterception(true);
  page.on('request', (request) => request.respond({ contentType: 'text/html', body: '<!doctype html>' }));
  // WebGPU exists in secure contexts only, and localhost is one.
  await page.goto('http://localhost/');
  const answer = await page.evaluate(async () => {
    if (!navigator.gpu) return 'no navigator.gpu';
    return (await navigator.gpu.requestAdapter()) ? 'an adapter' : 'null';
  });
  await page.close();
  return answer;
}
