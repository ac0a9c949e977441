import { defaultKeymap } from "@codemirror/commands";
import { EditorState } from "@codemirror/state";
import { drawSelection, EditorView, keymap } from "@codemirror/view";
import { yCollab } from "y-codemirror.next";
import { WebrtcProvider } from "y-webrtc";
import { Doc } from "yjs";

const address = new URLSearchParams(location.search);
const doc = new Doc({ gc: true });
const text = doc.getText("text");
// All is as it comes, how many connections a tab wants as well: 20 to 34, drawn by each. But for STUN servers, which
// come preset: the note presets none, and no host but this one is to take part.
const { awareness } = new WebrtcProvider(address.get("room") ?? "", doc, {
  signaling: [address.get("signaling") ?? ""],
  peerOpts: { config: { iceServers: [] } },
});
awareness.setLocalStateField("user", { name: "Amber Badger", color: "#1a56c4", colorLight: "#1a56c433" });

// For what the bench asks of it.
window.rival = { others: () => awareness.getStates().size - 1 };

new EditorView({
  parent: document.body,
  state: EditorState.create({
    doc: text.toString(),
    extensions: [keymap.of(defaultKeymap), EditorView.lineWrapping, drawSelection(), yCollab(text, awareness)],
  }),
});
