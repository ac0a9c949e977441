// The part of each rival's interface that the bench uses, so that types can be checked where no rival is installed.

declare module "yjs" {
  export class Doc {
    constructor(options: { gc: boolean });
    clientID: number;
    getText(name: string): Text;
    transact(change: () => void): void;
    on(event: "update", listener: (update: Uint8Array) => void): void;
  }
  export interface Text {
    insert(index: number, text: string): void;
    delete(index: number, length: number): void;
    toString(): string;
    toDelta(snapshot: Snapshot): { readonly insert: string }[];
  }
  export interface Snapshot {
    readonly sv: ReadonlyMap<number, number>;
  }
  export function snapshot(doc: Doc): Snapshot;
  export function applyUpdate(doc: Doc, update: Uint8Array): void;
  export function encodeStateAsUpdate(doc: Doc): Uint8Array;
  export function encodeStateAsUpdateV2(doc: Doc): Uint8Array;
}

declare module "json-joy/lib/json-crdt" {
  export interface Patch {
    toBinary(): Uint8Array;
  }
  export interface Model {
    readonly api: {
      str(path: readonly string[]): StrApi;
      flush(): Patch;
    };
    fork(session: number): Model;
    applyPatch(patch: Patch): void;
    view(): string;
    toBinary(): Uint8Array;
  }
  export interface StrApi {
    ins(index: number, text: string): void;
    del(index: number, length: number): void;
  }
  export const Model: {
    create(schema: { readonly type: string }, session: number): Model;
    fromBinary(data: Uint8Array): Model;
  };
}

declare module "json-joy/lib/json-crdt-patch" {
  export interface Patch {
    toBinary(): Uint8Array;
  }
  export const Patch: { fromBinary(data: Uint8Array): Patch };
  export const s: { str(text: string): { readonly type: string } };
}

declare module "list-positions" {
  export interface Position {
    readonly bunchID: string;
    readonly innerIndex: number;
  }
  export interface BunchMeta {
    readonly bunchID: string;
    readonly parentID: string;
    readonly offset: number;
  }
  export type OrderSavedState = readonly BunchMeta[];
  export interface TextSavedState {
    readonly [bunchID: string]: readonly (string | number)[];
  }
  export class Order {
    constructor(options: { replicaID: string });
    addMetas(metas: Iterable<BunchMeta>): void;
    save(): OrderSavedState;
    load(saved: OrderSavedState): void;
  }
  export class Text {
    constructor(order: Order);
    readonly order: Order;
    insertAt(index: number, characters: string): [start: Position, newMeta: BunchMeta | null];
    positionAt(index: number): Position;
    set(start: Position, characters: string): void;
    delete(position: Position): void;
    toString(): string;
    save(): TextSavedState;
    load(saved: TextSavedState): void;
  }
}

declare module "loro-crdt" {
  export interface VersionVector {
    length(): number;
  }
  export interface LoroText {
    insert(index: number, text: string): void;
    delete(index: number, length: number): void;
    toString(): string;
  }
  export type Frontiers = readonly { readonly peer: string; readonly counter: number }[];
  export type ExportMode = { readonly mode: "update"; readonly from?: VersionVector } | { readonly mode: "snapshot" };
  export class LoroDoc {
    static fromSnapshot(snapshot: Uint8Array): LoroDoc;
    setPeerId(peer: bigint): void;
    getText(name: string): LoroText;
    commit(): void;
    oplogVersion(): VersionVector;
    oplogFrontiers(): Frontiers;
    checkout(frontiers: Frontiers): void;
    export(mode: ExportMode): Uint8Array;
    import(update: Uint8Array): void;
  }
}

declare module "diamond-types-node" {
  export class Doc {
    constructor(agent: string);
    static fromBytes(bytes: Uint8Array, agent: string): Doc;
    ins(position: number, content: string): void;
    del(position: number, length: number): void;
    get(): string;
    getLocalVersion(): Uint32Array;
    getPatchSince(version: Uint32Array): Uint8Array;
    mergeBytes(bytes: Uint8Array): Uint32Array;
    toBytes(): Uint8Array;
  }
}

declare module "@automerge/automerge" {
  export type Doc<Content> = Readonly<Content>;
  export type Heads = readonly string[];
  export function init<Content>(options: { actor: string }): Doc<Content>;
  export function load<Content>(bytes: Uint8Array, options: { actor: string }): Doc<Content>;
  export function save<Content>(doc: Doc<Content>): Uint8Array;
  export function change<Content>(
    doc: Doc<Content>,
    options: { time: number },
    change: (doc: Content) => void,
  ): Doc<Content>;
  export function splice<Content>(
    doc: Content,
    path: readonly string[],
    index: number,
    removed: number,
    inserted: string,
  ): void;
  export function getLastLocalChange<Content>(doc: Doc<Content>): Uint8Array | undefined;
  export function applyChanges<Content>(doc: Doc<Content>, changes: readonly Uint8Array[]): [Doc<Content>];
  export function getHeads<Content>(doc: Doc<Content>): Heads;
  export function view<Content>(doc: Doc<Content>, heads: Heads): Doc<Content>;
}
