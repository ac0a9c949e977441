import { MAX_PIECE_BYTES } from "@hearsay/gossip";
import { JOIN_GAP_US } from "../topology";
import { anyNode, anyTime, at, between, isHeads, pick, type Scene } from "./scene";

/** The user of `node` does something: now and then it says who it is, mostly it writes. */
export function use(scene: Scene, atUs: number, node: number): void {
  const { random, replica } = scene;
  if (random.below(12) === 0) {
    at(scene, atUs, { type: "introduce", node, presence: pick(random, ["", "Ann", `n${node}`, "🦀".repeat(9)]) });
  }
  if (replica === "register") return write(scene, atUs, node);
  if (replica !== "text" && random.below(5) === 0) {
    const text = pick(random, [uniqueText(scene, node), "the same", "", `\ud800${node}`]);
    return at(scene, atUs, { type: "title", node, text });
  }
  if (replica === "note-latest") return write(scene, atUs, node);
  edit(scene, atUs, node);
}

/** Each node says who it is as it comes in, and now and then one more comes in through another. */
export function comeIn(scene: Scene): void {
  const { random, nodes } = scene;
  for (let node = 0; node < nodes; node++)
    at(scene, node * JOIN_GAP_US, { type: "introduce", node, presence: `n${node}` });
  for (let i = random.below(4); i > 0; i--) {
    at(scene, anyTime(scene), { type: "join", node: anyNode(scene), via: anyNode(scene) });
  }
}

/** Several nodes put something in at one place, none of them knowing of the others. */
export function crowd(scene: Scene, atUs: number): void {
  const { random, nodes, replica } = scene;
  for (let i = between(random, 2, Math.min(6, nodes)); i > 0; i--) {
    const node = random.below(nodes);
    const time = atUs + random.below(50_000);
    if (replica === "text" || replica === "note") insert(scene, time, node);
    else use(scene, time, node);
  }
}

/** More than one message carries. */
export function paste(scene: Scene, atUs: number, node: number): void {
  const { random, nodes, replica, network } = scene;
  const isText = replica === "text" || replica === "note";
  // A slow uplink would take a virtual hour, and many nodes a real second.
  if (!isText || network.uplinkBytesPerSecond !== undefined || nodes > 6) return use(scene, atUs, node);
  at(scene, atUs, { type: "paste", node, at: scene.place, units: between(random, 1_000, 2 * MAX_PIECE_BYTES) });
}

/** A whole text. Most are like no other, so that each tells who wrote it. */
function write(scene: Scene, atUs: number, node: number): void {
  const { random } = scene;
  const unique = uniqueText(scene, node);
  const text = pick(random, [unique, unique, unique, unique, "", "the same", `\ud800${unique}`, unique.repeat(20)]);
  at(scene, atUs, { type: "write", node, text });
}

function edit(scene: Scene, atUs: number, node: number): void {
  const { random, deletes } = scene;
  const drawn = random.below(deletes ? 20 : 11);
  if (drawn < 5) insert(scene, atUs, node);
  else if (drawn < 10) type(scene, atUs, node);
  else if (drawn < 11) at(scene, atUs, { type: "sign", node, name: `n${node}`, color: random.below(256) });
  else if (drawn < 15) {
    const from = anyPlace(scene);
    at(scene, atUs, { type: "delete", node, from, to: from + between(random, 1, 6) });
  } else if (drawn < 18) undo(scene, atUs, node);
  else write(scene, atUs, node);
}

function insert(scene: Scene, atUs: number, node: number): void {
  const { random } = scene;
  const text = pick(random, [uniqueText(scene, node), "x", "same", "🦀", "a🦀b", `\udc00${node}`]);
  at(scene, atUs, { type: "insert", node, at: anyPlace(scene), text });
}

/** Undoes something, and often thinks better of it. */
function undo(scene: Scene, atUs: number, node: number): void {
  const { random } = scene;
  let timeUs = atUs;
  for (let i = between(random, 1, 4); i > 0; i--) {
    at(scene, timeUs, { type: pick(random, ["undo", "undo", "redo"]), node });
    timeUs += random.below(400_000);
  }
}

/** Letter by letter, as people do, forwards from where they are. */
function type(scene: Scene, atUs: number, node: number): void {
  const { random } = scene;
  const word = uniqueText(scene, node);
  const pauseUs = pick(random, [1, 1_000, 30_000, 200_000]);
  if (isHeads(random)) at(scene, atUs, { type: "insert", node, at: anyPlace(scene), text: word });
  for (const [i, letter] of [...word].entries()) {
    at(scene, atUs + (i + 1) * pauseUs, { type: "type", node, text: letter });
  }
}

/** Mostly where the others write as well. */
function anyPlace({ random, place }: Scene): number {
  return random.below(3) > 0 ? place : random.below(40);
}

function uniqueText({ steps }: Scene, node: number): string {
  return `${node}:${steps.length}`;
}
