import { expect, inject, test } from 'vitest';
import { launchChrome } from '../harness/chrome.ts';
import { openPage } from '../harness/page.ts';

test('a compute shader on the served page gives its numbers back', async () => {
  const browser = await launchChrome({ webgpu: true });
  const { page } = await openPage(browser, inject('pageUrl'));

  const numbers = await page.evaluate(async () => {
    const adapter = await navigator.gpu.requestAdapter();
    if (!adapter) throw new Error('no adapter');
    const device = await adapter.requestDevice();
    const size = 4 * Float32Array.BYTES_PER_ELEMENT;
    const output = device.createBuffer({ size, usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC });
    const readback = device.createBuffer({ size, usage: GPUBufferUsage.COPY_DST | GPUBufferUsage.MAP_READ });
    const module = device.createShaderModule({
      code: `
        @group(0) @binding(0) var<storage, read_write> output: array<f32>;
        @compute @workgroup_size(4) fn main(@builtin(global_invocation_id) id: vec3u) {
          output[id.x] = f32(id.x) * 0.5 - 1.0;
        }`,
    });
    const pipeline = device.createComputePipeline({ layout: 'auto', compute: { module } });
    const bindings = device.createBindGroup({
      layout: pipeline.getBindGroupLayout(0),
      entries: [{ binding: 0, resource: { buffer: output } }],
    });
    const encoder = device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    pass.setPipeline(pipeline);
    pass.setBindGroup(0, bindings);
    pass.dispatchWorkgroups(1);
    pass.end();
    encoder.copyBufferToBuffer(output, 0, readback, 0, size);
    device.queue.submit([encoder.finish()]);
    await readback.mapAsync(GPUMapMode.READ);
    const values = [...new Float32Array(readback.getMappedRange())];
    device.destroy();
    return values;
  });

  expect(numbers).toEqual([-1, -0.5, 0, 0.5]);
});
