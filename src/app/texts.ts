/** Every text of the page, in both languages. Placeholders are {braced}. */
export const LANGUAGES = ['en', 'zh'] as const;
export type Language = (typeof LANGUAGES)[number];

const TEXTS = {
  otherLanguage: { en: '中文', zh: 'English' },
  otherLanguageLabel: { en: '切换到中文', zh: 'Switch to English' },
  keys: { en: 'Keys', zh: '快捷键' },
  copyLink: { en: 'Copy link', zh: '复制链接' },
  linkCopied: { en: 'Link copied', zh: '链接已复制' },
  export: { en: 'Export', zh: '导出' },
  exporting: { en: 'Exporting…', zh: '导出中…' },
  exportPng1: { en: 'Figure, PNG', zh: '图片（PNG）' },
  exportPng2: { en: 'Figure, PNG at 2×', zh: '图片（PNG，2 倍）' },
  exportPng4: { en: 'Figure, PNG at 4×', zh: '图片（PNG，4 倍）' },
  exportPng1Line: { en: '920 × 460 px', zh: '920 × 460 像素' },
  exportPng2Line: { en: '1840 × 920 px, for slides', zh: '1840 × 920 像素，适合幻灯片' },
  exportPng4Line: { en: '3680 × 1840 px, for print', zh: '3680 × 1840 像素，适合印刷' },
  exportCsv: { en: 'Fields, CSV', zh: '场数据（CSV）' },
  exportCsvLine: { en: 'a line for each grid point', zh: '每个网格点一行' },
  exportNpz: { en: 'Fields, NPZ', zh: '场数据（NPZ）' },
  exportNpzLine: { en: 'arrays for NumPy', zh: 'NumPy 数组' },
  exportJson: { en: 'Experiment, JSON', zh: '实验（JSON）' },
  exportJsonLine: { en: 'for this page and the command line', zh: '可在本页或命令行中打开' },
  exportFailed: { en: 'Nothing was saved. {message}', zh: '导出失败。{message}' },
  exportTooLarge: {
    en: '{n} fields of {w} × {h} points are more than a page can hold: choose a coarser grid, or use the command line.',
    zh: '{n} 个场、{w} × {h} 个点超出了页面的容量，请选用较粗的网格，或改用命令行。',
  },
  linkNotCopied: {
    en: 'The browser did not allow copying. The address bar holds the same link.',
    zh: '浏览器不允许复制，请直接使用地址栏中的链接。',
  },
  linkTooLong: {
    en: 'This experiment is too large for a link: the address bar keeps the previous one.',
    zh: '该实验过大，无法写入链接，地址栏保留原来的链接。',
  },
  dismiss: { en: 'Dismiss', zh: '关闭' },
  presets: { en: 'Presets', zh: '预设实验' },
  claims: { en: 'Claims', zh: '论断' },
  claimsTally: {
    en: '{upheld} upheld · {refuted} refuted · {depends} depend',
    zh: '{upheld} 成立 · {refuted} 不成立 · {depends} 视情况',
  },
  dock: { en: 'Read, slices, descent, samples', zh: '阅读、切片、下降与样本' },
  tabRead: { en: 'Read', zh: '阅读' },
  tabSlices: { en: 'Slices', zh: '切片' },
  tabDescent: { en: 'Descent', zh: '梯度下降' },
  tabSamples: { en: 'Samples', zh: '样本' },
  paneNotLoaded: {
    en: 'This part of the page could not be loaded. Reload the page to try again.',
    zh: '页面的这一部分加载失败，请刷新页面重试。',
  },

  sliceAlong: { en: 'Along', zh: '沿' },
  sliceGroup: { en: 'What the slices go along', zh: '切片方向' },
  sliceAt: { en: 'at {name} = {at}', zh: '{name} = {at} 处' },
  curves: { en: 'Curves', zh: '曲线' },
  sliceLog: { en: 'log L', zh: 'L 取对数' },
  sliceLabel: {
    en: '{quantity} of {left} and {right} along {axis}, {name} = {at}',
    zh: '{left}与{right}的 {quantity} 沿 {axis} 的变化，{name} = {at}',
  },

  raceFull: {
    en: 'There are {n} starts already. A click on one takes it away.',
    zh: '起点已达 {n} 个上限，点击已有的起点可将其移除。',
  },

  folderExperiment: { en: 'Experiment', zh: '实验' },
  folderSurface: { en: 'Surface', zh: '曲面' },
  folderLayers: { en: 'Layers', zh: '图层' },
  folderDescent: { en: 'Descent', zh: '梯度下降' },
  folderGrid: { en: 'Grid', zh: '网格' },
  folderCheck: { en: 'Check', zh: '校验' },
  valueSlider: { en: '± 1000', zh: '± 1000' },
  classOption: { en: 'class {k} ({name})', zh: '类别 {k}（{name}）' },
  customExperiment: { en: 'Own experiment', zh: '自定义实验' },
  leftLoss: { en: 'left loss', zh: '左侧损失' },
  rightLoss: { en: 'right loss', zh: '右侧损失' },
  scale: { en: 'colour scale', zh: '色阶' },
  scaleLinear: { en: 'linear', zh: '线性' },
  scaleLog: { en: 'log', zh: '对数' },
  scaleSymlog: { en: 'symlog', zh: '对称对数' },
  range: { en: 'range', zh: '取值范围' },
  rangePanel: { en: 'per panel', zh: '各自独立' },
  rangeShared: { en: 'shared', zh: '两图共用' },
  palette: { en: 'palette', zh: '配色' },
  heatmap: { en: 'heatmap', zh: '热力图' },
  quantity: { en: 'colours show', zh: '颜色表示' },
  quantityValue: { en: 'value', zh: '损失值' },
  quantityGradient: { en: 'gradient norm', zh: '梯度模长' },
  quantityLambda_min: { en: 'smallest curvature', zh: '最小曲率' },
  quantityRatio: { en: 'gradient ratio', zh: '左右梯度之比' },
  quantityRegions: { en: 'decision regions', zh: '决策区域' },
  quantityError: { en: 'error of the GPU', zh: 'GPU 误差' },
  ratioRange: { en: '|∇| left : right {range}', zh: '|∇| 左 : 右 {range}' },
  regionsOfClasses: { en: 'predicted class', zh: '预测类别' },
  regionsOfSigmoid: { en: 'p over or under ½', zh: 'p 大于或小于 ½' },
  regionsNoClasses: {
    en: 'no decision regions: these outputs stand for no classes',
    zh: '无决策区域：输出不对应类别',
  },
  regionsNoTarget: {
    en: 'no decision regions: a soft target has no single largest class',
    zh: '无决策区域：有软标签的最大类别不唯一',
  },
  regionClass: { en: 'class {k}', zh: '类别 {k}' },
  regionTied: { en: 'tie', zh: '并列' },
  regionMore: { en: '+ {n}', zh: '另 {n} 类' },
  accuracyRange: { en: 'share classified right {range}', zh: '分类正确的比例 {range}' },
  errorRange: {
    en: 'error of L up to {worst} ULP (tolerance {tolerance})',
    zh: 'L 的误差至多 {worst} ULP（容差 {tolerance}）',
  },
  barRatio: { en: 'ratio', zh: '比值' },
  barAccuracy: { en: 'share', zh: '比例' },
  barError: { en: 'ULP', zh: 'ULP' },
  errorNoGpu: {
    en: 'all numbers are f64 from the CPU: there is no GPU to judge',
    zh: '数值均由 CPU 以 f64 算出，没有 GPU 误差',
  },
  contoursNone: {
    en: 'There are no contours of decision regions, nor of rounding errors.',
    zh: '决策区域和舍入误差不画等值线。',
  },
  contours: { en: 'contours', zh: '等值线' },
  arrows: { en: 'arrows', zh: '梯度箭头' },
  arrowDensity: { en: 'density', zh: '箭头密度' },
  arrowLength: { en: 'arrow length', zh: '箭头长度' },
  lengthDirection: { en: 'direction only', zh: '只表示方向' },
  lengthMagnitude: { en: 'magnitude', zh: '按模长' },
  lengthLog: { en: 'log magnitude', zh: '按模长的对数' },
  method: { en: 'method', zh: '方法' },
  methodGd: { en: 'gradient descent', zh: '梯度下降' },
  methodMomentum: { en: 'momentum', zh: '动量法' },
  methodAdam: { en: 'Adam', zh: 'Adam' },
  rate: { en: 'rate', zh: '学习率' },
  momentum: { en: 'momentum', zh: '动量系数' },
  steps: { en: 'steps', zh: '步数' },
  clearStarts: { en: 'clear starts', zh: '清除起点' },
  grid: { en: 'points', zh: '采样点' },
  gridAuto: { en: 'auto ({n} × {n})', zh: '自动（{n} × {n}）' },
  gridLargest: { en: '{n} × {n} (largest)', zh: '{n} × {n}（上限）' },
  low: { en: '{name} from', zh: '{name} 下限' },
  high: { en: '{name} to', zh: '{name} 上限' },
  resetWindow: { en: 'reset window', zh: '恢复窗口' },
  backend: { en: 'compute on', zh: '计算方式' },
  backendAuto: { en: 'WebGPU if possible', zh: '优先使用 WebGPU' },
  backendCpu: { en: 'CPU (f64)', zh: 'CPU（f64）' },

  'cross-entropy': { en: 'Cross-entropy', zh: '交叉熵' },
  mse: { en: 'Mean squared error', zh: '均方误差' },
  'mse-logits': { en: 'MSE of raw logits', zh: '原始 logit 的均方误差' },
  sumSquaredLogits: { en: 'Squared error of raw logits', zh: '原始 logit 的平方误差' },
  hinge: { en: 'Hinge', zh: '合页损失' },
  'error-rate': { en: 'Error rate', zh: '错误率' },
  'cross-entropy-clipped': { en: 'Clipped cross-entropy', zh: '截断的交叉熵' },
  'cross-entropy-naive': { en: 'Naive cross-entropy', zh: '朴素实现的交叉熵' },
  sumSquaredError: { en: 'Squared error', zh: '平方误差' },
  minimumAt: { en: '◇ at {u}, {v}', zh: '◇ 位于 {u}, {v}' },
  plotLabel: {
    en: '{loss} over {u} and {v}. Values from {min} to {max}; gradient norm from {gmin} to {gmax}.',
    zh: '{loss}随 {u}、{v} 的变化。取值 {min} 至 {max}，梯度模长 {gmin} 至 {gmax}。',
  },
  infiniteAt: { en: '∞ at {n} points', zh: '{n} 个点为 ∞' },
  undefinedEverywhere: { en: 'undefined everywhere in this window', zh: '在此窗口内处处无定义' },
  undefinedPart: { en: '{share} undefined', zh: '{share} 无定义' },

  probeTitle: { en: 'Point', zh: '当前点' },
  probeHint: {
    en: 'Move the pointer over a plot to read both surfaces at that point, in f64.',
    zh: '将指针移到任一图上，即可读出该点处两个曲面的 f64 数值。',
  },
  logits: { en: 'logits z', zh: 'logit z' },
  outputs: { en: 'outputs z', zh: '输出 z' },
  sampleOf: { en: 'sample 1 of {n}', zh: '第 1 个样本，共 {n} 个' },
  gridPoint: { en: 'grid point', zh: '最近网格点' },
  atPoint: { en: 'here, f64', zh: '此处（f64）' },
  atGridGpu: { en: 'grid point, GPU', zh: '网格点（GPU）' },
  atGridCpu: { en: 'grid point, f64', zh: '网格点（f64）' },
  ulpOff: { en: 'off by', zh: '偏差' },
  ulp: { en: '{n} ULP', zh: '{n} ULP' },

  pinsFull: {
    en: 'There are {n} pins already, the most: remove one to set another.',
    zh: '最多可标记 {n} 个点，请先移除一个。',
  },

  checkButton: { en: 'Compare all {n} points with f64', zh: '将全部 {n} 个点与 f64 对照' },
  checkCancel: { en: 'Cancel', zh: '取消' },
  checkRunning: { en: 'Comparing… {percent} %', zh: '对照中… {percent} %' },
  checkCancelled: { en: 'Cancelled.', zh: '已取消。' },
  checkUnavailable: {
    en: 'Every number on this page comes from the f64 evaluator: there is nothing to compare.',
    zh: '本页数值均由 f64 求值器算出，无需对照。',
  },
  checkHolds: { en: 'All fields within tolerance.', zh: '所有场均在容差之内。' },
  checkFails: { en: 'Outside tolerance!', zh: '超出容差！' },
  checkField: { en: 'field', zh: '场' },
  checkWorst: { en: 'worst, ULP', zh: '最大误差（ULP）' },
  checkAt: { en: 'at', zh: '位置' },
  checkOf: { en: '{worst} of {tolerance}', zh: '{worst}（容差 {tolerance}）' },
  checkNothing: { en: 'nothing to compare', zh: '无可对照的点' },
  checkFalseZeros: { en: '{n} false zeros', zh: '{n} 处错误的零' },
  checkWrongSigns: { en: '{n} wrong signs', zh: '{n} 处符号错误' },
  checkUndefined: { en: '{n} undefined on one side only', zh: '{n} 处仅一方无定义' },
  checkSkipped: { en: 'On the CPU only, not compared: {fields}.', zh: '仅由 CPU 计算，未对照：{fields}。' },
  errorMap: { en: 'Error map; press to go there.', zh: '误差分布，点击前往该点。' },
  errorMapLabel: {
    en: 'Map of the errors of {field} of {loss}: the largest is {worst} ULP, {tolerance} are tolerated.',
    zh: '{loss}的 {field} 误差分布：最大 {worst} ULP，容差 {tolerance}。',
  },
  errorHistogram: { en: 'Points by error in ULP (bars: log)', zh: '按误差（ULP）统计的点数（条长取对数）' },
  errorTolerance: { en: 'tolerance {n}', zh: '容差 {n}' },
  errorNotJudged: {
    en: '{n} points not judged: undefined, or within rounding of a kink.',
    zh: '{n} 个点未作判定：无定义，或与尖点之差在舍入范围内。',
  },
  errorWorst: { en: 'Worst places', zh: '误差最大处' },
  errorNone: { en: 'No error anywhere.', zh: '处处无误差。' },
  errorOneSide: { en: 'undefined on one side', zh: '仅一方无定义' },
  checkStatus: { en: 'checked: worst {worst} ULP, {verdict}', zh: '已校验：最大误差 {worst} ULP，{verdict}' },
  checkStatusOk: { en: 'within tolerance', zh: '在容差之内' },
  checkStatusBad: { en: 'outside tolerance', zh: '超出容差' },

  statusStarting: { en: 'starting WebGPU…', zh: '正在启动 WebGPU…' },
  statusRecovering: { en: 'the GPU was lost, getting it back…', zh: 'GPU 已断开，正在恢复…' },
  statusSoftware: { en: '{adapter}, a software GPU', zh: '{adapter}（软件 GPU）' },
  statusFilled: {
    en: 'CPU · f64, drawn with WebGPU · {adapter}',
    zh: 'CPU · f64，由 WebGPU 绘制 · {adapter}',
  },
  statusDeepZoom: {
    en: 'Deep zoom: f64, since f32 is too coarse here · WebGPU · {adapter}',
    zh: '深度缩放：此处 f32 精度不足，改用 f64 · WebGPU · {adapter}',
  },
  statusPoints: { en: '{w} × {h} points', zh: '{w} × {h} 个点' },
  statusComputing: { en: 'computing {w} × {h}: {percent} %', zh: '正在计算 {w} × {h}：{percent} %' },
  timeGpu: { en: '{ms} ms on the GPU', zh: 'GPU 用时 {ms} ms' },
  timeQueue: { en: '{ms} ms until the GPU was done', zh: '等待 GPU 完成 {ms} ms' },
  timeCpu: { en: '{ms} ms on the CPU', zh: 'CPU 用时 {ms} ms' },
  statusHint: {
    en: 'wheel zooms · drag moves · double click resets · click drops a descent · arrows point downhill',
    zh: '滚轮缩放 · 拖动平移 · 双击复位 · 单击放置起点 · 箭头指向下坡',
  },

  noticeNoWebgpu: {
    en: 'This browser has no WebGPU, so the surfaces are computed on the CPU in f64 and drawn without it. Chrome 113 or later has WebGPU.',
    zh: '此浏览器不支持 WebGPU，曲面改由 CPU 以 f64 计算并绘制。Chrome 113 及以上版本支持 WebGPU。',
  },
  noticeNoAdapter: {
    en: 'The browser offers no GPU for WebGPU, so the surfaces are computed on the CPU in f64 and drawn without it.',
    zh: '浏览器未提供可用于 WebGPU 的 GPU，曲面改由 CPU 以 f64 计算并绘制。',
  },
  noticeNoDevice: {
    en: 'The GPU could not be opened, so the surfaces are computed on the CPU in f64. {detail}',
    zh: '无法打开 GPU，曲面改由 CPU 以 f64 计算。{detail}',
  },
  noticeLost: {
    en: 'The GPU was lost several times, so the surfaces are now computed on the CPU in f64. Reload the page to try WebGPU again. {detail}',
    zh: 'GPU 多次断开，曲面改由 CPU 以 f64 计算。重新加载页面可再次尝试 WebGPU。{detail}',
  },
  noticeKernel: {
    en: 'This experiment is evaluated on the CPU in f64: {reason}.',
    zh: '该实验由 CPU 以 f64 计算：{reason}。',
  },
  limitLoss: { en: 'one of its losses has no kernel for the GPU', zh: '其中一个损失没有 GPU 内核' },
  limitClasses: { en: 'it has too many classes for f32', zh: '类别过多，超出 f32 的精度范围' },
  limitLogits: { en: 'its logits are too large for f32', zh: 'logit 过大，超出 f32 的精度范围' },
  noticeBadLink: {
    en: 'The link was not understood and nothing of it was applied. {message}',
    zh: '链接无法识别，未应用其中任何内容。{message}',
  },
  noticeRefused: { en: 'Not applied. {message}', zh: '未应用。{message}' },
  noticeMemory: {
    en: 'The GPU has no memory for {w} × {h} points; a coarser grid is shown.',
    zh: 'GPU 内存不足以容纳 {w} × {h} 个点，现显示较粗的网格。',
  },
  noticeTooManyPoints: {
    en: 'This device draws at most {n} points a side; the grid was reduced to that.',
    zh: '此设备每边最多绘制 {n} 个点，网格已相应缩小。',
  },
  noticeFailed: { en: 'Something went wrong: {message}', zh: '出现错误：{message}' },
} as const satisfies Record<string, Record<Language, string>>;

export type TextKey = keyof typeof TEXTS;

/** The text of `key`, its placeholders replaced. */
export function text(
  key: TextKey,
  language: Language,
  values: Readonly<Record<string, string | number>> = {},
): string {
  return fill(TEXTS[key][language], values);
}

/** `template` with values in place of its {placeholders}. */
export function fill(template: string, values: Readonly<Record<string, string | number>>): string {
  return template.replace(/\{(\w+)\}/g, (placeholder, name) => String(values[name] ?? placeholder));
}

/** What a page in this browser starts in. */
export function preferredLanguage(languages: readonly string[]): Language {
  return languages[0]?.toLowerCase().startsWith('zh') ? 'zh' : 'en';
}
