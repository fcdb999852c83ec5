/** What every control of the panel does, in a sentence. By the control's name: that of its setting or parameter. */
import type { Language } from './texts.ts';

const HINTS: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  // Parameters of presets.
  target: {
    en: 'The class that is right: both losses ask for its probability.',
    zh: '正确的类别，两种损失都以它的概率为目标。',
  },
  fixed: {
    en: 'Which of the three logits stays the same everywhere; the axes move the other two.',
    zh: '三个 logit 中保持不变的一个，另外两个由坐标轴给出。',
  },
  value: {
    en: 'What the fixed logit is, from −1000 to 1000.',
    zh: '固定的那个 logit 的取值，范围 −1000 至 1000。',
  },
  valueSlider: {
    en: 'The same value, to drag: fine steps near zero, decades further out.',
    zh: '拖动调节同一数值：零附近步幅小，远处按数量级变化。',
  },
  a: {
    en: 'Input of the first sample, whose class is 1.',
    zh: '第一个样本的输入，类别为 1。',
  },
  b: {
    en: 'Input of the second sample, whose class is 1.',
    zh: '第二个样本的输入，类别为 1。',
  },
  c: {
    en: 'Input of the third sample, whose class is 0.',
    zh: '第三个样本的输入，类别为 0。',
  },
  seed: {
    en: 'Which random samples are drawn: the same seed always gives the same ones.',
    zh: '决定抽取哪些随机样本，种子相同则样本相同。',
  },
  count: { en: 'How many samples are drawn.', zh: '抽取的样本数。' },
  noise: {
    en: 'Standard deviation of the noise that is added to every target.',
    zh: '加到每个目标值上的噪声的标准差。',
  },
  outlier: {
    en: 'Added to the last target, which makes it an outlier; 0 adds none.',
    zh: '加到最后一个目标值上，使其成为离群点；0 表示没有离群点。',
  },
  classes: { en: 'How many classes the softmax is over.', zh: 'softmax 的类别总数。' },

  left: {
    en: 'The loss of the left plot. Choosing that of the right one exchanges the two.',
    zh: '左图的损失函数。若选中右图的损失，则两图互换。',
  },
  right: {
    en: 'The loss of the right plot. Choosing that of the left one exchanges the two.',
    zh: '右图的损失函数。若选中左图的损失，则两图互换。',
  },
  scale: {
    en: 'How values become colours: evenly, by their logarithm, or by it away from zero only.',
    zh: '数值与颜色的对应方式：线性、对数，或仅在远离零处取对数。',
  },
  range: {
    en: 'Colours, arrows and slices by each loss’s own range, or by one range for both, so that they compare.',
    zh: '颜色、箭头与切片按各损失自身的取值范围，或两者共用同一范围以便比较。',
  },
  palette: {
    en: 'The colours of the heatmap. Viridis and cividis keep their order for the colour-blind too.',
    zh: '热力图的配色。viridis 与 cividis 对色觉障碍者同样层次分明。',
  },
  view: {
    en: 'Shows a surface in space, its height the loss. A drag turns it, or Home, End, PgUp and PgDn.',
    zh: '以高度表示损失，将曲面显示为三维图形，可拖动旋转，也可用 Home、End、PgUp、PgDn 键。',
  },
  heightScale: {
    en: 'How losses become heights of surfaces in space, whatever the colours show.',
    zh: '三维曲面中损失与高度的对应方式，与颜色所示的量无关。',
  },
  heatmap: {
    en: 'Paints the plane by what “colours show” says.',
    zh: '按“颜色表示”所选的量为平面着色。',
  },
  quantity: {
    en: 'What the colours stand for: the loss itself, how steep it is, how it curves, and more.',
    zh: '颜色代表的量，如损失值、梯度大小、曲率等。',
  },
  contours: {
    en: 'Lines of equal value, at the levels marked beside the colourbar.',
    zh: '绘制等值线，对应的数值标在色条旁。',
  },
  arrows: {
    en: 'Arrows point downhill, the way gradient descent goes.',
    zh: '箭头指向下坡，即梯度下降的方向。',
  },
  arrowDensity: {
    en: 'How many arrows stand along a side, as far as the plot has room for them.',
    zh: '每边的箭头数，以图中放得下为限。',
  },
  arrowLength: {
    en: 'Whether the length of an arrow tells how steep the loss is there, and on what scale.',
    zh: '箭头长度是否表示该处的梯度大小，以及按何种尺度表示。',
  },
  streamlines: {
    en: 'Particles drift down the gradient, faster where it is steeper.',
    zh: '粒子沿梯度下降方向漂移，越陡越快。',
  },
  streamDensity: { en: 'How many particles start along a side.', zh: '每边的粒子数。' },
  streamSpeed: {
    en: 'How fast the particle on the steepest ground drifts.',
    zh: '最陡处粒子的漂移速度。',
  },
  predict: {
    en: 'Hides a plot or the arrows until you have made a guess and ask for them.',
    zh: '遮住一幅图或箭头，猜测之后再揭晓。',
  },
  criterion: {
    en: 'When a descent counts as having arrived: by its probabilities, or by its loss.',
    zh: '判定下降完成的依据：目标概率或损失值。',
  },
  lossThreshold: {
    en: 'A descent has arrived once its loss is below this.',
    zh: '损失低于此值即视为下降完成。',
  },
  method: {
    en: 'The rule by which every start descends, the same on both losses.',
    zh: '各起点的下降规则，两种损失采用同一规则。',
  },
  rate: {
    en: 'How far a step goes for each unit of gradient: too large a rate makes the descent jump about.',
    zh: '单位梯度对应的步长；过大时轨迹会来回跳动。',
  },
  momentum: {
    en: 'How much of the last step goes into the next: 0 is plain gradient descent.',
    zh: '上一步对下一步的影响程度；0 即普通梯度下降。',
  },
  steps: { en: 'How many steps every descent takes.', zh: '每条下降轨迹的步数。' },
  clear: {
    en: 'Takes all starts and their descents off the plots.',
    zh: '移除图上的全部起点及其轨迹。',
  },
  grid: {
    en: 'At how many points the losses are computed: more are finer and slower.',
    zh: '计算损失的网格点数；越多越精细，也越慢。',
  },
  u0: { en: 'The left edge of both plots.', zh: '两图的左边界。' },
  u1: { en: 'The right edge of both plots.', zh: '两图的右边界。' },
  v0: { en: 'The lower edge of both plots.', zh: '两图的下边界。' },
  v1: { en: 'The upper edge of both plots.', zh: '两图的上边界。' },
  reset: {
    en: 'Leads back to the window that the experiment came with.',
    zh: '恢复实验最初的窗口。',
  },
  backend: {
    en: 'Where the losses are computed: on the GPU in f32, or on the CPU in f64, exact but slower.',
    zh: '在 GPU 上以 f32 计算，或在 CPU 上以 f64 计算，后者更精确但较慢。',
  },
  tryWebgpu: {
    en: 'Asks the browser once more for a GPU; the view stays as it is.',
    zh: '再次向浏览器请求 GPU，当前视图保持不变。',
  },
};

/** Undefined for a control that has none, which a test does not let pass. */
export function panelHint(control: string, language: Language): string | undefined {
  return HINTS[control]?.[language];
}
