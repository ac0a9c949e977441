/** The most children of an inner node. */
const FAN = 32;
const NONE = -1;

/**
 * The order of the leaves and how many units show in each: a B+ tree over leaf numbers, in typed arrays. Every question
 * takes a time that grows with the logarithm of the number of leaves. Leaves are added and never taken away.
 */
export class LeafIndex {
  leaves = 1;
  firstLeaf = 0;
  /** How many units show in each leaf. Read-only: see `addVisible`. */
  visible = new Uint32Array(16);
  private parents = new Int32Array(16);
  private nexts = new Int32Array(16).fill(NONE);

  private inners = 1;
  private children = new Int32Array(FAN * 4);
  private childCounts = new Uint8Array(4);
  private innerVisible = new Uint32Array(4);
  private innerParents = new Int32Array(4).fill(NONE);
  /** 1 where the children are leaves. */
  private levels = new Uint8Array(4);
  private root = 0;

  /** What `leafAt` left over: how far into the leaf the position lies. */
  rest = 0;

  constructor() {
    this.levels[0] = 1;
    this.childCounts[0] = 1;
  }

  get total(): number {
    return this.innerVisible[this.root]!;
  }

  next(leaf: number): number {
    return this.nexts[leaf]!;
  }

  addVisible(leaf: number, units: number): void {
    this.visible[leaf]! += units;
    this.addInnerVisible(this.parents[leaf]!, units);
  }

  /** The leaf of the visible unit at `position`, which is below `total`; sets `rest`. */
  leafAt(position: number): number {
    let node = this.root;
    let rest = position;
    for (;;) {
      const isLowest = this.levels[node] === 1;
      const counts = isLowest ? this.visible : this.innerVisible;
      let at = node * FAN;
      for (; ; at++) {
        const count = counts[this.children[at]!]!;
        if (rest < count) break;
        rest -= count;
      }
      const child = this.children[at]!;
      if (isLowest) {
        this.rest = rest;
        return child;
      }
      node = child;
    }
  }

  /** How many units show before a leaf. */
  positionOf(leaf: number): number {
    let node = this.parents[leaf]!;
    let position = this.sumBefore(node, leaf, this.visible);
    for (let parent = this.innerParents[node]!; parent !== NONE; parent = this.innerParents[node]!) {
      position += this.sumBefore(parent, node, this.innerVisible);
      node = parent;
    }
    return position;
  }

  /** Negative where the left leaf comes first. */
  compare(left: number, right: number): number {
    if (left === right) return 0;
    let [leftChild, rightChild] = [left, right];
    let [leftNode, rightNode] = [this.parents[left]!, this.parents[right]!];
    while (leftNode !== rightNode) {
      leftChild = leftNode;
      rightChild = rightNode;
      leftNode = this.innerParents[leftNode]!;
      rightNode = this.innerParents[rightNode]!;
    }
    return this.indexIn(leftNode, leftChild) - this.indexIn(leftNode, rightChild);
  }

  /** A new empty leaf behind `leaf`. */
  insertAfter(leaf: number): number {
    const added = this.addLeaf();
    this.nexts[added] = this.nexts[leaf]!;
    this.nexts[leaf] = added;
    const node = this.parents[leaf]!;
    this.insertChild(node, this.indexIn(node, leaf) + 1, added);
    return added;
  }

  /** A new empty leaf before `leaf`. */
  insertBefore(leaf: number): number {
    const previous = this.previous(leaf);
    const added = this.addLeaf();
    this.nexts[added] = leaf;
    if (previous === NONE) this.firstLeaf = added;
    else this.nexts[previous] = added;
    const node = this.parents[leaf]!;
    this.insertChild(node, this.indexIn(node, leaf), added);
    return added;
  }

