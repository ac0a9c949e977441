/**
 * A row is a byte that names its format, and a delta. 0 and 1 were the formats of rows whose deltas nobody reads any more. Rows are written in plain while somebody types, since compressing
 * takes several turns of the event loop, and deflated where a note is packed together.
 */
const PLAIN = 2;
const DEFLATED = 3;

/** A row that holds `delta` as it is. */
export function plainRow(delta: Uint8Array): Uint8Array {
  return withFormat(PLAIN, delta);
}

/** A row that holds `delta` deflated, or as it is where the platform cannot deflate or nothing is gained. */
export async function packedRow(delta: Uint8Array): Promise<Uint8Array> {
  if (typeof CompressionStream === "undefined") return plainRow(delta);
  const deflated = await collect(streamOf(delta).pipeThrough(new CompressionStream("deflate-raw")), delta.length);
  return deflated ? withFormat(DEFLATED, deflated) : plainRow(delta);
}

/** The delta in a row; undefined where the row is malformed, of an unknown format, or of more than `maxBytes`. */
export async function unpackRow(row: Uint8Array, maxBytes: number): Promise<Uint8Array | undefined> {
  const content = row.subarray(1);
  switch (row[0]) {
    case PLAIN:
      return content.length <= maxBytes ? content : undefined;
    case DEFLATED:
      return inflate(content, maxBytes);
    default:
      return undefined;
  }
}

async function inflate(deflated: Uint8Array, maxBytes: number): Promise<Uint8Array | undefined> {
  if (typeof DecompressionStream === "undefined") return undefined;
  try {
    return await collect(streamOf(deflated).pipeThrough(new DecompressionStream("deflate-raw")), maxBytes);
  } catch {
    // The stream fails on bytes that are not deflated, and on those that end early.
    return undefined;
  }
}

function withFormat(format: number, content: Uint8Array): Uint8Array {
  const row = new Uint8Array(content.length + 1);
  row[0] = format;
  row.set(content, 1);
  return row;
}

function streamOf(bytes: Uint8Array): ReadableStream<Uint8Array<ArrayBuffer>> {
  return new Blob([new Uint8Array(bytes)]).stream();
}

/** Reads a stream to its end; undefined where it brings more than `maxBytes`: a few bytes can inflate to gigabytes. */
async function collect(stream: ReadableStream<Uint8Array>, maxBytes: number): Promise<Uint8Array | undefined> {
  const reader = stream.getReader();
  const chunks: Uint8Array[] = [];
  let length = 0;
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    length += next.value.length;
    if (length > maxBytes) {
      await reader.cancel();
      return undefined;
    }
    chunks.push(next.value);
  }
  const bytes = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.length;
  }
  return bytes;
}
