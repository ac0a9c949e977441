/** What the process holds after a collection, in bytes. */
export interface HeldBytes {
  /** JavaScript's heap and what lies outside of it, typed arrays included. */
  readonly heap: number;
  /** The linear memories of WebAssembly, which never shrink. */
  readonly wasm: number;
}

const memories = new Set<WebAssembly.Memory>();

/** From now on the memories of new WebAssembly instances are counted. To be called before a library is loaded. */
export function countWasmMemories(): void {
  const { Instance } = WebAssembly;
  WebAssembly.Instance = new Proxy(Instance, {
    construct(target, [module, imports]: [WebAssembly.Module, WebAssembly.Imports]) {
      const instance = new target(module, imports);
      for (const exported of Object.values(instance.exports)) {
        if (exported instanceof WebAssembly.Memory) memories.add(exported);
      }
      return instance;
    },
  });
}

export function heldBytes(): HeldBytes {
  for (let collection = 0; collection < 5; collection++) globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  let wasm = 0;
  for (const { buffer } of memories) wasm += buffer.byteLength;
  return { heap: heapUsed + external, wasm };
}
