/** The texts of the samples pane and of experiment files, in both languages. Loaded with them, not with the page. */
import { fill, type Language } from './texts.ts';

const TEXTS = {
  open: { en: 'Open…', zh: '打开…' },
  openHint: {
    en: 'An experiment (JSON) or samples (CSV). You can also drop a file anywhere on the page, or paste an experiment.',
    zh: '实验文件（JSON）或样本文件（CSV），也可直接拖放到页面任意位置，或粘贴实验的 JSON 文本。',
  },
  saveExperiment: { en: 'Save experiment', zh: '保存实验' },
  saveExperimentHint: {
    en: 'The experiment as a JSON file, which this page and the command line open.',
    zh: '将实验保存为 JSON 文件，可由本页或命令行打开。',
  },
  saveSamples: { en: 'Save CSV', zh: '导出 CSV' },
  saveSamplesHint: { en: 'The samples alone, for a spreadsheet.', zh: '仅导出样本，便于用电子表格处理。' },
  add: { en: 'Add sample', zh: '添加样本' },
  undo: { en: 'Undo', zh: '撤销' },
  duplicate: { en: 'Duplicate sample {n}', zh: '复制样本 {n}' },
  remove: { en: 'Remove sample {n}', zh: '删除样本 {n}' },
  number: { en: 'No.', zh: '序号' },
  cell: { en: '{name} of sample {n}', zh: '样本 {n} 的 {name}' },
  classOption: { en: '{k} ({name})', zh: '{k}（{name}）' },
  name: { en: 'name', zh: '名称' },
  map: { en: 'map', zh: '映射' },
  affine: { en: 'affine', zh: '仿射' },
  'two-layer': { en: 'two-layer', zh: '两层网络' },
  link: { en: 'link', zh: '输出函数' },
  softmax: { en: 'softmax', zh: 'softmax' },
  sigmoid: { en: 'sigmoid', zh: 'sigmoid' },
  identity: { en: 'identity', zh: '恒等' },
  classes: { en: 'logits', zh: 'logit 数' },
  outputs: { en: 'outputs', zh: '输出数' },
  form: { en: 'columns', zh: '列' },
  points: { en: 'x, y', zh: 'x, y' },
  inputs: { en: 'x₁, x₂, y', zh: 'x₁, x₂, y' },
  full: { en: 'origin, du, dv', zh: 'origin, du, dv' },
  targets: { en: 'targets', zh: '目标' },
  hard: { en: 'classes', zh: '类别' },
  soft: { en: 'probabilities', zh: '概率' },
  sampleReduction: { en: 'over samples', zh: '样本汇总' },
  squaredError: { en: 'squared error', zh: '平方误差' },
  reductionMean: { en: 'mean', zh: '取平均' },
  reductionSum: { en: 'sum', zh: '求和' },
  factorMean: { en: 'mean 1/K', zh: '平均 1/K' },
  factorHalf: { en: 'half 1/2', zh: '一半 1/2' },
  factorSum: { en: 'sum', zh: '求和' },
  pageOf: { en: '{from}–{to} of {n}', zh: '第 {from}–{to} 个，共 {n} 个' },
  previous: { en: 'Previous samples', zh: '前一页' },
  next: { en: 'Next samples', zh: '后一页' },
  tooLarge: {
    en: 'This experiment has {n} samples of {k} logits, too many for a table. Save it, change the file and open it again.',
    zh: '该实验有 {n} 个样本、每个样本 {k} 个 logit，不便以表格编辑。请先保存，修改文件后再打开。',
  },
  largeFile: {
    en: '{file} is larger than 64 MiB, the most that an experiment may take, and was not opened. Choose one with fewer samples.',
    zh: '{file} 超过实验文件的上限 64 MiB，未能打开。请选择样本较少的文件。',
  },
  wrongType: {
    en: '{file} was not opened: it is neither an experiment (.json) nor samples (.csv). Choose a file with one of these endings.',
    zh: '{file} 未打开：既不是实验文件（.json），也不是样本文件（.csv）。请选择这两种扩展名的文件。',
  },
  severalFiles: { en: 'No file was opened: choose one at a time.', zh: '未打开任何文件：一次只能选择一个。' },
  unreadable: {
    en: '{file} could not be read: it was moved or changed, or reading it is not allowed. Choose it again.',
    zh: '无法读取 {file}：文件已被移动或修改，或没有读取权限。请重新选择。',
  },
  refusedFile: { en: '{file} was not opened. {message}', zh: '未打开 {file}。{message}' },
  otherLink: {
    en: '{file} was opened with the link {link}, since {refused} does not go with it: {message}.',
    zh: '{file} 已打开，输出函数为{link}；不能使用 {refused}：{message}。',
  },
  refusedPaste: { en: 'What was pasted was not opened. {message}', zh: '未打开粘贴的内容。{message}' },
  dropHere: { en: 'Drop to open', zh: '松开即可打开' },
} as const satisfies Record<string, Record<Language, string>>;

export type SamplesTextKey = keyof typeof TEXTS;

/** The text of `key`, its placeholders replaced. */
export function samplesText(
  key: SamplesTextKey,
  language: Language,
  values: Readonly<Record<string, string | number>> = {},
): string {
  return fill(TEXTS[key][language], values);
}
