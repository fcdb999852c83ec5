/** Starting a headless Chrome with WebGPU: the command line and the tests do it the same way. */
import { existsSync, readdirSync } from 'node:fs';
import type { Browser } from 'puppeteer';
import { findChrome } from '../../scripts/find-chrome.mjs';

/**
 * WebGPU without a GPU, canvas included, needs exactly these. Without the last the first canvas kills Chrome's
 * GPU process.
 */
const SOFTWARE_WEBGPU = [
  '--enable-unsafe-webgpu',
  '--enable-features=Vulkan',
  '--use-vulkan=swiftshader',
  '--use-angle=swiftshader',
];

/** WebGPU on the machine's own GPU; Chrome on Linux does not offer it unasked. */
const HARDWARE_WEBGPU = ['--enable-unsafe-webgpu', '--enable-features=Vulkan', '--ignore-gpu-blocklist'];

/** Headless Chrome offers no adapter without a GPU; with one, this keeps it from doing so. */
const NO_WEBGPU = ['--disable-gpu'];

/** Chrome's own calls home. */
const QUIET = [
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const FLAGS = { hardware: HARDWARE_WEBGPU, software: SOFTWARE_WEBGPU, none: NO_WEBGPU } as const;

/** The machine's GPU, Chrome's software one (SwiftShader), or none: `navigator.gpu` is there, its adapter null. */
export type WebGpuKind = keyof typeof FLAGS;

const LAUNCH_TIMEOUT_MS = 60_000;

/**
 * Starts a headless Chrome. It ends with this process, even when that is killed; whoever starts it closes it sooner.
 * @param profile the folder of its profile, the caller's to remove; without it Puppeteer makes one and removes it
 * @throws if no Chrome is found, or none starts
 */
export async function startChrome(webgpu: WebGpuKind, profile?: string): Promise<Browser> {
  const executablePath = await findChrome();
  if (!executablePath) throw new Error('no Chrome or Chromium found: install one (`npm test` does)');
  const { default: puppeteer } = await import('puppeteer');
  return puppeteer.launch({
    executablePath,
    headless: true,
    ...(profile ? { userDataDir: profile } : {}),
    // Over a pipe Chrome ends with this process, even when that is killed.
    pipe: true,
    timeout: LAUNCH_TIMEOUT_MS,
    // A large grid on a slow adapter takes as long as it takes.
    protocolTimeout: 0,
    // Interrupts are for the caller, who has more to tidy up than the browser.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
    // Puppeteer removes flags from the very array it is given, so each launch gets its own.
    args: [...QUIET, ...FLAGS[webgpu], ...(isRoot() ? ['--no-sandbox'] : [])],
  });
}

/** What WebGPU can be had on this machine, the fastest first; to be tried, as a device does not prove a driver. */
export function webGpuKinds(): readonly WebGpuKind[] {
  return mayHaveGpu() ? ['hardware', 'software'] : ['software'];
}

/** Linux names its GPUs in /dev; elsewhere every machine with a screen has one. */
function mayHaveGpu(): boolean {
  if (process.platform !== 'linux') return true;
  if (existsSync('/dev/nvidia0')) return true;
  return existsSync('/dev/dri') && readdirSync('/dev/dri').some((name) => name.startsWith('renderD'));
}

/** Chrome's sandbox refuses to run as root. */
function isRoot(): boolean {
  return process.getuid?.() === 0;
}
