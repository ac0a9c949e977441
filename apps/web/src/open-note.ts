import { DEFAULT_SPREAD } from "@hearsay/gossip";
import { Register } from "@hearsay/merge";
import {
  createPeerId,
  joinRoom,
  type Mesh,
  NO_FAULTS,
  type RoomKey,
  simplePeerLink,
  socketIntroducer,
} from "@hearsay/mesh";
import type { AddressSettings } from "./address-settings";

/** A note that this tab holds, and this tab's part in its room. */
export interface OpenNote {
  readonly mesh: Mesh<{ text: string }>;
  readonly register: Register;
}

/** Opens the note of `key`: a fresh peer with an empty register enters the room, by the server this page came from. */
export function openNote(key: RoomKey, { spread, faults }: AddressSettings): OpenNote {
  const self = createPeerId();
  const register = new Register(self);
  const mesh = joinRoom({
    key,
    rule: "latest",
    self,
    replica: register,
    faults: { ...NO_FAULTS, ...faults },
    // Who sets one of the two sets both: a room's spread is one setting.
    spread: spread && { ...DEFAULT_SPREAD, ...spread },
    link: simplePeerLink,
    introducer: socketIntroducer(location.origin),
  });
  return { mesh, register };
}
