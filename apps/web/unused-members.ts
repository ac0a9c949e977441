/** Methods that nothing calls, or that do too much, by the library's file. */
export interface UnusedMembers {
  readonly file: string;
  readonly members: readonly string[];
  /** What it only tells those who debug it. */
  readonly debug?: RegExp;
  /** Conditions that hold in none of the browsers that the pages are built for, or are not to hold. */
  readonly never?: RegExp;
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
    replaced: { "Socket._filterUpgrades": "_filterUpgrades() { return []; }" },
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
    // The editor is never given another state, nor other phrases, and announces nothing by itself.
    replaced: {
      "EditorView.setState": "setState() {}",
      "EditorView.showAnnouncements": "showAnnouncements() {}",
    },
    // Internet Explorer, the first Edge, and iOS before 11.3. And a text is composed in one way everywhere, which is the one
    // that is tested: Chrome on Android alone would have another.
    never:
      /window\.EditContext|browser\.ie && browser\.ie_version <=? 1\d|browser\.ios && browser\.webkit_version < 604|\/\*@__PURE__\*\/\/(Edge|MSIE|Trident).*\(nav\.userAgent\)/g,
    // What they are for is not asked for: line numbers, panels, what is seldom seen of a text. Dark are the page's colors.
    selectors:
      /^&dark|cm-(gutter|lineNumbers|activeLine|panel|dialog|button|textfield|highlight|trailing|specialChar|iso|tab$)/,
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
