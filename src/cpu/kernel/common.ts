/**
 * Both losses of three classes where nothing is rare: weights relative to the target's, no two classes close to each
 * other. Most points of most grids are of this kind. The formulas are those of three.ts and lanes.ts.
 *
 * Two vectors, a and b, side by side: each constant is loaded once for both, and while one waits for a division the other
 * goes on.
 */
import {
  add, constant, div, EXPONENT, LOGARITHM_SERIES, mul, mulAdd, one, ROOT_HALF, sub, subMul, TWO, TWO_52,
} from './lanes';
import { CLASS_BYTES, parameter, put, ROW_BYTES } from './losses';

/** The losses at bytes `from` to `to` of the row, a multiple of 32. */
@inline
export function commonPoints(
  from: usize, to: usize, columns: usize, parameters: usize, out: usize, outStride: usize, stride: usize, accumulate: bool,
): void {
  const first = parameters + ROW_BYTES;
  const second = first + CLASS_BYTES;
  for (let i = from; i < to; i += 32) {
    const columns1 = columns + i;
    const row1 = parameter(first, 0);
    const w1A = mul(v128.load(columns1), row1);
    const w1B = mul(v128.load(columns1, 16), row1);
    const columns2 = columns1 + stride;
    const row2 = parameter(second, 0);
    const w2A = mul(v128.load(columns2), row2);
    const w2B = mul(v128.load(columns2, 16), row2);
    const restA = add(w1A, w2A);
    const restB = add(w1B, w2B);
    const totalA = add(one(), restA);
    const totalB = add(one(), restB);

    // logOnePlus(rest, total), times the cross-entropy's factor.
    const rootHalf = constant(ROOT_HALF);
    const bitsA = i64x2.sub(totalA, rootHalf);
    const bitsB = i64x2.sub(totalB, rootHalf);
    const exponent = constant(EXPONENT);
    const scaleA = i64x2.sub(one(), v128.and(bitsA, exponent));
    const scaleB = i64x2.sub(one(), v128.and(bitsB, exponent));
    const fA = mulAdd(restA, scaleA, sub(scaleA, one()));
    const fB = mulAdd(restB, scaleB, sub(scaleB, one()));
    const sA = div(fA, add(fA, constant(TWO)));
    const sB = div(fB, add(fB, constant(TWO)));
    const inverseA = div(one(), totalA);
    const inverseB = div(one(), totalB);
    const kA = sub(v128.or(i64x2.shr_u(bitsA, 52), constant(TWO_52)), constant(TWO_52));
    const kB = sub(v128.or(i64x2.shr_u(bitsB, 52), constant(TWO_52)), constant(TWO_52));
    const tA = mul(sA, sA);
    const tB = mul(sB, sB);
    const c0 = constant(LOGARITHM_SERIES);
    const c1 = constant(LOGARITHM_SERIES + 8 * 1);
    const c01A = mulAdd(tA, c1, c0);
    const c01B = mulAdd(tB, c1, c0);
    const c2 = constant(LOGARITHM_SERIES + 8 * 2);
    const c3 = constant(LOGARITHM_SERIES + 8 * 3);
    const c23A = mulAdd(tA, c3, c2);
    const c23B = mulAdd(tB, c3, c2);
    const t2A = mul(tA, tA);
    const t2B = mul(tB, tB);
    const c4 = constant(LOGARITHM_SERIES + 8 * 4);
    const c5 = constant(LOGARITHM_SERIES + 8 * 5);
    const c2345A = mulAdd(t2A, mulAdd(tA, c5, c4), c23A);
    const c2345B = mulAdd(t2B, mulAdd(tB, c5, c4), c23B);
    const seriesA = mulAdd(t2A, c2345A, c01A);
    const seriesB = mulAdd(t2B, c2345B, c01B);
    const twiceFactor = parameter(parameters, 5);
    const ln2Factor = parameter(parameters, 6);
    const valueA = mulAdd(kA, ln2Factor, mul(mul(sA, twiceFactor), mulAdd(tA, seriesA, one())));
    const valueB = mulAdd(kB, ln2Factor, mul(mul(sB, twiceFactor), mulAdd(tB, seriesB, one())));
    let line = out + i;
    put(line, valueA, accumulate);
    put(line + 16, valueB, accumulate);

    const p1A = mul(w1A, inverseA);
    const p1B = mul(w1B, inverseB);
    const p2A = mul(w2A, inverseA);
    const p2B = mul(w2B, inverseB);
    const crossEntropyA1 = parameter(first, 5);
    const crossEntropyA2 = parameter(second, 5);
    line += outStride;
    put(line, mulAdd(p1A, crossEntropyA1, mul(p2A, crossEntropyA2)), accumulate);
    put(line + 16, mulAdd(p1B, crossEntropyA1, mul(p2B, crossEntropyA2)), accumulate);
    const crossEntropyB1 = parameter(first, 6);
    const crossEntropyB2 = parameter(second, 6);
    line += outStride;
    put(line, mulAdd(p1A, crossEntropyB1, mul(p2A, crossEntropyB2)), accumulate);
    put(line + 16, mulAdd(p1B, crossEntropyB1, mul(p2B, crossEntropyB2)), accumulate);

    const qA = mul(restA, inverseA);
    const qB = mul(restB, inverseB);
    const productA = mul(p1A, p2A);
    const productB = mul(p1B, p2B);
    const minusTwiceFactor = parameter(parameters, 4);
    line += outStride;
    put(line, mul(minusTwiceFactor, subMul(productA, qA, qA)), accumulate);
    put(line + 16, mul(minusTwiceFactor, subMul(productB, qB, qB)), accumulate);
    const bothA = mul(productA, sub(p1A, p2A));
    const bothB = mul(productB, sub(p1B, p2B));
    const g1A = mulAdd(mul(p1A, inverseA), add(p1A, qA), bothA);
    const g1B = mulAdd(mul(p1B, inverseB), add(p1B, qB), bothB);
    const minusG2A = subMul(bothA, mul(p2A, inverseA), add(p2A, qA));
    const minusG2B = subMul(bothB, mul(p2B, inverseB), add(p2B, qB));
    const squaredErrorA1 = parameter(first, 7);
    const squaredErrorA2 = parameter(second, 7);
    line += outStride;
    put(line, subMul(mul(g1A, squaredErrorA1), minusG2A, squaredErrorA2), accumulate);
    put(line + 16, subMul(mul(g1B, squaredErrorA1), minusG2B, squaredErrorA2), accumulate);
    const squaredErrorB1 = parameter(first, 8);
    const squaredErrorB2 = parameter(second, 8);
    line += outStride;
    put(line, subMul(mul(g1A, squaredErrorB1), minusG2A, squaredErrorB2), accumulate);
    put(line + 16, subMul(mul(g1B, squaredErrorB1), minusG2B, squaredErrorB2), accumulate);
  }
}
