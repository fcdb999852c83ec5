/** The formulas of the readings, by name. Both languages share them. h is a sigmoid's output, t the right class. */
import { math, root, row, sub, subsup, sup } from '../mathml.ts';

const p = (index: string) => sub('p', index);
const z = (index: string) => sub('z', index);
const hSlope = 'ℎ′';

export const FORMULAS = {
  z1: () => math(z('1')),
  z2: () => math(z('2')),
  z3: () => math(z('3')),
  p1: () => math(p('1')),
  pTarget: () => math(p('t')),
  h: () => math('h'),
  /** Norms of the gradients on the plane of three-class-extreme, where the third probability is 0 and class 1 right. */
  ceSlope: () => math(root('2'), p('2')),
  mseSlope: () => math('4', root('2'), p('1'), subsup('p', '2', '2'), '/3'),
  /** Of cross-entropy along any logit of a softmax. */
  ceGradient: () => math(p('k'), '−', sub('y', 'k')),
  /** First derivatives along the weight of one sigmoid unit; the squared error with the factor 1/2. */
  ceWeight: () => math('∂CE/∂w=(h−y)x'),
  mseWeight: () => math('∂MSE/∂w=(h−y)', hSlope, 'x'),
  ceWeightPrinted: () => math('(y−h)x'),
  hSlope: () => math(hSlope),
  sigmoidSlope: () => math(hSlope, '=h(1−h)'),
  twoLayer: () => math('z=v tanh(ux)'),
  line: () => math('y=ux+v'),
  /** Minus the logarithm of the normal density, but for what does not depend on the line. */
  gaussian: () => math('(z−y', sup(')', '2'), '/(2', sup('σ', '2'), ')'),
  margin: () => math('max', '(0,1+', sub('z', 'j'), '−', sub('z', 't'), ')'),
  zt: () => math(z('t')),
  zMax: () => math(z('m')),
  /** The cross-entropy from logits, m the largest. */
  ceLogits: () => math(z('m'), '−', z('t'), '+', 'log', sub('∑', 'k'), sup('e', row(z('k'), '−', z('m')))),
  exponential: () => math(sup('e', 'z')),
} as const satisfies Record<string, () => MathMLElement>;
