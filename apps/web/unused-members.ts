/** Methods that nothing calls, by the library's file. */
export interface UnusedMembers {
  readonly file: string;
  readonly members: readonly string[];
  /** What it only tells those who debug it. */
  readonly debug?: RegExp;
}

export const UNUSED_MEMBERS: readonly UnusedMembers[] = [
  {
    // A note has no audio, no video and no statistics.
    file: "simple-peer/index.js",
    members: [
      "Peer.bufferSize",
      "Peer.address",
      "Peer.addStream",
      "Peer.addTrack",
      "Peer.addTransceiver",
      "Peer.replaceTrack",
      "Peer.removeStream",
      "Peer.removeTrack",
      "Peer._debug",
    ],
    debug: /^ *this\._debug\([\s\S]*?\)$/gm,
  },
  {
    // It asks for one transport, so there is none to change to.
    file: "engine.io-client/build/esm/socket.js",
    members: ["Socket._probe", "Socket.send"],
  },
  {
    file: "socket.io-client/build/esm/socket.js",
    members: [
      "Socket.listenersAnyOutgoing",
      "Socket.listenersAny",
      "Socket.offAny",
      "Socket.offAnyOutgoing",
      "Socket.onAny",
      "Socket.onAnyOutgoing",
      "Socket.prependAny",
      "Socket.prependAnyOutgoing",
      "Socket._addToQueue",
      "Socket.compress",
      "Socket.volatile",
    ],
  },
  {
    file: "@codemirror/state/dist/index.js",
    members: ["EditorState.wordAt", "Text.iterLines", "Text.iterRange", "ChangeDesc.composeDesc"],
  },
  {
    file: "@codemirror/view/dist/index.js",
    members: [
      "EditorView.setTabFocusMode",
      "EditorView.findFromDOM",
      "EditorView.viewportLineBlocks",
      "EditorView.compositionStarted",
      "EditorView.setRoot",
      "EditorView.visualLineSide",
      "EditorView.documentPadding",
    ],
  },
];
