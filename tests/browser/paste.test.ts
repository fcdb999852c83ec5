/** An experiment that is pasted onto the page opens; what is pasted into a field, or is no experiment, does not. */
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { launchChrome } from '../harness/chrome.ts';
import { App, type AppState, eventually, SMALL_GRID } from './support/app.ts';

const FILE = {
  version: 1,
  name: 'pasted',
  map: 'affine',
  link: 'sigmoid',
  samples: [{ origin: [0], du: [1], dv: [1], target: 1 }],
  losses: ['cross-entropy', 'mse'],
  sampleReduction: 'mean',
  squaredError: 'mean',
  window: { u: [-2, 2], v: [-2, 2] },
  resolution: [20, 20],
};

let app: App;
let initial: AppState;

beforeAll(async () => {
  app = await App.open(await launchChrome({ webgpu: true }), { fragment: `version=1&${SMALL_GRID}` });
  initial = await app.state();
});

beforeEach(() => app.set(initial));

/** @returns whether the browser was left to paste it by itself */
function paste(what: { text?: string; file?: { name: string; content: string } }, at = 'body') {
  return app.page.evaluate(
    ({ text, file }, selector) => {
      const clipboardData = new DataTransfer();
      if (text !== undefined) clipboardData.setData('text/plain', text);
      if (file) clipboardData.items.add(new File([file.content], file.name));
      const event = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true });
      return document.querySelector(selector)!.dispatchEvent(event);
    },
    what,
    at,
  );
}

const name = async () => (await app.state()).experiment.name;

test('an experiment, with space around it', async () => {
  expect(await paste({ text: `\n  ${JSON.stringify(FILE, null, 2)}\n` })).toBe(false);
  await eventually(async () => (await app.state()).experiment).toEqual(FILE);
  expect((await app.state()).preset).toBeNull();
  expect(await app.notice('input')).toBe('');
});

test('an experiment with something wrong: nothing of it is applied, and the page says what', async () => {
  await paste({ text: JSON.stringify({ ...FILE, window: { u: [2, -2], v: [0, 1] } }) });
  await eventually(() => app.notice('input')).toBe(
    'What was pasted was not opened. window.u: expected an increasing pair, found [2, -2]',
  );
  expect(await app.state()).toEqual(initial);
  await paste({ text: '{"version": 1,' });
  await eventually(() => app.notice('input')).toMatch(/expected JSON, found its end at line 1, column 15$/);
  await app.set({ language: 'zh' });
  await paste({ text: '{}' });
  await eventually(() => app.notice('input')).toBe(
    '未打开粘贴的内容。version：应为 1（实验文件的版本），实际为空缺。',
  );
  expect((await app.state()).preset).toBe(initial.preset);
});

test('a file', async () => {
  expect(await paste({ file: { name: 'copied.csv', content: 'x,y\n1,1\n-2,0\n' } })).toBe(false);
  await eventually(name).toBe('copied');
  expect((await app.state()).experiment.samples).toHaveLength(2);
});

test('text that is no experiment, or meant for a field, is left to the browser', async () => {
  expect(await paste({ text: 'alert(1)' })).toBe(true);
  expect(await paste({ text: '1\t2\n3\t4' })).toBe(true);
  expect(await paste({ text: JSON.stringify(FILE) }, '#panel input')).toBe(true);
  await app.settled();
  expect(await app.state()).toEqual(initial);
  expect(await app.notice('input')).toBe('');
});

test('nothing went wrong meanwhile', () => {
  app.expectNoProblems();
});
