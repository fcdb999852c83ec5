/**
 * Serves the built page to the browser that the command line starts, and carries bulk data between the two, which
 * would be slow and without bound over the debugging pipe. Only this machine reaches it, and only with its token.
 */
import { randomBytes } from 'node:crypto';
import { createReadStream, statSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize, sep } from 'node:path';
import { ISOLATION } from '../../scripts/isolation.mjs';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
};

/** Below the page's own address: what the command line hands to the page, and what the page hands back. */
const DATA_FOLDER = 'data/';

export class PageServer {
  /** Address of the page, on a secure context, which WebGPU demands. */
  readonly url: string;
  private readonly server: Server;
  private readonly folder: string;
  private readonly root: string;
  private readonly downloads = new Map<string, string>();
  private readonly uploads = new Map<string, (bytes: ArrayBuffer) => void>();

  /** @param folder where the built page is */
  static async start(folder: string): Promise<PageServer> {
    const server = createServer();
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(0, '127.0.0.1', resolve);
    });
    return new PageServer(server, folder);
  }

  private constructor(server: Server, folder: string) {
    const { port } = server.address() as AddressInfo;
    this.server = server;
    this.folder = folder;
    this.root = `/${randomBytes(16).toString('hex')}/`;
    this.url = `http://127.0.0.1:${port}${this.root}`;
    server.on('request', (request, response) => this.answer(request, response));
  }

  /** Offers `text` to the page's `fetch`; returns the address to ask for. */
  offer(name: string, text: string): string {
    this.downloads.set(DATA_FOLDER + name, text);
    return DATA_FOLDER + name;
  }

  /** Waits for the page to post bytes; returns the address to post to. */
  expect(name: string): { readonly address: string; readonly bytes: Promise<ArrayBuffer> } {
    const address = DATA_FOLDER + name;
    const bytes = new Promise<ArrayBuffer>((resolve) => this.uploads.set(address, resolve));
    return { address, bytes };
  }

  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  private answer(request: IncomingMessage, response: ServerResponse): void {
    const { pathname } = new URL(request.url ?? '/', this.url);
    if (!pathname.startsWith(this.root)) {
      refuse(response, 404);
      return;
    }
    const name = pathname.slice(this.root.length);
    const download = this.downloads.get(name);
    if (request.method === 'POST') this.receive(name, request, response);
    else if (download !== undefined)
      response.writeHead(200, { 'content-type': TYPES['.json'] }).end(download);
    else this.sendFile(name || 'index.html', response);
  }

  private receive(name: string, request: IncomingMessage, response: ServerResponse): void {
    const resolve = this.uploads.get(name);
    const length = Number(request.headers['content-length']);
    if (!resolve || !Number.isSafeInteger(length)) {
      refuse(response, 404);
      return;
    }
    this.uploads.delete(name);
    const bytes = new Uint8Array(length);
    let at = 0;
    request.on('data', (chunk: Buffer) => {
      bytes.set(chunk, at);
      at += chunk.length;
    });
    request.on('end', () => {
      response.writeHead(204).end();
      resolve(bytes.buffer);
    });
  }

  private sendFile(name: string, response: ServerResponse): void {
    const path = normalize(join(this.folder, decodeURIComponent(name)));
    const inside = path.startsWith(this.folder + sep);
    const file = inside ? statSync(path, { throwIfNoEntry: false }) : undefined;
    if (!file?.isFile()) {
      refuse(response, 404);
      return;
    }
    const type = TYPES[extname(path)] ?? 'application/octet-stream';
    response.writeHead(200, { ...ISOLATION, 'content-type': type, 'content-length': file.size });
    createReadStream(path).pipe(response);
  }
}

function refuse(response: ServerResponse, status: number): void {
  response.writeHead(status).end();
}
