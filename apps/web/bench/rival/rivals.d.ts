interface Window {
  /** What the rival's page tells of itself. */
  rival: {
    /** How many others it knows to be in its room. */
    others(): number;
  };
}

// The part of the rival's interface that its page uses, so that types can be checked where it is not installed. Yjs
// itself is declared where the merge rule is measured against it.

declare module "y-webrtc" {
  import type { Doc } from "yjs";

  export interface Awareness {
    setLocalStateField(field: string, value: unknown): void;
    getStates(): ReadonlyMap<number, unknown>;
  }
  export class WebrtcProvider {
    constructor(
      room: string,
      doc: Doc,
      options: {
        readonly signaling: readonly string[];
        readonly peerOpts: { readonly config: RTCConfiguration };
      },
    );
    readonly awareness: Awareness;
  }
}

declare module "y-codemirror.next" {
  import type { Extension } from "@codemirror/state";
  import type { Awareness } from "y-webrtc";
  import type { Text } from "yjs";

  export function yCollab(text: Text, awareness: Awareness): Extension;
}
