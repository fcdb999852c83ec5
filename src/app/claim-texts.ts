/** The claims in Chinese, and the names of their figures in both languages. English sentences are the claims' own. */
import type { MeasuredClaim, Verdict } from '../core/claims/claim.ts';
import { fillFigures } from '../core/claims/fill-figures.ts';
import type { Language } from './texts.ts';

interface ClaimTexts {
  readonly claim: string;
  /** Placeholders as in the English sentences. */
  readonly why: Readonly<Partial<Record<Verdict, string>>>;
}

type Translated = Readonly<Record<Language, string>>;

const BENT_ZH =
  'Hessian 的较小特征值低至 {smallestEigenvalue}，曲面高出弦的部分可达函数值的 {chordExcess%}。';
const STRAIGHT_ZH = 'Hessian 没有负特征值，曲面始终不高于弦。';

const SLOPE_ZH = {
  upheld: '由曲面数值的差分求得的斜率与文中公式一致，偏差仅为最大斜率的 {printedError%}。',
  refuted:
    '由曲面数值的差分求得的斜率与文中公式相差最大斜率的 {printedError%}；把公式变号后，偏差为 {turnedError%}。',
};

export const CHINESE_CLAIMS: Readonly<Record<string, ClaimTexts>> = {
  'mse-cliffs': {
    claim: '在极端 logit 处，MSE 的曲面有陡崖和间断。',
    why: {
      upheld: '网格加密到四倍后，相邻点之间的最大斜率变为原来的 {refinementMse} 倍。',
      refuted:
        '相邻点之间的最大斜率为每单位 logit {steepestMse}，网格加密到四倍后变为原来的 {refinementMse} 倍，可见曲面是光滑的。真正有陡崖的曲面，例如错误率，则会变为 {refinementErrorRate} 倍。',
    },
  },
  'mse-gradient-explodes': {
    claim: '在极端 logit 处，MSE 的梯度会爆炸。',
    why: {
      upheld: '窗口放大一百倍后，最长的梯度变为原来的 {gradientGrowthMse} 倍。',
      refuted: '梯度的模长从不超过 {longestMse}，窗口放大一百倍也是如此；交叉熵的梯度反而可达 {longestCe}。',
      depends: '梯度的模长有上界 {longestMse}，但比交叉熵的 {longestCe} 更大。',
    },
  },
  'mse-gradient-chaotic': {
    claim: 'MSE 梯度的方向是混乱的。',
    why: {
      upheld:
        '相邻点之间梯度转向超过 45° 的占 {sharpTurnShareMse%}，网格加密一倍后，这一比例变为原来的 {sharpTurnRefinement} 倍。',
      refuted:
        '相邻点之间梯度转向超过 45° 的至多占 {sharpTurnShareMse%}；网格加密一倍后，这一比例变为原来的 {sharpTurnRefinement} 倍，说明转向只发生在一条线上：以固定的类别为目标时，谷底 z1 = z2 就是这条线。',
    },
  },
  'mse-gradient-vanishes': {
    claim: '远离最优点、最需要梯度的地方，MSE 的梯度却消失了，交叉熵则不会。',
    why: {
      upheld:
        '在目标类别概率低于 0.1 的区域中，MSE 的梯度短于 0.001 的面积占 {flatShareMse%}，交叉熵占 {flatShareCe%}；在最远的角上，两者的梯度模长分别为 {cornerMse} 和 {cornerCe}。',
      refuted: '在目标类别概率低于 0.1 的区域中，MSE 的梯度短于 0.001 的面积只占 {flatShareMse%}。',
      depends:
        '在目标类别概率低于 0.1 的区域中，MSE 的梯度短于 0.001 的面积占 {flatShareMse%}，但交叉熵也占 {flatShareCe%}。',
    },
  },
  'cross-entropy-clear-gradient': {
    claim: '即使有一个 logit 为 −1000，交叉熵仍给出明确而连续的梯度。',
    why: {
      upheld:
        '凡是目标类别概率低于 0.1 之处，交叉熵对其 logit 的拉力至少为 {smallestPullCe}，平面上的梯度模长至少为 {shortestCe}；相邻点之间梯度转向超过 45° 的占 {sharpTurnShareCe%}。以固定的类别为目标时，平方误差对其 logit 的拉力至多为 10 的 {pullMseLog10} 次方。',
      refuted:
        '在目标类别概率低于 0.1 的区域中，对其 logit 的拉力会降到 {smallestPullCe}，平面上的梯度模长会降到 {shortestCe}，相邻点之间梯度转向超过 45° 的占 {sharpTurnShareCe%}。',
    },
  },
  'mse-training-unstable': {
    claim: '用交叉熵训练是稳定的，用 MSE 则不稳定。',
    why: {
      upheld:
        '损失每步都下降的最大学习率，在一个 softmax 样本上，MSE 为 {steadyOneMse}，交叉熵为 {steadyOneCe}；在三个不可分的逻辑回归样本上，分别为 {steadyThreeMse} 和 {steadyThreeCe}（各取 25 个起点，最高试到 128）。',
      refuted:
        '损失每步都下降的最大学习率，在一个 softmax 样本上，MSE 为 {steadyOneMse}，交叉熵为 {steadyOneCe}；在三个不可分的逻辑回归样本上，分别为 {steadyThreeMse} 和 {steadyThreeCe}（各取 25 个起点，最高试到 128）。',
      depends:
        '取决于数据和学习率；学习率小时，两者都稳定。损失每步都下降的最大学习率，在一个 softmax 样本上，MSE 为 {steadyOneMse}，交叉熵为 {steadyOneCe}；在三个不可分的逻辑回归样本上，分别为 {steadyThreeMse} 和 {steadyThreeCe}（各取 25 个起点，最高试到 128）。',
    },
  },
  'cross-entropy-looks-only-at-target': {
    claim: '交叉熵只看目标类别的概率。',
    why: {
      upheld: '把其余概率在其他类别之间重新分配，交叉熵的值和梯度都不变。',
      refuted: '即使目标只是一个类别，把其余概率在其他类别之间重新分配，交叉熵的值也会变化 {valueSpreadCe}。',
      depends:
        '目标为单个类别时，交叉熵的值确实如此，不随其余概率的分配而变（平方误差会变化 {valueSpreadMse}）；但它的梯度会变化 {slopeSpreadCe}，而且目标为软标签时，值也会变化 {softSpreadCe}。',
    },
  },
  'mse-compares-raw-numbers': {
    claim: 'MSE 比较的是原始数值，交叉熵比较的是分布。',
    why: {
      upheld:
        '给所有 logit 加上同一个数，分布不变，平方误差却变化了 {shiftMse}；而交叉熵与散度只差一个常数。',
      refuted: '交叉熵减去目标的熵，与散度相差 {divergenceGap}。',
      depends:
        '交叉熵比较的是分布。softmax 输出的平方误差（即 Brier 分数）同样如此：给所有 logit 加上同一个数，它至多变化 {shiftMse}。只有直接作用于 logit 时，它比较的才是数值：变化可达 {shiftLogits}。',
    },
  },
  'mse-not-convex': {
    claim: 'softmax 输出的平方误差关于 logit 不是凸函数。',
    why: { upheld: BENT_ZH, refuted: STRAIGHT_ZH },
  },
  'cross-entropy-convex': {
    claim: '交叉熵关于 logit 是凸函数。',
    why: { upheld: STRAIGHT_ZH, refuted: BENT_ZH },
  },
  'mse-many-local-extrema': {
    claim: '经过 softmax 或 sigmoid 之后，平方误差起伏不平，有许多局部极值；交叉熵则没有。',
    why: {
      upheld: '即使只有一个样本，沿其自身 logit 的斜率也有不为负之处：{ownSlope}。',
      refuted: '在所测的曲面中，平方误差的极值都不多于交叉熵。',
      depends:
        '单个样本没有极值：沿其自身 logit 的斜率处处为负（最大为 {ownSlope}）。多个样本则可能有：在“陷阱”数据上沿权重有 {extremaTrap} 个，在专门构造的八个样本上有 {extremaZigzag} 个，而交叉熵至多 {extremaCe} 个。',
    },
  },
  'squared-error-trap': {
    claim: '在七个样本上，从 −1 出发，sigmoid 平方误差的梯度下降会背离最优点，而交叉熵能够找到它。',
    why: {
      upheld:
        '从 −1 出发走 2000 步，平方误差的梯度下降走到 {endMse}，损失为 {endValueMse}，而本可达到 {bestValueMse}；交叉熵则走到 {endCe}。',
      refuted:
        '从 −1 出发走 2000 步，平方误差的梯度下降走到 {endMse}，损失为 {endValueMse}，可达到的值为 {bestValueMse}。',
    },
  },
  'squared-error-needs-good-start': {
    claim: '从随机初值出发，平方误差到不了好的最优点，交叉熵可以。',
    why: {
      upheld:
        '在“陷阱”数据上取 25 个起点，能下降到最优值的起点，平方误差有 {arrivedMse%}，交叉熵有 {arrivedCe%}。数据很少，又是专门构造的；文献测的是语音和手写识别，这里没有测量。',
      refuted:
        '在“陷阱”数据上取 25 个起点，能下降到最优值的起点，平方误差有 {arrivedMse%}，交叉熵有 {arrivedCe%}。',
      depends:
        '在专门构造的“陷阱”数据上取 25 个起点，能下降到最优值的起点，平方误差有 {arrivedMse%}，交叉熵有 {arrivedCe%}：结果取决于起点。文献测的是语音和手写识别，这里没有测量。',
    },
  },
  'squared-error-improves-after-cross-entropy': {
    claim: '平方误差可以改进用交叉熵训练好的模型。',
    why: {
      upheld:
        '逻辑回归，100 个样本标注正确，另有 10 个标错。只看标注正确的样本：交叉熵训练后的错误率为 {tunedBefore%}，再用平方误差接着训练，降到 {tunedAfter%}。平方误差不再迁就标错的样本：模型给错误标签的概率从 {wrongLabelBefore} 降到 {wrongLabelAfter}。若没有标错的样本，两个错误率为 {cleanBefore%} 与 {cleanAfter%}（五组随机数据的平均）。文献测的是语音和手写识别。',
      refuted:
        '逻辑回归，100 个样本标注正确，另有 10 个标错。只看标注正确的样本：交叉熵训练后的错误率为 {tunedBefore%}，改用平方误差接着训练后为 {tunedAfter%}（五组随机数据的平均）。',
    },
  },
  'quadratic-cost-plateaus': {
    claim: '在带 tanh 层的网络中，二次代价的平台区比交叉熵严重。',
    why: {
      upheld:
        '权重不超过 10 时，梯度短于其最大值五十分之一的面积，二次代价为 {plateauMse%}，交叉熵为 {plateauCe%}；权重不超过 4 时，分别为 {nearPlateauMse%} 和 {nearPlateauCe%}（五组随机数据的平均，每一组都至少是 {plateauRatio} 倍和 {nearRatioLeast} 倍）。',
      refuted:
        '权重不超过 10 时，梯度短于其最大值五十分之一的面积，二次代价为 {plateauMse%}，交叉熵为 {plateauCe%}；权重不超过 4 时，分别为 {nearPlateauMse%} 和 {nearPlateauCe%}（五组随机数据的平均）。',
      depends:
        '取决于看多远，也取决于怎样才算平。以梯度短于其最大值的五十分之一为准，权重不超过 10 时，二次代价的平台区占 {plateauMse%}，交叉熵占 {plateauCe%}，五组随机数据中每一组都至少是 {plateauRatio} 倍。权重不超过 4 时则因数据而异，从 {nearRatioLeast} 倍到 {nearRatioMost} 倍（平均为 {nearPlateauMse%} 和 {nearPlateauCe%}）；若以梯度短于 0.01 为准，二次代价的平台区仍至少是 {shortRatio} 倍。',
    },
  },
  'sigmoid-mse-slower': {
    claim: 'sigmoid 配平方误差比 sigmoid 配交叉熵学得慢。',
    why: {
      upheld:
        '从 (2, 2) 出发到输出 0.1，平方误差需要 {stepsMse} 步；学习率相同时交叉熵需要 {stepsCe} 步，首步等长时需要 {stepsCeMatched} 步。',
      refuted: '从 (2, 2) 出发到输出 0.1，平方误差需要 {stepsMse} 步，学习率相同时交叉熵需要 {stepsCe} 步。',
      depends:
        '学习率相同时，从 (2, 2) 出发到输出 0.1，平方误差需要 {stepsMse} 步，交叉熵需要 {stepsCe} 步。若调整学习率使首步等长，交叉熵则需要 {stepsCeMatched} 步：它快在步子更长。',
    },
  },
  'saturated-start-slows-quadratic': {
    claim: '起点错得离谱时，二次代价的学习会变慢，交叉熵不会。',
    why: {
      upheld:
        '到达输出 0.1 所需的步数与从 (0.6, 0.9) 出发相比，二次代价从 (2, 2) 出发是 {slowdownMse} 倍，从 (4, 4) 出发是 {slowdownFarMse} 倍；交叉熵分别是 {slowdownCe} 倍和 {slowdownFarCe} 倍。',
      refuted:
        '到达输出 0.1 所需的步数与从 (0.6, 0.9) 出发相比，二次代价从 (2, 2) 出发是 {slowdownMse} 倍，从 (4, 4) 出发是 {slowdownFarMse} 倍；交叉熵分别是 {slowdownCe} 倍和 {slowdownFarCe} 倍。',
    },
  },
  'cross-entropy-lacks-sigmoid-slope': {
    claim: 'MSE 的梯度小，是因为多了一个 sigmoid 的导数 h′，交叉熵的梯度没有这个因子。',
    why: {
      upheld:
        '(y − h)²/2 的梯度处处等于交叉熵的梯度乘以 h′（相对偏差不超过 {slopeRatioError}），而 h′ 在此窗口内从 1/4 降到 {smallestSigmoidSlope}。',
      refuted: '两个梯度之比与 h′ 的相对偏差可达 {slopeRatioError}。',
    },
  },
  'mse-lenient-on-misclassification': {
    claim: 'MSE 对误分类的惩罚不够。',
    why: {
      upheld:
        '无论错得多么确定，一个样本的代价至多为 {largestMse}：logit 从 10 增大到 40，它只变为原来的 {valueGrowthMse} 倍，交叉熵则变为 {valueGrowthCe} 倍，达到 {largestCe}。',
      refuted:
        'logit 从 10 增大到 40，最大的平方误差变为原来的 {valueGrowthMse} 倍，最大的交叉熵变为 {valueGrowthCe} 倍。',
    },
  },
  'mse-linear-output-better': {
    claim: '使用 MSE 时，线性输出层比 sigmoid 更好训练。',
    why: {
      upheld:
        '线性输出使平方误差成为凸函数（最小特征值为 {eigenvalueLinear}，sigmoid 为 {eigenvalueSigmoid}），从 (2, 2) 到输出 0.1 只需 {stepsLinear} 步，而不是 {stepsMse} 步。代价是：正确且超出 10 的答案会被 {pullBackLinear} 的力拉回来。',
      refuted:
        '线性输出时 Hessian 的最小特征值为 {eigenvalueLinear}，sigmoid 为 {eigenvalueSigmoid}；从 (2, 2) 到输出 0.1，前者需要 {stepsLinear} 步，后者需要 {stepsMse} 步。',
    },
  },
  'equal-error-hides-cross-entropy': {
    claim: '两个模型的分类错误率可以相同，交叉熵却相差很大。',
    why: {
      upheld:
        '一个模型判错了 {errorRate1%} 的选民，另一个判错了 {errorRate2%}，交叉熵却分别是 {crossEntropy1} 和 {crossEntropy2}。',
      refuted:
        '一个模型判错了 {errorRate1%} 的选民，另一个判错了 {errorRate2%}，交叉熵分别是 {crossEntropy1} 和 {crossEntropy2}。',
    },
  },
  'cross-entropy-minimises-divergence': {
    claim: '最小化交叉熵，就是最小化与目标分布的 KL 散度。',
    why: {
      upheld:
        '交叉熵等于散度加上目标的熵，后者与参数无关：在随机的目标和 logit 上，两边至多相差 {divergenceGap}。',
      refuted: '交叉熵减去目标的熵，与散度相差 {divergenceGap}。',
    },
  },
  'mse-is-gaussian-likelihood': {
    claim: 'MSE 就是高斯似然的负对数，只差比例和常数。',
    why: {
      upheld:
        '对窗口内的每一条直线，把所有误差的正态密度相乘，取对数后再按两个常数缩放、平移，得到的正是同一个曲面：相对偏差不超过 {likelihoodGap}。',
      refuted: '把所有误差的正态密度相乘，得到的是另一个曲面：相对偏差为 {likelihoodGap}。',
    },
  },
  'cross-entropy-is-categorical-likelihood': {
    claim: '交叉熵就是类别分布似然的负对数。',
    why: {
      upheld:
        '对窗口内的每一点，把所有目标类别的概率相乘，得到的正是同一个曲面：相对偏差不超过 {likelihoodGap}。',
      refuted: '把所有目标类别的概率相乘，得到的是另一个曲面：相对偏差为 {likelihoodGap}。',
    },
  },
  'cross-entropy-not-for-regression': {
    claim: '交叉熵不能用于一般的回归输出：例如 −1.5 没有对数。',
    why: {
      upheld:
        '窗口内 {undefinedShareCe%} 的直线上交叉熵没有定义，其中包括拟合最好的那一条；平方误差则处处有定义。',
      refuted: '窗口内的每一条直线上它都有定义。',
      depends: '窗口内 {undefinedShareCe%} 的直线上交叉熵没有定义，但在拟合最好的直线上有定义。',
    },
  },
  'mse-sensitive-to-outliers': {
    claim: 'MSE 对离群点敏感。',
    why: {
      upheld:
        '20 个目标值中有一个偏高 2，最佳直线就移动 {lineShift}（斜率与截距合计）；若偏高 20，移动变为 {shiftGrowth} 倍：单个样本的影响没有上限。',
      refuted: '20 个目标值中有一个偏高 2，最佳直线移动 {lineShift}；若偏高 20，移动变为 {shiftGrowth} 倍。',
    },
  },
  'cross-entropy-robust-to-outliers': {
    claim: '交叉熵对离群点比较稳健。',
    why: {
      upheld:
        '一个标错的样本位于错误一侧 20 处时，交叉熵的拉力为 {mislabelPullCe}，平方误差的拉力为 {mislabelPullMse}。',
      refuted: '标错的样本离得越远，拉力越大：距离加倍，拉力变为 {pullGrowthCe} 倍。',
      depends:
        '标错的样本对其 logit 的拉力是有界的：在错误一侧 20 处为 {mislabelPullCe}，而线性输出的平方误差为 {mislabelPullLinear}。但 sigmoid 的平方误差会放过它，拉力只有 {mislabelPullMse}：面对错误标签，两者之中它才更稳健。',
    },
  },
  'mse-easy-to-optimise': {
    claim: 'MSE 容易优化：它是凸函数，且往往有闭式解。',
    why: {
      upheld:
        '它是凸函数，经过 softmax 也是如此：Hessian 的最小特征值，对数据拟合直线时为 {eigenvalueLine}，经过 softmax 时为 {eigenvalueSoftmax}。',
      refuted:
        '对数据拟合直线时，Hessian 的最小特征值为 {eigenvalueLine}，一步牛顿法之后梯度还剩原来的 {gradientLeft}。',
      depends:
        '对直线的输出确实如此：Hessian 的最小特征值为 {eigenvalueLine}，一步牛顿法之后梯度只剩原来的 {gradientLeft}。经过 softmax 则不然：该特征值会低至 {eigenvalueSoftmax}。',
    },
  },
  'mse-square-of-metric': {
    claim: 'MSE 是一个度量的平方：非负、仅在相等时为零、对称，其平方根满足三角不等式。',
    why: {
      upheld:
        '在随机的三点组上，它不小于 {smallestDistance}，一点到自身为 {distanceToItself}，交换两点相差 {asymmetry}；其平方根超出两段之和至多 {rootExcess}。MSE 本身不是度量：它可比两段之和大 {squareExcess}。',
      refuted:
        '在随机的三点组上，它不小于 {smallestDistance}，一点到自身为 {distanceToItself}，交换两点相差 {asymmetry}，其平方根可比两段之和大 {rootExcess}。',
    },
  },
  'mse-keeps-under-orthonormal-transform': {
    claim: '在保持能量的变换下，MSE 的值不变（Parseval）。',
    why: {
      upheld: '在随机的正交矩阵变换下，它的相对变化不超过 {parsevalError}。',
      refuted: '在随机的正交矩阵变换下，它的相对变化可达 {parsevalError}。',
    },
  },
  'mse-ignores-order-and-sign': {
    claim: 'MSE 默认样本的顺序和误差的符号都无关紧要。',
    why: {
      upheld:
        '把样本倒序，它的相对变化为 {orderError}（交叉熵也一样：{orderErrorCe}）；把所有误差变号，相对变化为 {signError}。',
      refuted: '把样本倒序，它的相对变化为 {orderError}；把所有误差变号，相对变化为 {signError}。',
    },
  },
  'printed-cross-entropy-slope': {
    claim: '在逻辑回归中，交叉熵对权重的导数是 (y − h) x。',
    why: SLOPE_ZH,
  },
  'printed-squared-error-slope': {
    claim: '平方误差 (y − h)²/2 的导数是 −(y − h) h′ x（文中首次写法）。',
    why: SLOPE_ZH,
  },
  'printed-squared-error-slope-later': {
    claim: '平方误差 (y − h)²/2 的导数是 (y − h) h′ x（文中后来两次的写法）。',
    why: SLOPE_ZH,
  },
  'printed-second-derivatives': {
    claim: '交叉熵的二阶导数是 h (1 − h) x²，平方误差的二阶导数是 −(3h² − 2h − 2yh + y) h′ x²。',
    why: {
      upheld:
        '与曲面的二阶导数相比，偏差分别为最大值的 {bendErrorCe%} 和 {bendErrorMse%}，平方误差取 (y − h)²/2；若不带 1/2，则是文中公式的 {bendFactor} 倍。',
      refuted: '与曲面的二阶导数相比，偏差分别为最大值的 {bendErrorCe%} 和 {bendErrorMse%}。',
    },
  },
};

