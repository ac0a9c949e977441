import type { ContenderName } from "./contender";
import { type Measurement, pool } from "./measurement";

/** All rooms that were measured, by contender and size. */
export class Results {
  readonly #rooms = new Map<string, [Measurement, ...Measurement[]]>();

  add(name: ContenderName, room: Measurement): void {
    const key = keyOf(name, room.tabs);
    const rooms = this.#rooms.get(key);
    if (rooms === undefined) this.#rooms.set(key, [room]);
    else rooms.push(room);
  }

  /** The rooms of one size as one; undefined where none was measured. */
  of(name: ContenderName, tabs: number): Measurement | undefined {
    const rooms = this.#rooms.get(keyOf(name, tabs));
    return rooms && pool(rooms);
  }
}

function keyOf(name: ContenderName, tabs: number): string {
  return `${name} ${tabs}`;
}
