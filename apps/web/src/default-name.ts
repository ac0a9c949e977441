import type { PeerId } from "@hearsay/gossip";

/** What a tab is called until its person gives it a name. The same peer has the same name in every tab. */
export function defaultName(peer: PeerId): string {
  const adjective = ADJECTIVES[Number.parseInt(peer.slice(0, 4), 16) % ADJECTIVES.length];
  const animal = ANIMALS[Number.parseInt(peer.slice(4, 8), 16) % ANIMALS.length];
  return `${adjective} ${animal}`;
}

const ADJECTIVES: readonly string[] = [
  ...["Amber", "Ample", "Bold", "Brave", "Brisk", "Calm", "Candid", "Clever", "Curious", "Deft", "Eager", "Fair"],
  ...["Gentle", "Glad", "Grand", "Hardy", "Honest", "Humble", "Jolly", "Keen", "Kind", "Lively", "Lucid", "Mellow"],
  ...["Merry", "Nimble", "Patient", "Plain", "Proud", "Quick", "Quiet", "Rapid", "Ready", "Silver", "Steady", "Sunny"],
  ...["Swift", "Tidy", "Warm", "Wise"],
];

const ANIMALS: readonly string[] = [
  ...["Badger", "Beaver", "Bison", "Crane", "Curlew", "Dove", "Falcon", "Finch", "Fox", "Gecko", "Goose", "Hare"],
  ...["Heron", "Ibis", "Jay", "Kestrel", "Lark", "Lemur", "Linnet", "Lynx", "Marten", "Mole", "Moth", "Newt"],
  ...["Otter", "Owl", "Panda", "Pigeon", "Plover", "Raven", "Robin", "Salmon", "Seal", "Sparrow", "Stoat", "Swan"],
  ...["Tern", "Toad", "Vole", "Wren"],
];
