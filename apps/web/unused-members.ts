/** Methods that nothing calls, or that do too much, by the library's file. */
export interface UnusedMembers {
  readonly file: string;
  readonly members: readonly string[];
  /** What it only tells those who debug it. */
  readonly debug?: RegExp;
  /** The selectors of its style that nothing in a note has. */
  readonly selectors?: RegExp;
  /** Methods that do more than a note needs, and what they do here. */
  readonly replaced?: Readonly<Record<string, string>>;
}

/**
 * Before it says that it is connected, it would ask the browser for the addresses that it goes by, every 100 ms until it
 * is told. Nobody asks for them, and who joins need not wait for them.
 */
const MAYBE_READY = `_maybeReady() {
  if (this._connected || !this._pcReady || !this._channelReady) return;
  this._connected = true;
  this.emit("connect");
}`;

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
      "Peer.getStats",
      "Peer._onInterval",
      "Peer._debug",
    ],
    replaced: {
      "Peer._maybeReady": MAYBE_READY,
      "Peer._requestMissingTransceivers": "_requestMissingTransceivers() {}",
      "Peer._onTrack": "_onTrack() {}",
    },
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
    members: [
      "EditorState.wordAt",
      "EditorState.phrase",
      "Text.iterLines",
      "Text.iterRange",
      "ChangeDesc.composeDesc",
      // A note is stored by its own format.
      ...["Text.toJSON", "ChangeDesc.toJSON", "ChangeDesc.fromJSON", "ChangeSet.toJSON", "ChangeSet.fromJSON"],
      ...["SelectionRange.toJSON", "SelectionRange.fromJSON", "EditorSelection.toJSON", "EditorSelection.fromJSON"],
      ...["EditorState.toJSON", "EditorState.fromJSON"],
      ...["ChangeSet.desc", "Facet.computeN", "Transaction.reconfigured"],
    ],
  },
  {
    file: "@codemirror/view/dist/index.js",
    // What they are for is not asked for, in any theme: line numbers, panels, and what is seldom seen of a text.
    selectors: /cm-(gutter|lineNumbers|activeLine|panel|dialog|button|textfield|highlight|trailing|specialChar|tab$)/,
    members: [
      "EditorView.setTabFocusMode",
      "EditorView.findFromDOM",
      "EditorView.viewportLineBlocks",
      "EditorView.compositionStarted",
      "EditorView.setRoot",
      "EditorView.visualLineSide",
      "EditorView.documentPadding",
      "Decoration.hasHeight",
      "ViewUpdate.viewportMoved",
      "ViewUpdate.heightChanged",
      "DOMObserver.setWindow",
    ],
  },
  // Lit comes minified: these are `ChildPart` and `ReactiveElement`.
  { file: "lit-html/lit-html.js", members: ["k.startNode", "k.endNode"] },
  { file: "@lit/reactive-element/reactive-element.js", members: ["y.removeController"] },
];
