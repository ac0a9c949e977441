/** Who an author is, as it says itself. It stays in the note after its tab has gone. */
export interface Signature {
  /** Well-formed, at most `MAX_SIGNATURE_UNITS` UTF-16 units. */
  readonly name: string;
  /** An integer from 0 to 255, for the palette of whoever shows it. */
  readonly color: number;
}

export const MAX_SIGNATURE_UNITS = 64;
/** The most that a name of `MAX_SIGNATURE_UNITS` takes in UTF-8. */
export const MAX_SIGNATURE_BYTES = 3 * MAX_SIGNATURE_UNITS;
