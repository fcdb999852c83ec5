/**
 * The smaller eigenvalue of the Hessian [[A, B], [B, D]] of a surface.
 *
 * With T = A + D and R = hypot(A - D, 2B) it is (T - R) / 2, which cancels where both eigenvalues are positive;
 * there 2 det / (T + R) is used. The determinant itself cancels as A D - B^2, so the cases that have one come as a
 * product: a single sample of a softmax with two or three classes, cross-entropy with up to eight, and a single
 * logit, whose Hessian has rank one.
 */
import type { LossId } from './experiment.ts';
import type { Jet } from './jet.ts';
import type { SamplePoint } from './sample-point.ts';

/** The classes up to which the determinant's sum over triples is worth its cost. */
const TRIPLE_SUM_CLASSES = 8;

/**
 * @param scaledDeterminant given T + R > 0, the determinant divided by it; without it, A D - B^2 is used.
 */
export function smallerEigenvalue(jet: Jet, scaledDeterminant?: (divisor: number) => number): number {
  const { duu, duv, dvv } = jet;
  const trace = duu + dvv;
  const radius = Math.hypot(duu - dvv, 2 * duv);
  if (Number.isNaN(trace)) return NaN;
  if (trace < 0) return (trace - radius) / 2;
  const divisor = trace + radius;
  if (divisor === 0) return 0;
  return 2 * (scaledDeterminant ? scaledDeterminant(divisor) : (duu * dvv - duv * duv) / divisor);
}

/** det of the plane's two directions over the classes i, j, k: how much of their triangle the plane spans. */
function spannedArea({ a, b }: SamplePoint, i: number, j: number, k: number): number {
  return (a[j]! - a[i]!) * (b[k]! - b[i]!) - (a[k]! - a[i]!) * (b[j]! - b[i]!);
}

/** p_i p_j p_k / divisor. The divisor is about the second largest of the three, so it goes there: no underflow. */
function tripleOver(divisor: number, x: number, y: number, z: number): number {
  const [small, middle, large] = [x, y, z].sort((l, r) => l - r) as [number, number, number];
  return (middle / divisor) * small * large;
}

/** The bracket P of the squared error's determinant for three classes: target t, others i and o. */
function squaredErrorBracket(t: number, i: number, o: number): number {
  return (
    2 * t * t * (i * i + o * o + 4 * i * o) -
    3 * t * (i ** 3 + o ** 3) +
    i ** 4 +
    o ** 4 -
    i * o * (3 * (i * i + o * o) + 2 * i * o)
  );
}

/**
 * The determinant of one softmax sample's Hessian as a product, ready to be divided by T + R;
 * `undefined` where no such form is known.
 */
export function softmaxDeterminant(
  loss: LossId,
  point: SamplePoint,
  squaredErrorFactor: number,
): ((divisor: number) => number) | undefined {
  const { p } = point.softmax;
  const { target } = point;
  if (p.length === 2) return () => 0;
  if (loss === 'cross-entropy' && p.length <= TRIPLE_SUM_CLASSES) {
    const weight = target.kind === 'hard' ? 1 : target.y.reduce((sum, y) => sum + y, 0);
    return (divisor) => {
      let sum = 0;
      for (let k = 2; k < p.length; k++) {
        for (let j = 1; j < k; j++) {
          for (let i = 0; i < j; i++) {
            const area = spannedArea(point, i, j, k);
            if (area !== 0) sum += tripleOver(divisor, p[i]!, p[j]!, p[k]!) * area * area;
          }
        }
      }
      return sum * weight * weight;
    };
  }
  if (loss === 'mse' && p.length === 3 && target.kind === 'hard') {
    const t = p[target.index]!;
    const i = p[(target.index + 1) % 3]!;
    const o = p[(target.index + 2) % 3]!;
    const area = spannedArea(point, 0, 1, 2);
    const factor = 8 * squaredErrorFactor ** 2 * squaredErrorBracket(t, i, o) * area * area;
    return (divisor) => factor * tripleOver(divisor, t, i, o);
  }
  return undefined;
}
