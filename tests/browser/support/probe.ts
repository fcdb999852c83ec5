/** The probe: the real pointer over a plot, and what the page then says. */
import { type App, eventually, type Panel } from './app.ts';
import { plotBox } from './pixels.ts';

interface LossReading {
  readonly title: string;
  /** Rows by name (L, ∂L/∂z₁, ...): at the pointer, at the grid point, and what is said of the difference. */
  readonly rows: Readonly<Record<string, readonly string[]>>;
}

export interface Reading {
  /** By name: coordinates, logits, probabilities, grid point. */
  readonly point: Readonly<Record<string, string>>;
  readonly losses: readonly [LossReading, LossReading];
}

/**
 * Moves the pointer to a part of a plot's width and height, (0, 0) at the bottom left, or the nearest half pixel to it:
 * Chrome keeps no more than f32 of a pointer's coordinates. Returns the part where it is.
 */
export async function pointAt(app: App, panel: Panel, across: number, up: number): Promise<[number, number]> {
  const { x, y, width, height } = await plotBox(app, panel);
  const toHalf = (at: number) => Math.round(2 * at) / 2;
  const [right, down] = [toHalf(across * width), toHalf((1 - up) * height)];
  await app.page.mouse.move(x + right, y + down);
  return [right / width, 1 - down / height];
}

/** What the probe says now; undefined while it says nothing. */
export function read(app: App): Promise<Reading | undefined> {
  return app.page.evaluate(() => {
    const text = (node: Element | null | undefined) => node?.textContent ?? '';
    const tables = [...document.querySelectorAll('#probe .loss')].map((section) => {
      const rows = [...section.querySelectorAll('tr')].slice(1).map((row) => {
        const cells = [...row.querySelectorAll('td')].map(text);
        return [text(row.querySelector('th')), cells] as const;
      });
      return { title: text(section.querySelector('h3')), rows: Object.fromEntries(rows) };
    });
    const [left, right] = tables;
    if (!left || !right) return undefined;
    const names = [...document.querySelectorAll('#probe dt')];
    const point = Object.fromEntries(names.map((dt) => [text(dt), text(dt.nextElementSibling)]));
    return { point, losses: [left, right] as const };
  });
}

/** Reads the probe once it says this of the pointer's coordinates. */
export async function readAt(app: App, name: string, coordinates: string): Promise<Reading> {
  await eventually(async () => (await read(app))?.point[name]).toBe(coordinates);
  return (await read(app))!;
}

/** A number as the page writes it. */
export function numberOf(text: string | undefined): number {
  return Number((text ?? '').replace('−', '-').replace('e−', 'e-'));
}
