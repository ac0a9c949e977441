/** A text as people edit it, held at its plainest: what stands before the caret, and what behind it, the last first. */
export class GapBuffer<T> {
  private readonly before: T[] = [];
  private readonly behind: T[] = [];

  /** Replaces items; returns those that were deleted. */
  splice(position: number, deleted: number, inserted: Iterable<T>): T[] {
    while (this.before.length > position) this.behind.push(this.before.pop()!);
    while (this.before.length < position) this.before.push(this.behind.pop()!);
    const gone = Array.from({ length: deleted }, () => this.behind.pop()!);
    this.before.push(...inserted);
    return gone;
  }

  items(): T[] {
    return [...this.before, ...this.behind.toReversed()];
  }
}
