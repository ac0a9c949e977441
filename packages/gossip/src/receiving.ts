import type { Replica } from "@hearsay/merge";
import type { DataMessages } from "./data-messages";
import type { Effect } from "./effect";
import type { PeerId } from "./peer-id";

/** Who has more for this node than fits one message, and sends it in pieces; and how far that has come. */
export class Receiving<Operation> {
  private peer: PeerId | undefined;
  /** How often others were held back since the last piece came, and since one of them was asked. */
  private waits = 0;
  private held = 0;

  constructor(
    private readonly replica: Replica<Operation>,
    private readonly data: DataMessages<Operation>,
    private readonly report: (effect: Effect) => void,
  ) {}

  get from(): PeerId | undefined {
    return this.peer;
  }

  /** A piece came from `peer`, which has more. */
  begin(peer: PeerId): void {
    this.peer ??= peer;
    if (peer === this.peer) this.waits = 0;
  }

  /**
   * Whether pieces come, so that nobody else is to be asked for the same. Who stopped sending holds others back no
   * longer; and every now and then one is asked all the same, for pieces may come without end.
   */
  isMoving(): boolean {
    if (this.peer === undefined || ++this.waits > MAX_WAITS) return false;
    this.held = (this.held + 1) % MAX_HELD;
    return this.held > 0;
  }

  /** Measured by one neighbor until that one is done: others may have less, and bring a part of it too. */
  tellShare(): void {
    const version = this.peer && this.data.saidBy(this.peer);
    if (!version) return;
    const share = this.replica.shareOf(version);
    this.report({ type: "receiving", share });
    if (share === 1) this.peer = undefined;
  }

  /** It is over, whatever is still missing. */
  end(): void {
    this.peer = undefined;
    this.report({ type: "receiving", share: 1 });
  }
}

/** About a second with the usual Δ, and two. */
const MAX_WAITS = 10;
const MAX_HELD = 20;
