/** Numbers in a buffer that is used again and again, so that collecting a few costs nothing. */
export class NumberList {
  values = new Float64Array(64);
  length = 0;

  push(value: number): void {
    if (this.length === this.values.length) {
      const grown = new Float64Array(2 * this.length);
      grown.set(this.values);
      this.values = grown;
    }
    this.values[this.length++] = value;
  }

  /** Makes it `length` zeros. */
  fillTo(length: number): void {
    this.clear();
    if (this.values.length < length) this.values = new Float64Array(length);
    this.values.fill(0, 0, length);
    this.length = length;
  }

  clear(): void {
    this.length = 0;
    if (this.values.length > MAX_KEPT) this.values = new Float64Array(64);
  }
}

/** A buffer that a large delta needed is given back. */
const MAX_KEPT = 4_096;
