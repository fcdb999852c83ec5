/** The axes of a surface in space: which texts stand along its box, and where. */
import { describe, expect, it } from 'vitest';
import type { PlaneWindow } from '../../src/core/experiment.ts';
import { HOME_ORBIT, type Orbit } from '../../src/core/orbit.ts';
import { makeScale, rangeOfValues, type Scale } from '../../src/core/scale.ts';
import { layoutFigure } from '../../src/render/layout.ts';
import { FLOOR, HEIGHT, orbitCamera, type Point3, project } from '../../src/render/orbit-camera.ts';
import { makePen } from '../../src/render/pen.ts';
import { drawSpaceAxes } from '../../src/render/space-axes.ts';
import { DARK_THEME } from '../../src/render/theme.ts';

interface Text {
  readonly text: string;
  readonly font: string;
  /** Of its left end and its baseline, CSS px. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

const GLYPH = 6;
const LAYOUT = layoutFigure(600, 520, 1);
const NAMES = { u: 'z₁', v: 'z₂', height: 'L' };
const WINDOW: PlaneWindow = { u: [-10, 10], v: [0, 400] };

/** A canvas that keeps the texts drawn on it; each letter is GLYPH wide. */
function textCanvas(): { readonly context: CanvasRenderingContext2D; readonly texts: Text[] } {
  const texts: Text[] = [];
  let [left, top] = [0, 0];
  const saved: [number, number][] = [];
  const own: Record<string, unknown> = {
    font: '',
    save: () => saved.push([left, top]),
    restore: () => {
      [left, top] = saved.pop()!;
    },
    translate: (x: number, y: number) => {
      [left, top] = [left + x, top + y];
    },
    measureText: (text: string) => ({ width: GLYPH * text.length }),
    fillText: (text: string, x: number, y: number) => {
      texts.push({ text, font: String(own.font), x: left + x, y: top + y, width: GLYPH * text.length });
    },
  };
  const context = new Proxy(own, {
    get: (all, name: string) => all[name] ?? (() => undefined),
    set: (all, name: string, value) => {
      all[name] = value;
      return true;
    },
  });
  return { context: context as unknown as CanvasRenderingContext2D, texts };
}

function textsOf(orbit: Orbit, scale: Scale | undefined): Text[] {
  const { context, texts } = textCanvas();
  const pen = makePen(context, 1, DARK_THEME);
  drawSpaceAxes(pen, LAYOUT, orbitCamera(orbit), { window: WINDOW, names: NAMES, scale });
  return texts;
}

const LINEAR = makeScale('linear', rangeOfValues([0, 0.667]));
const LOG = makeScale('log', rangeOfValues([1e-9, 20]));

/** Where a point of space stands on the figure. */
function pixelOf(orbit: Orbit, point: Point3): Point3 {
  return project(orbitCamera(orbit), LAYOUT.plot, point);
}

/** How far the middle of a text is from a pixel. */
function distance({ x, y, width }: Text, [pixelX, pixelY]: Point3): number {
  return Math.hypot(x + width / 2 - pixelX, y - 4 - pixelY);
}

const isNumber = ({ text }: Text) => /^[−-]?\d/.test(text);
/** Names are italic, their subscripts small. */
const isName = ({ font }: Text) => font.startsWith('italic');

describe('the axes of a surface in space', () => {
  it('are named as the plane is, and the vertical one as the loss', () => {
    const texts = textsOf(HOME_ORBIT, LINEAR);
    expect(
      texts
        .filter(isName)
        .map(({ text }) => text)
        .sort(),
    ).toEqual(['L', 'z', 'z']);
    const subscripts = texts.filter(
      ({ font }) => font.includes(DARK_THEME.nameFamily) && !/italic/.test(font),
    );
    expect(subscripts.map(({ text }) => text).sort()).toEqual(['1', '2']);
  });

  it('count the window and the losses', () => {
    const numbers = textsOf(HOME_ORBIT, LINEAR)
      .filter(isNumber)
      .map(({ text }) => text);
    expect(numbers).toEqual(expect.arrayContaining(['−10', '0', '10'])); // u
    expect(numbers).toEqual(expect.arrayContaining(['400'])); // v
    expect(numbers).toEqual(expect.arrayContaining(['0.2', '0.4', '0.6'])); // losses
    const logs = textsOf(HOME_ORBIT, LOG).map(({ text }) => text);
    expect(logs.filter((text) => /^1e−\d$/.test(text)).length).toBeGreaterThan(1);
  });

  it.each([
    [35, LINEAR, '0.4', 0.4],
    [-35, LINEAR, '0.4', 0.4],
    [145, LINEAR, '0.4', 0.4],
    [-145, LINEAR, '0.4', 0.4],
    [35, LOG, '1e−6', 1e-6],
  ] as const)(
    'from %d degrees, have a label of a loss at its height, on the left',
    (azimuth, scale, label, loss) => {
      const orbit = { ...HOME_ORBIT, azimuth };
      const text = textsOf(orbit, scale).find((found) => found.text === label)!;
      const corners = [-0.5, 0.5].flatMap((x) =>
        [-0.5, 0.5].map((y): Point3 => [x, y, HEIGHT * scale.position(loss)]),
      );
      const pixels = corners.map((corner) => pixelOf(orbit, corner));
      const leftmost = pixels.reduce((left, pixel) => (pixel[0] < left[0] ? pixel : left));
      expect(Math.abs(text.y - 4 - leftmost[1])).toBeLessThan(8);
      expect(text.x + text.width).toBeLessThan(leftmost[0]);
      expect(leftmost[0] - text.x - text.width).toBeLessThan(16);
    },
  );

  it('have the ends of the window at the corners of the box', () => {
    const texts = textsOf(HOME_ORBIT, LINEAR);
    // From the right of the front, u runs along the front and v along the right side.
    const near = (label: string, corner: Point3) => {
      const all = texts
        .filter(({ text }) => text === label)
        .map((text) => distance(text, pixelOf(HOME_ORBIT, corner)));
      expect(Math.min(...all), label).toBeLessThan(28);
    };
    near('−10', [-0.5, -0.5, FLOOR]);
    near('10', [0.5, -0.5, FLOOR]);
    near('400', [0.5, 0.5, FLOOR]);
  });

  it('have each name on its own side of the box', () => {
    const texts = textsOf(HOME_ORBIT, LINEAR);
    const [ofU, ofV] = ['1', '2'].map((subscript) =>
      texts.find(({ text, font }) => text === subscript && font.includes(DARK_THEME.nameFamily)),
    );
    const [front, right] = [pixelOf(HOME_ORBIT, [0, -0.5, FLOOR]), pixelOf(HOME_ORBIT, [0.5, 0, FLOOR])];
    expect(distance(ofU!, front)).toBeLessThan(distance(ofU!, right));
    expect(distance(ofV!, right)).toBeLessThan(distance(ofV!, front));
  });

  it('have no texts over one another, nor on the colourbar, from wherever they are seen', () => {
    for (let azimuth = -180; azimuth < 180; azimuth += 15) {
      for (const elevation of [0, 20, 45, 70, 90]) {
        const texts = textsOf({ azimuth, elevation, distance: 3 }, LINEAR);
        expect(texts.filter(isName).length, `${azimuth}, ${elevation}`).toBeGreaterThan(0);
        for (const { x, width } of texts) {
          expect(x).toBeGreaterThanOrEqual(LAYOUT.bounds.x - 1);
          expect(x + width).toBeLessThanOrEqual(LAYOUT.bar.x + 1);
        }
        const labels = texts.filter(isNumber).filter(({ font }) => !font.includes(DARK_THEME.nameFamily));
        for (const [n, a] of labels.entries()) {
          for (const b of labels.slice(n + 1)) {
            const apartX = a.x + a.width <= b.x || b.x + b.width <= a.x;
            expect(apartX || Math.abs(a.y - b.y) >= 10, `${a.text} and ${b.text} at ${azimuth}`).toBe(true);
          }
        }
      }
    }
  });

  it('have no vertical one while the scale is unknown', () => {
    expect(
      textsOf(HOME_ORBIT, undefined)
        .filter(isName)
        .map(({ text }) => text),
    ).toEqual(['z', 'z']);
  });
});
