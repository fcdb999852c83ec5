/** What the page saves, in a folder that a test file has to itself. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'puppeteer';
import { eventually } from './app.ts';

export class Downloads {
  readonly folder = mkdtempSync(join(tmpdir(), 'logitscape-downloads-'));

  /** Has the page, and all of the same browser context, save its files here from now on. */
  async takeFrom(page: Page): Promise<void> {
    const session = await page.browser().target().createCDPSession();
    await session.send('Browser.setDownloadBehavior', {
      behavior: 'allow',
      downloadPath: this.folder,
      browserContextId: page.browserContext().id!,
    });
  }

  names(): string[] {
    return readdirSync(this.folder);
  }

  /** The file of this name, once there is no other: one that is still being saved has another name. */
  async only(name: string): Promise<Buffer> {
    await eventually(() => this.names()).toEqual([name]);
    return this.read(name);
  }

  /** The file of this name, once it is there. */
  async saved(name: string): Promise<Buffer> {
    await eventually(() => this.names()).toContain(name);
    return this.read(name);
  }

  path(name: string): string {
    return join(this.folder, name);
  }

  remove(name: string): void {
    rmSync(this.path(name));
  }

  clear(): void {
    for (const name of this.names()) this.remove(name);
  }

  /** Takes the folder away. A Chrome that still saves a file would make it anew: it is to be closed before. */
  removeAll(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  private read(name: string): Buffer {
    return readFileSync(this.path(name));
  }
}
