import { type ByteReader, type ByteWriter, MalformedError } from "@hearsay/merge";

/** Writes how many there are, at most 255, and each. */
export function writeList<Item>(
  writer: ByteWriter,
  items: readonly Item[],
  write: (writer: ByteWriter, item: Item) => void,
): void {
  writer.byte(items.length);
  for (const item of items) write(writer, item);
}

/** Throws a `MalformedError` where there are more than `most`, or one is not sound. */
export function readList<Item>(reader: ByteReader, most: number, read: (reader: ByteReader) => Item): readonly Item[] {
  const count = reader.byte();
  if (count > most) throw new MalformedError(`Expected at most ${most}, got ${count}`);
  return Array.from({ length: count }, () => read(reader));
}
