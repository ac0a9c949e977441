import type { PeerId } from "@hearsay/gossip";
import { equalBytes } from "@hearsay/merge";
import type { Mesh } from "@hearsay/mesh";
import { colorOf } from "./palette";
import { encodePresence, marksOf, type Presence } from "./presence";

/** The caret moves with every keystroke; the others need not see each step. */
const MIN_INTERVAL_MS = 100;

/** What this tab says of itself: at once where it has been quiet for a moment, else the latest of it soon. Nothing twice. */
export class OwnPresence {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private isDue = false;
  private said: Uint8Array | undefined;
  private neighbors = "";

  constructor(
    private readonly person: () => Pick<Presence, "name" | "caret">,
    private readonly mesh: () => Pick<Mesh<never>, "self" | "state" | "setPresence">,
  ) {}

  changed(): void {
    if (this.timer !== undefined) {
      this.isDue = true;
      return;
    }
    this.isDue = false;
    const { self } = this.mesh();
    const linkedTo = marksOf(self, this.linked());
    const bytes = encodePresence({ ...this.person(), color: colorOf(self), linkedTo });
    // What others write moves the caret on the screen, but not in the text.
    if (this.said && equalBytes(this.said, bytes)) return;
    this.said = bytes;
    this.mesh().setPresence(bytes);
    this.timer = setTimeout(() => {
      this.timer = undefined;
      if (this.isDue) this.changed();
    }, MIN_INTERVAL_MS);
  }

  /** The state of the mesh is another: where it has other neighbors than before, the others are told. */
  stateChanged(): void {
    const neighbors = this.linked().join();
    if (neighbors === this.neighbors) return;
    this.neighbors = neighbors;
    this.changed();
  }

  stop(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  private linked(): readonly PeerId[] {
    return this.mesh().state.neighbors.map(({ peer }) => peer);
  }
}
