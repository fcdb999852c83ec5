/** What the page says of files and pasted text, in its language. */
import { beforeAll, describe, expect, it } from 'vitest';
import { readFiles, readPastedText } from '../../src/app/experiment-files.ts';
import { loadRefusals } from '../../src/app/refusals.ts';
import { initialState, type State } from '../../src/app/state.ts';

const english = initialState();
const chinese: State = { ...english, language: 'zh' };

/** A target of 2 is no probability, so sigmoid does not go with it. */
const HEIGHTS = new File(['x,y\n1,2\n'], 'heights.csv');

async function noteOn(file: File, state: State): Promise<string | undefined> {
  return (await readFiles([file], state)).note;
}

describe('in Chinese', () => {
  beforeAll(() => loadRefusals('zh'));

  it('says why pasted text is refused', () => {
    expect(() => readPastedText('{}', chinese)).toThrow(
      '未打开粘贴的内容。version：应为 1（实验文件的版本），实际为空缺。',
    );
  });

  it('says why another link was taken, with one full stop', async () => {
    expect(await noteOn(HEIGHTS, chinese)).toBe(
      'heights.csv 已打开，输出函数为恒等；不能使用 sigmoid：第 2 行 y 列：应为 0 至 1 之间的数，实际为 2。',
    );
  });
});

it('says in English why another link was taken', async () => {
  expect(await noteOn(HEIGHTS, english)).toBe(
    'heights.csv was opened with the link identity, since sigmoid does not go with it: ' +
      'line 2, column y: expected a number from 0 to 1, found 2.',
  );
});
