import { EditorState } from "@codemirror/state";
import type { PeerId } from "@hearsay/gossip";
import { describe, expect, test } from "vitest";
import { cursorsIn, MAX_CURSORS, type RemoteCursor, setRemoteCursors, shownCursors } from "./remote-cursor-state";

describe("the cursors of the others", () => {
  test("stay with their text while this tab writes, and nobody has moved", () => {
    let state = show(open("hello world"), [cursor("a", 6, 11)]);
    state = state.update({ changes: { from: 0, insert: "oh, " } }).state;
    expect(cursorsIn(state)).toMatchObject([{ anchor: 10, head: 15, moves: 1 }]);
    state = show(state, [cursor("a", 10, 15)]);
    expect(cursorsIn(state)).toMatchObject([{ anchor: 10, head: 15, moves: 1 }]);
  });

  test("keep to the character on their left", () => {
    const state = show(open("ab"), [cursor("a", 1, 1)]);
    expect(cursorsIn(state.update({ changes: { from: 1, insert: "x" } }).state)).toMatchObject([{ head: 1 }]);
  });

  test("count a move for each new place, and begin at one", () => {
    let state = show(open("hello"), [cursor("a", 0, 0), cursor("b", 1, 1)]);
    state = show(state, [cursor("b", 1, 1), cursor("a", 2, 2)]);
    expect(cursorsIn(state).map(({ peer, moves }) => [peer, moves])).toEqual([
      [peerOf("b"), 1],
      [peerOf("a"), 2],
    ]);
  });

  test("are taken as of the document after the change they come with, and never beyond its end", () => {
    const state = open("hello").update({
      changes: { from: 0, to: 4 },
      effects: setRemoteCursors.of([cursor("a", 1, 99), cursor("b", -3, 0)]),
    }).state;
    expect(cursorsIn(state)).toMatchObject([
      { anchor: 1, head: 1 },
      { anchor: 0, head: 0 },
    ]);
  });

  test("are the same object where nothing about them is new, so that nothing is drawn again", () => {
    const state = show(open("hello"), [cursor("a", 1, 2)]);
    expect(cursorsIn(show(state, [cursor("a", 1, 2)]))).toBe(cursorsIn(state));
    expect(cursorsIn(show(state, [{ ...cursor("a", 1, 2), name: "Someone else" }]))).not.toBe(cursorsIn(state));
  });

  test("go with those who are not named any more, and are no more than a page can hold", () => {
    const crowd = Array.from({ length: MAX_CURSORS + 10 }, (_, i) => cursor(i.toString(16), 0, 0));
    const state = show(open("hello"), crowd);
    expect(cursorsIn(state)).toHaveLength(MAX_CURSORS);
    expect(cursorsIn(show(state, []))).toEqual([]);
  });

  test("are none where the extension is missing", () => {
    expect(cursorsIn(EditorState.create())).toEqual([]);
  });
});

function open(doc: string): EditorState {
  return EditorState.create({ doc, extensions: shownCursors });
}

function show(state: EditorState, cursors: readonly RemoteCursor[]): EditorState {
  return state.update({ effects: setRemoteCursors.of(cursors) }).state;
}

function cursor(peer: string, anchor: number, head: number): RemoteCursor {
  return { peer: peerOf(peer), name: `Peer ${peer}`, color: 1, anchor, head };
}

function peerOf(digits: string): PeerId {
  return digits.padStart(16, "0") as PeerId;
}
