import { EditorSelection } from "@codemirror/state";
import { type EditorView, type LayerMarker, RectangleMarker } from "@codemirror/view";
import { personClass, SHOWN } from "./remote-caret-look";
import type { ShownCursor } from "./remote-cursor-state";

/** The carets of `cursors` that are within what the editor draws. */
export function caretMarkers(view: EditorView, cursors: readonly ShownCursor[]): readonly LayerMarker[] {
  const { from, to } = view.viewport;
  const { clientWidth, scrollTop } = view.scrollDOM;
  const placeOf = (head: number, assoc: number): Place | undefined => {
    const [rectangle] = RectangleMarker.forRange(view, "", EditorSelection.cursor(head, assoc));
    if (!rectangle) return undefined;
    const { left, top, height } = rectangle;
    const across = left > clientWidth - FLAG_WIDTH_PX ? "cm-flag-before" : "cm-flag-behind";
    const along = top - scrollTop < FLAG_HEIGHT_PX ? "cm-flag-below" : "cm-flag-above";
    return { left, top, height, flag: `${across} ${along}` };
  };
  // To ask the browser where a character is takes long, and many may stand at one place: the end, mostly.
  const places = new Map<number, Place | undefined>();
  return cursors
    .filter(({ head }) => head >= from && head <= to)
    .flatMap((cursor) => {
      // Where a line wraps, a caret that came from the left stands at the end of the line above.
      const assoc = cursor.head > cursor.anchor ? -1 : 1;
      const key = assoc * (cursor.head + 1);
      if (!places.has(key)) places.set(key, placeOf(cursor.head, assoc));
      const place = places.get(key);
      return place ? [new CaretMarker(cursor, place)] : [];
    });
}

/** The selections of `cursors`, as far as the editor draws them: behind the lines. */
export function selectionMarkers(view: EditorView, cursors: readonly ShownCursor[]): readonly LayerMarker[] {
  const { from, to } = view.viewport;
  return cursors
    .filter(({ anchor, head }) => anchor !== head && Math.min(anchor, head) <= to && Math.max(anchor, head) >= from)
    .flatMap(({ anchor, head, color }) => {
      const look = `cm-remote-selection ${personClass(color)}`;
      return RectangleMarker.forRange(view, look, EditorSelection.range(anchor, head));
    });
}

/** The room that the longest name takes beside its caret, and above it. */
const FLAG_WIDTH_PX = 168;
const FLAG_HEIGHT_PX = 22;

interface Place {
  readonly left: number;
  readonly top: number;
  readonly height: number;
  /** On which side of the caret there is room for the name. */
  readonly flag: string;
}

/** A line as high as the text, and a flag with a name. */
class CaretMarker implements LayerMarker {
  constructor(
    private readonly cursor: ShownCursor,
    private readonly place: Place,
  ) {}

  eq(other: CaretMarker): boolean {
    const { left, top, height, flag } = this.place;
    const { place } = other;
    return (
      this.isSamePerson(other) &&
      this.cursor.moves === other.cursor.moves &&
      left === place.left &&
      top === place.top &&
      height === place.height &&
      flag === place.flag
    );
  }

  draw(): HTMLElement {
    const caret = document.createElement("div");
    const flag = document.createElement("span");
    flag.className = "cm-remote-flag";
    flag.textContent = this.cursor.name;
    flag.dir = "auto";
    caret.append(flag);
    this.adjust(caret);
    showFlag(flag);
    return caret;
  }

  update(caret: HTMLElement, before: CaretMarker): boolean {
    if (!this.isSamePerson(before)) return false;
    this.adjust(caret);
    if (before.cursor.moves !== this.cursor.moves && caret.firstElementChild) showFlag(caret.firstElementChild);
    return true;
  }

  private isSamePerson({ cursor }: CaretMarker): boolean {
    return cursor.peer === this.cursor.peer && cursor.name === this.cursor.name && cursor.color === this.cursor.color;
  }

  private adjust(caret: HTMLElement): void {
    const { left, top, height, flag } = this.place;
    const look = `cm-remote-caret ${personClass(this.cursor.color)} ${flag}`;
    if (caret.className !== look) caret.className = look;
    caret.style.left = `${left}px`;
    caret.style.top = `${top}px`;
    caret.style.height = `${height}px`;
  }
}

/** How long a name is shown after its caret moved. */
const FLAG_MS = 2_000;

const hiding = new WeakMap<Element, ReturnType<typeof setTimeout>>();

/** Shows a name for a while. By a timer: an animation that each letter begins anew would have a frame drawn for itself. */
function showFlag(flag: Element): void {
  clearTimeout(hiding.get(flag));
  flag.classList.add(SHOWN);
  hiding.set(
    flag,
    setTimeout(() => flag.classList.remove(SHOWN), FLAG_MS),
  );
}