  private previous(leaf: number): number {
    let child = leaf;
    let node = this.parents[leaf]!;
    let index = this.indexIn(node, child);
    while (index === 0) {
      child = node;
      node = this.innerParents[node]!;
      if (node === NONE) return NONE;
      index = this.indexIn(node, child);
    }
    child = this.children[node * FAN + index - 1]!;
    for (let level = this.levels[node]!; level > 1; level--) {
      child = this.children[child * FAN + this.childCounts[child]! - 1]!;
    }
    return child;
  }

  private addLeaf(): number {
    if (this.leaves === this.visible.length) {
      const capacity = Math.ceil(this.leaves * GROWTH);
      this.visible = grown(this.visible, new Uint32Array(capacity));
      this.parents = grown(this.parents, new Int32Array(capacity));
      this.nexts = grown(this.nexts, new Int32Array(capacity));
    }
    return this.leaves++;
  }

  private addInner(level: number): number {
    if (this.inners === this.childCounts.length) {
      const capacity = Math.ceil(this.inners * GROWTH);
      this.children = grown(this.children, new Int32Array(capacity * FAN));
      this.childCounts = grown(this.childCounts, new Uint8Array(capacity));
      this.innerVisible = grown(this.innerVisible, new Uint32Array(capacity));
      this.innerParents = grown(this.innerParents, new Int32Array(capacity));
      this.levels = grown(this.levels, new Uint8Array(capacity));
    }
    this.levels[this.inners] = level;
    return this.inners++;
  }

  /** Puts a child that shows nothing yet under a node. */
  private insertChild(node: number, index: number, child: number): void {
    if (this.childCounts[node] === FAN) {
      const right = this.splitInner(node);
      if (index > FAN / 2) return this.insertChild(right, index - FAN / 2, child);
    }
    const base = node * FAN;
    this.children.copyWithin(base + index + 1, base + index, base + this.childCounts[node]!);
    this.children[base + index] = child;
    this.childCounts[node]!++;
    this.setParent(node, child);
  }

  private splitInner(node: number): number {
    const level = this.levels[node]!;
    if (node === this.root) this.growRoot(node, level);
    const right = this.addInner(level);
    const parent = this.innerParents[node]!;
    const half = FAN / 2;
    this.children.copyWithin(right * FAN, node * FAN + half, node * FAN + FAN);
    this.childCounts[node] = half;
    this.childCounts[right] = half;
    const counts = level === 1 ? this.visible : this.innerVisible;
    let moved = 0;
    for (let at = right * FAN; at < right * FAN + half; at++) {
      const child = this.children[at]!;
      moved += counts[child]!;
      this.setParent(right, child);
    }
    // What moves counts for nobody until its new node has found its place: each node is the sum of its children all along.
    this.addInnerVisible(node, -moved);
    this.innerVisible[right] = 0;
    this.insertChild(parent, this.indexIn(parent, node) + 1, right);
    this.addInnerVisible(right, moved);
    return right;
  }

  private addInnerVisible(from: number, units: number): void {
    for (let node = from; node !== NONE; node = this.innerParents[node]!) this.innerVisible[node]! += units;
  }

  private growRoot(node: number, level: number): void {
    const root = this.addInner(level + 1);
    this.children[root * FAN] = node;
    this.childCounts[root] = 1;
    this.innerVisible[root] = this.innerVisible[node]!;
    this.innerParents[root] = NONE;
    this.innerParents[node] = root;
    this.root = root;
  }

  private setParent(node: number, child: number): void {
    if (this.levels[node] === 1) this.parents[child] = node;
    else this.innerParents[child] = node;
  }

  private indexIn(node: number, child: number): number {
    const base = node * FAN;
    for (let index = 0; ; index++) if (this.children[base + index] === child) return index;
  }

  private sumBefore(node: number, child: number, counts: Uint32Array): number {
    let sum = 0;
    for (let at = node * FAN; this.children[at] !== child; at++) sum += counts[this.children[at]!]!;
    return sum;
  }
}

const GROWTH = 1.5;

function grown<A extends Uint8Array | Uint32Array | Int32Array>(from: A, to: A): A {
  to.set(from);
  return to;
}
