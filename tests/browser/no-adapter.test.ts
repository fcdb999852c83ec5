import { expect, inject, test } from 'vitest';
import { launchChrome } from '../harness/chrome.ts';
import { openPage } from '../harness/page.ts';

test('without WebGPU flags navigator.gpu is there and its adapter is null', async () => {
  const browser = await launchChrome({ webgpu: false });
  const { page } = await openPage(browser, inject('pageUrl'));

  const adapter = await page.evaluate(() => navigator.gpu.requestAdapter());

  expect(adapter).toBeNull();
});
