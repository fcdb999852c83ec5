/** A page in a real Chrome that holds nothing but a script of a test. */
import { fileURLToPath } from 'node:url';
import type { Page } from 'puppeteer';
import { build } from 'vite';
import { launchChrome } from '../../harness/chrome.ts';
import { PATIENCE_MS } from '../../harness/wait-for.ts';

/** @param entry file name of the script in this folder */
export async function openBlankPage(entry: string): Promise<Page> {
  const built = await build({
    configFile: false,
    logLevel: 'silent',
    build: {
      write: false,
      target: 'esnext',
      lib: { entry: fileURLToPath(new URL(entry, import.meta.url)), formats: ['es'] },
    },
  });
  const [output] = [built].flat();
  if (!output || !('output' in output)) throw new Error('the page of this test was not built');
  const browser = await launchChrome({ webgpu: true });
  const page = await browser.newPage();
  await page.setRequestInterception(true);
  page.on('request', (request) => request.respond({ contentType: 'text/html', body: '<!doctype html>' }));
  // WebGPU exists in secure contexts only, and localhost is one.
  await page.goto('http://localhost/', { timeout: PATIENCE_MS });
  await page.addScriptTag({ type: 'module', content: output.output[0].code });
  return page;
}
