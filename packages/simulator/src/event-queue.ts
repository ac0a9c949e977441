/**
 * Events in order of (time, sequence): of two at one time, the one that was added first comes first. A 4-ary heap in
 * typed arrays, since a large simulation spends much of its time here.
 */
export class EventQueue<Event> {
  private times = new Float64Array(INITIAL_CAPACITY);
  private sequences = new Float64Array(INITIAL_CAPACITY);
  private slots = new Int32Array(INITIAL_CAPACITY);
  private readonly events: (Event | undefined)[] = [];
  private readonly freeSlots: number[] = [];
  private count = 0;
  private nextSequence = 0;

  get size(): number {
    return this.count;
  }

  /** The time of the first event; undefined where there is none. */
  get nextTime(): number | undefined {
    return this.count > 0 ? this.times[0] : undefined;
  }

  /** `time` is an integer. */
  add(time: number, event: Event): void {
    if (this.count === this.times.length) this.grow();
    const slot = this.freeSlots.pop() ?? this.events.length;
    this.events[slot] = event;
    this.siftUp(this.count++, time, this.nextSequence++, slot);
  }

  /** Takes the first event out; undefined where there is none. */
  take(): Event | undefined {
    if (this.count === 0) return undefined;
    const slot = this.slots[0] as number;
    const event = this.events[slot];
    this.events[slot] = undefined;
    this.freeSlots.push(slot);
    const last = --this.count;
    if (last > 0) {
      this.siftDown(this.times[last] as number, this.sequences[last] as number, this.slots[last] as number);
    }
    return event;
  }

  /** All events that wait, with their times, in no order. */
  *waiting(): Iterable<{ readonly time: number; readonly event: Event }> {
    for (let i = 0; i < this.count; i++) {
      yield { time: this.times[i] as number, event: this.events[this.slots[i] as number] as Event };
    }
  }

  private siftUp(start: number, time: number, sequence: number, slot: number): void {
    const { times, sequences, slots } = this;
    let index = start;
    while (index > 0) {
      const parent = (index - 1) >> 2;
      const parentTime = times[parent] as number;
      // What is added last has the highest sequence: at an equal time it stays behind.
      if (parentTime <= time) break;
      times[index] = parentTime;
      sequences[index] = sequences[parent] as number;
      slots[index] = slots[parent] as number;
      index = parent;
    }
    this.place(index, time, sequence, slot);
  }

  private siftDown(time: number, sequence: number, slot: number): void {
    const { times, sequences, slots, count } = this;
    let index = 0;
    for (;;) {
      const first = 4 * index + 1;
      if (first >= count) break;
      let least = first;
      for (let child = first + 1; child < count && child < first + 4; child++) {
        if (this.isBefore(child, least)) least = child;
      }
      const leastTime = times[least] as number;
      if (leastTime > time || (leastTime === time && (sequences[least] as number) > sequence)) break;
      times[index] = leastTime;
      sequences[index] = sequences[least] as number;
      slots[index] = slots[least] as number;
      index = least;
    }
    this.place(index, time, sequence, slot);
  }

  private isBefore(left: number, right: number): boolean {
    const difference = (this.times[left] as number) - (this.times[right] as number);
    return difference < 0 || (difference === 0 && (this.sequences[left] as number) < (this.sequences[right] as number));
  }

  private place(index: number, time: number, sequence: number, slot: number): void {
    this.times[index] = time;
    this.sequences[index] = sequence;
    this.slots[index] = slot;
  }

  private grow(): void {
    const capacity = this.times.length * 2;
    const { times, sequences, slots } = this;
    this.times = new Float64Array(capacity);
    this.sequences = new Float64Array(capacity);
    this.slots = new Int32Array(capacity);
    this.times.set(times);
    this.sequences.set(sequences);
    this.slots.set(slots);
  }
}

const INITIAL_CAPACITY = 64;
