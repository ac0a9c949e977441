import { Blake2s } from "./blake2s";
import { type ByteReader, ByteWriter, decodeOrUndefined, utf8Length } from "./bytes";
import { MAX_REGISTER_DELTA_BYTES, type Register, type RegisterOperation, registerDeltaBytes } from "./register";
import type { Lost, MergeResult, Replica, Restamped } from "./replica";

/** The most that a title may hold, in bytes of UTF-8. */
export const MAX_TITLE_BYTES = 1_024;

const MAX_TITLE_DELTA_BYTES = registerDeltaBytes(MAX_TITLE_BYTES);

/** The largest delta of a note whose body is a register. */
export const MAX_NOTE_DELTA_BYTES = MAX_REGISTER_DELTA_BYTES + MAX_TITLE_DELTA_BYTES + 4;

export type NoteOperation<BodyOperation> =
  | { readonly part: "title"; readonly operation: RegisterOperation }
  | { readonly part: "body"; readonly operation: BodyOperation };

/** A title, which the source text's rule decides, and a body of any kind; one replica for both. */
export class Note<BodyOperation> implements Replica<NoteOperation<BodyOperation>> {
  readonly pushes: "whole" | "lacking";

  constructor(
    readonly title: Register,
    readonly body: Replica<BodyOperation>,
  ) {
    this.pushes = body.pushes;
  }

  version(): Uint8Array {
    return new ByteWriter().bytes(this.title.version()).raw(this.body.version()).finish();
  }

  since(version: Uint8Array | undefined, maxBytes: number): Uint8Array | undefined {
    const seen = version && decodeParts(version);
    const title = this.title.since(seen?.title, Math.min(MAX_TITLE_DELTA_BYTES, maxBytes - MAX_LENGTH_BYTES));
    const rest = maxBytes - MAX_LENGTH_BYTES - (title?.length ?? 0);
    const body = this.body.since(seen?.body, rest);
    if (!title && !body) return undefined;
    return new ByteWriter()
      .bytes(title ?? NOTHING)
      .raw(body ?? NOTHING)
      .finish();
  }

  shareOf(version: Uint8Array): number {
    const seen = decodeParts(version);
    if (!seen) return 1;
    const body = this.body.shareOf(seen.body);
    return this.title.shareOf(seen.title) < 1 ? Math.min(body, ALMOST) : body;
  }

  includes(version: Uint8Array, part: Uint8Array): boolean {
    const seen = decodeParts(version) ?? { title: NOTHING, body: NOTHING };
    const needed = decodeParts(part);
    if (!needed) return true;
    return this.title.includes(seen.title, needed.title) && this.body.includes(seen.body, needed.body);
  }

  fingerprint(): Uint8Array {
    return new Blake2s().raw(this.title.fingerprint()).raw(this.body.fingerprint()).digest();
  }

  /** Takes both parts in, or neither; a part that is only ahead or lacks its cause does not keep the other out. */
  merge(delta: Uint8Array, now: number): MergeResult {
    const parts = decodeParts(delta);
    if (!parts || (parts.title.length === 0 && parts.body.length === 0) || parts.title.length > MAX_TITLE_DELTA_BYTES) {
      return { type: "refused", reason: "malformed" };
    }
    const refusal = parts.title.length > 0 ? this.title.refusalOf(parts.title, now) : undefined;
    if (refusal && refusal !== "ahead") return { type: "refused", reason: refusal };
    const body = parts.body.length > 0 ? this.body.merge(parts.body, now) : undefined;
    if (body?.type === "refused" && body.reason !== "ahead") return body;
    return together(parts.title.length > 0 ? this.title.merge(parts.title, now) : undefined, body);
  }

  /** Throws a `RangeError` where the title is longer than `MAX_TITLE_BYTES`, or the body refuses the operation. */
  edit(operation: NoteOperation<BodyOperation>, now: number): void {
    if (operation.part === "body") {
      this.body.edit(operation.operation, now);
      return;
    }
    const bytes = utf8Length(operation.operation.text);
    if (bytes > MAX_TITLE_BYTES)
      throw new RangeError(`Expected at most ${MAX_TITLE_BYTES} bytes of title, got ${bytes}`);
    this.title.edit(operation.operation, now);
  }

  restamp(now: number): Restamped | undefined {
    const title = this.title.restamp(now);
    const body = this.body.restamp(now);
    return title || body ? { lost: bothLost(title?.lost, body?.lost) } : undefined;
  }
}

const NOTHING = new Uint8Array(0);
const MAX_LENGTH_BYTES = 3;
/** As good as all, and yet not all. */
const ALMOST = 0.999;

function decodeParts(bytes: Uint8Array): { readonly title: Uint8Array; readonly body: Uint8Array } | undefined {
  return decodeOrUndefined(bytes, (reader: ByteReader) => ({
    title: reader.bytes(MAX_TITLE_DELTA_BYTES),
    body: reader.rest(),
  }));
}

function together(title: MergeResult | undefined, body: MergeResult | undefined): MergeResult {
  const results = [title, body].filter((result) => result !== undefined);
  const lost = bothLost(title?.lost, body?.lost);
  if (results.some(({ type }) => type === "changed")) return { type: "changed", lost };
  const partly = results.find(({ type }) => type === "refused") ?? results.find(({ type }) => type === "held");
  return { ...(partly ?? UNCHANGED), lost };
}

const UNCHANGED: MergeResult = { type: "unchanged", lost: undefined };

function bothLost(title: Lost | undefined, body: Lost | undefined): Lost | undefined {
  if (!title || !body) return title ?? body;
  return { text: `${title.text}\n${body.text}`, timestamp: body.timestamp };
}