export const FIGURE_NAMES: Readonly<Record<string, Translated>> = {
  steepestMse: { en: 'steepest slope, MSE', zh: '最大斜率（MSE）' },
  refinementMse: { en: 'steepest slope, fine grid / coarse, MSE', zh: '最大斜率，细网格 / 粗网格（MSE）' },
  refinementErrorRate: {
    en: 'steepest slope, fine grid / coarse, error rate',
    zh: '最大斜率，细网格 / 粗网格（错误率）',
  },
  longestMse: { en: 'longest gradient, MSE', zh: '最大梯度模长（MSE）' },
  longestCe: { en: 'longest gradient, CE', zh: '最大梯度模长（交叉熵）' },
  gradientGrowthMse: { en: 'longest gradient, wide window / narrow', zh: '最大梯度模长，宽窗口 / 窄窗口' },
  sharpTurnShareMse: { en: 'neighbours with a turn above 45°, MSE', zh: '转向超过 45° 的相邻点比例（MSE）' },
  sharpTurnShareCe: { en: 'neighbours with a turn above 45°, CE', zh: '转向超过 45° 的相邻点比例（交叉熵）' },
  sharpTurnRefinement: { en: 'the same, fine grid / coarse, MSE', zh: '同上，细网格 / 粗网格（MSE）' },
  flatShareMse: {
    en: 'wrong side with gradient below 0.001, MSE',
    zh: '错误一侧梯度短于 0.001 的比例（MSE）',
  },
  flatShareCe: {
    en: 'wrong side with gradient below 0.001, CE',
    zh: '错误一侧梯度短于 0.001 的比例（交叉熵）',
  },
  cornerMse: { en: 'gradient in the farthest corner, MSE', zh: '最远角处的梯度模长（MSE）' },
  cornerCe: { en: 'gradient in the farthest corner, CE', zh: '最远角处的梯度模长（交叉熵）' },
  smallestPullCe: { en: 'least pull on the target’s logit, CE', zh: '对目标 logit 的最小拉力（交叉熵）' },
  shortestCe: { en: 'shortest gradient on the wrong side, CE', zh: '错误一侧的最小梯度模长（交叉熵）' },
  pullMseLog10: {
    en: 'log10 of the largest pull on the fixed logit, MSE',
    zh: '对固定 logit 的最大拉力的 log10（MSE）',
  },
  steadyOneMse: { en: 'highest steady rate, one sample, MSE', zh: '损失不回升的最大学习率，单个样本（MSE）' },
  steadyOneCe: {
    en: 'highest steady rate, one sample, CE',
    zh: '损失不回升的最大学习率，单个样本（交叉熵）',
  },
  steadyThreeMse: {
    en: 'highest steady rate, three samples, MSE',
    zh: '损失不回升的最大学习率，三个样本（MSE）',
  },
  steadyThreeCe: {
    en: 'highest steady rate, three samples, CE',
    zh: '损失不回升的最大学习率，三个样本（交叉熵）',
  },
  valueSpreadCe: { en: 'change of the value, CE', zh: '值的变化（交叉熵）' },
  valueSpreadMse: { en: 'change of the value, MSE', zh: '值的变化（MSE）' },
  slopeSpreadCe: { en: 'change of the slope, CE', zh: '斜率的变化（交叉熵）' },
  softSpreadCe: { en: 'change of the value with a soft target, CE', zh: '软标签下值的变化（交叉熵）' },
  divergenceGap: { en: '|CE − entropy − divergence|', zh: '|交叉熵 − 熵 − 散度|' },
  shiftMse: { en: 'change when all logits shift, MSE', zh: 'logit 整体平移时的变化（MSE）' },
  shiftLogits: {
    en: 'change when all logits shift, MSE of logits',
    zh: 'logit 整体平移时的变化（logit 的 MSE）',
  },
  smallestEigenvalue: { en: 'smallest eigenvalue of the Hessian', zh: 'Hessian 的最小特征值' },
  chordExcess: { en: 'largest rise above a chord, relative', zh: '高出弦的最大相对值' },
  ownSlope: { en: 'largest slope along the target’s logit', zh: '沿目标 logit 的最大斜率' },
  extremaTrap: { en: 'extrema on the trap, MSE', zh: '“陷阱”上的极值个数（MSE）' },
  extremaZigzag: { en: 'extrema on eight samples, MSE', zh: '八个样本上的极值个数（MSE）' },
  extremaCe: { en: 'extrema on both, CE', zh: '以上两者的极值个数（交叉熵）' },
  endMse: { en: 'end of the descent, squared error', zh: '下降的终点（平方误差）' },
  endValueMse: { en: 'loss at the end, squared error', zh: '终点的损失（平方误差）' },
  bestValueMse: { en: 'loss that can be had, squared error', zh: '可达到的损失（平方误差）' },
  endCe: { en: 'end of the descent, CE', zh: '下降的终点（交叉熵）' },
  endGapCe: { en: 'difference between both ends, CE', zh: '两个终点的损失之差（交叉熵）' },
  arrivedMse: { en: 'starts that arrive, squared error', zh: '到达最优值的起点比例（平方误差）' },
  arrivedCe: { en: 'starts that arrive, CE', zh: '到达最优值的起点比例（交叉熵）' },
  tunedBefore: { en: 'errors on the right labels after CE', zh: '正确标签上的错误率，交叉熵训练后' },
  tunedAfter: {
    en: 'errors on the right labels after squared error',
    zh: '正确标签上的错误率，平方误差续训后',
  },
  wrongLabelBefore: { en: 'probability of the wrong labels after CE', zh: '错误标签的概率，交叉熵训练后' },
  wrongLabelAfter: {
    en: 'probability of the wrong labels after squared error',
    zh: '错误标签的概率，平方误差续训后',
  },
  cleanBefore: { en: 'errors after CE, no wrong labels', zh: '没有标错时的错误率，交叉熵训练后' },
  cleanAfter: { en: 'errors after squared error, no wrong labels', zh: '没有标错时的错误率，平方误差续训后' },
  plateauMse: { en: 'plateau, weights to 10, MSE', zh: '平台区比例，权重至 10（MSE）' },
  plateauCe: { en: 'plateau, weights to 10, CE', zh: '平台区比例，权重至 10（交叉熵）' },
  plateauRatio: { en: 'smallest ratio, weights to 10', zh: '两者之比的最小值，权重至 10' },
  nearPlateauMse: { en: 'plateau, weights to 4, MSE', zh: '平台区比例，权重至 4（MSE）' },
  nearPlateauCe: { en: 'plateau, weights to 4, CE', zh: '平台区比例，权重至 4（交叉熵）' },
  nearRatioLeast: { en: 'smallest ratio, weights to 4', zh: '两者之比的最小值，权重至 4' },
  nearRatioMost: { en: 'largest ratio, weights to 4', zh: '两者之比的最大值，权重至 4' },
  shortRatio: {
    en: 'smallest ratio of gradients below 0.01, weights to 4',
    zh: '梯度短于 0.01 的面积之比的最小值，权重至 4',
  },
  stepsMse: { en: 'steps to 0.1, squared error', zh: '到 0.1 的步数（平方误差）' },
  stepsCe: { en: 'steps to 0.1, CE, equal rate', zh: '到 0.1 的步数（交叉熵，学习率相同）' },
  stepsCeMatched: { en: 'steps to 0.1, CE, equal first step', zh: '到 0.1 的步数（交叉熵，首步等长）' },
  slowdownMse: { en: 'steps from (2, 2) / mild start, squared error', zh: '步数之比，(2, 2)（平方误差）' },
  slowdownFarMse: { en: 'steps from (4, 4) / mild start, squared error', zh: '步数之比，(4, 4)（平方误差）' },
  slowdownCe: { en: 'steps from (2, 2) / mild start, CE', zh: '步数之比，(2, 2)（交叉熵）' },
  slowdownFarCe: { en: 'steps from (4, 4) / mild start, CE', zh: '步数之比，(4, 4)（交叉熵）' },
  slopeRatioError: { en: 'error of the quotient against h′', zh: '梯度之比与 h′ 的相对偏差' },
  smallestSigmoidSlope: { en: 'smallest h′', zh: 'h′ 的最小值' },
  largestMse: { en: 'largest value, MSE', zh: '最大值（MSE）' },
  largestCe: { en: 'largest value, CE', zh: '最大值（交叉熵）' },
  valueGrowthMse: { en: 'growth of it, logits 10 to 40, MSE', zh: 'logit 由 10 至 40 的增长倍数（MSE）' },
  valueGrowthCe: { en: 'growth of it, logits 10 to 40, CE', zh: 'logit 由 10 至 40 的增长倍数（交叉熵）' },
  eigenvalueLinear: { en: 'smallest eigenvalue, linear output', zh: '最小特征值（线性输出）' },
  eigenvalueSigmoid: { en: 'smallest eigenvalue, sigmoid', zh: '最小特征值（sigmoid）' },
  pullBackLinear: { en: 'pull on a right answer, linear output', zh: '对正确答案的拉力（线性输出）' },
  stepsLinear: { en: 'steps to 0.1, linear output', zh: '到 0.1 的步数（线性输出）' },
  errorRate1: { en: 'error rate, model 1', zh: '错误率（模型 1）' },
  errorRate2: { en: 'error rate, model 2', zh: '错误率（模型 2）' },
  crossEntropy1: { en: 'CE, model 1', zh: '交叉熵（模型 1）' },
  crossEntropy2: { en: 'CE, model 2', zh: '交叉熵（模型 2）' },
  likelihoodGap: { en: 'difference of likelihood and loss, relative', zh: '似然与损失的相对偏差' },
  undefinedShareCe: { en: 'undefined, CE', zh: '无定义的比例（交叉熵）' },
  undefinedShareMse: { en: 'undefined, MSE', zh: '无定义的比例（MSE）' },
  undefinedAtBestLine: {
    en: 'CE undefined at the best line (1: yes)',
    zh: '最佳直线处交叉熵无定义（1 为是）',
  },
  lineShift: { en: 'shift of the line by an outlier of 2', zh: '偏高 2 的离群点引起的直线移动' },
  shiftGrowth: { en: 'shift by one of 20 / by one of 2', zh: '偏高 20 与偏高 2 的移动之比' },
  mislabelPullCe: { en: 'pull of a mislabelled sample, CE', zh: '标错样本的拉力（交叉熵）' },
  mislabelPullMse: {
    en: 'pull of a mislabelled sample, sigmoid MSE',
    zh: '标错样本的拉力（sigmoid 的 MSE）',
  },
  mislabelPullLinear: {
    en: 'pull of a mislabelled sample, linear output',
    zh: '标错样本的拉力（线性输出）',
  },
  pullGrowthCe: { en: 'pull at logit 20 / at 10, CE', zh: 'logit 20 与 10 处的拉力之比（交叉熵）' },
  eigenvalueLine: { en: 'smallest eigenvalue, line', zh: '最小特征值（直线）' },
  eigenvalueSoftmax: { en: 'smallest eigenvalue, softmax', zh: '最小特征值（softmax）' },
  gradientLeft: { en: 'gradient left after one Newton step', zh: '一步牛顿法后剩余的梯度' },
  smallestDistance: { en: 'smallest MSE of two points', zh: '两点间的最小 MSE' },
  distanceToItself: { en: 'MSE of a point and itself', zh: '一点与自身的 MSE' },
  asymmetry: { en: 'difference when swapped', zh: '交换两点的差' },
  rootExcess: { en: 'root beyond the triangle inequality', zh: '平方根超出三角不等式的量' },
  squareExcess: { en: 'MSE beyond the triangle inequality', zh: 'MSE 超出三角不等式的量' },
  parsevalError: { en: 'change under an orthonormal matrix, relative', zh: '正交变换下的相对变化' },
  orderError: { en: 'change by order, relative, MSE', zh: '倒序后的相对变化（MSE）' },
  orderErrorCe: { en: 'change by order, relative, CE', zh: '倒序后的相对变化（交叉熵）' },
  signError: { en: 'change by sign, relative', zh: '变号后的相对变化' },
  printedError: { en: 'distance from the printed formula', zh: '与文中公式的偏差' },
  turnedError: { en: 'distance from it with the sign turned', zh: '与变号后公式的偏差' },
  bendErrorCe: { en: 'distance from the printed formula, CE', zh: '与文中公式的偏差（交叉熵）' },
  bendErrorMse: {
    en: 'distance from the printed formula, squared error',
    zh: '与文中公式的偏差（平方误差）',
  },
  bendFactor: { en: 'without 1/2: surface / printed formula', zh: '不带 1/2 时：曲面 / 文中公式' },
};

/** The sentence of a claim. */
export function claimSentence(
  { id, claim }: Pick<MeasuredClaim, 'id' | 'claim'>,
  language: Language,
): string {
  return language === 'en' ? claim : textsOf(id).claim;
}

/** Why the verdict is what it is, with the figures in f64. */
export function claimWhy({ id, verdict, why, figures }: MeasuredClaim, language: Language): string {
  const chinese = language === 'en' ? undefined : textsOf(id).why[verdict];
  if (chinese === undefined) return why;
  return fillFigures(
    chinese,
    Object.fromEntries(Object.entries(figures).map(([name, { f64 }]) => [name, f64])),
    '%',
  );
}

/** What a figure is called. */
export function figureName(figure: string, language: Language): string {
  const name = FIGURE_NAMES[figure];
  if (!name) throw new Error(`the figure ${figure} has no name`);
  return name[language];
}

function textsOf(id: string): ClaimTexts {
  const texts = CHINESE_CLAIMS[id];
  if (!texts) throw new Error(`the claim ${id} has no texts`);
  return texts;
}
