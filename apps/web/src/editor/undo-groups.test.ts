import { ChangeSet, EditorState, type TransactionSpec } from "@codemirror/state";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { UndoGroups } from "./undo-groups";

/** An editor that says of each edit whether it joins the one before it. */
class Typist {
  private readonly groups = new UndoGroups();
  private state = EditorState.create({ doc: "0123456789" });

  edit(spec: TransactionSpec): boolean {
    const transaction = this.state.update(spec);
    this.state = transaction.state;
    return this.groups.joins(transaction);
  }

  type(from: number, insert: string): boolean {
    return this.edit({ changes: { from, insert }, userEvent: "input.type" });
  }

  /** Somebody else replaces what stands from `from` to `to`. */
  bring(from: number, to: number, insert: string): void {
    const changes = ChangeSet.of({ from, to, insert }, this.state.doc.length);
    this.state = this.state.update({ changes }).state;
    this.groups.moved(changes);
  }
}

beforeEach(() => vi.useFakeTimers({ toFake: ["Date"] }));
afterEach(() => vi.useRealTimers());

describe("edits that are undone together", () => {
  it("are typing that goes on without a longer pause", () => {
    const typist = new Typist();
    expect(typist.type(3, "a")).toBe(false);
    expect(typist.type(4, "b")).toBe(true);
    expect(typist.type(9, "c")).toBe(false);
    vi.advanceTimersByTime(501);
    expect(typist.type(10, "d")).toBe(false);
  });

  it("are deleting that goes on, but not after typing", () => {
    const typist = new Typist();
    const backspace = (from: number) => typist.edit({ changes: { from, to: from + 1 }, userEvent: "delete.backward" });
    expect(typist.type(3, "a")).toBe(false);
    expect(backspace(3)).toBe(false);
    expect(backspace(2)).toBe(true);
  });

  it("are typing that goes on while others write before it, behind it and right there", () => {
    const typist = new Typist();
    expect(typist.type(5, "a")).toBe(false);
    typist.bring(0, 0, "others ");
    expect(typist.type(13, "b")).toBe(true);
    typist.bring(0, 7, "");
    expect(typist.type(7, "c")).toBe(true);
    typist.bring(9, 9, "far behind");
    expect(typist.type(8, "d")).toBe(true);
    typist.bring(9, 9, "here");
    expect(typist.type(9, "e")).toBe(true);
  });
});
