/** One character as the oracle knows it. An id is any string; the origins are ids, undefined at the text's two ends. */
export interface OracleElement {
  readonly id: string;
  readonly unit: string;
  readonly left: string | undefined;
  readonly right: string | undefined;
}

/** FugueMax, or Fugue, which orders right siblings by the tie alone and so lets some runs interleave. */
export type TreeRule = "fugue max" | "fugue";

interface Node {
  readonly element: OracleElement | undefined;
  readonly parent: Node | undefined;
  readonly leftChildren: Node[];
  readonly rightChildren: Node[];
  /** The text shows a character only while this is 0. */
  deletes: number;
}

/**
 * The tree of Weidner and Kleppmann, "The Art of the Fugue" (2023), one node for each character, deleted ones included:
 * slow, obvious, and written from the paper alone. Elements must come after their origins.
 */
export class FugueMaxOracle {
  private readonly root: Node = {
    element: undefined,
    parent: undefined,
    leftChildren: [],
    rightChildren: [],
    deletes: 0,
  };
  private readonly nodes = new Map<string, Node>();

  /** `compare` orders two siblings by their ids, negative where the first stands left. */
  constructor(
    private readonly compare: (left: string, right: string) => number,
    private readonly rule: TreeRule,
  ) {}

  /** A left child of the right origin where the left origin had something to its right in its subtree, else its child. */
  insert(element: OracleElement): void {
    if (this.nodes.has(element.id)) throw new Error(`Expected a new id, got ${element.id}`);
    const left = element.left === undefined ? this.root : this.node(element.left);
    const right = element.right === undefined ? undefined : this.node(element.right);
    const isLeftChild = right !== undefined && descends(right, left);
    const parent = isLeftChild ? right : left;
    const node: Node = { element, parent, leftChildren: [], rightChildren: [], deletes: 0 };
    const byTie = (one: Node, other: Node) => this.compare(one.element!.id, other.element!.id);
    const order = this.elements().map(({ id }) => id);
    const rightOrigin = ({ element: each }: Node) =>
      each!.right === undefined ? order.length : order.indexOf(each!.right);
    // In reverse order of their right origins: whose right origin stands further right, stands further left.
    const byRightOrigin = (one: Node, other: Node) => rightOrigin(other) - rightOrigin(one) || byTie(one, other);
    const siblings = isLeftChild ? parent.leftChildren : parent.rightChildren;
    siblings.push(node);
    siblings.sort(isLeftChild || this.rule === "fugue" ? byTie : byRightOrigin);
    this.nodes.set(element.id, node);
  }

  has(id: string): boolean {
    return this.nodes.has(id);
  }

  delete(id: string): void {
    this.node(id).deletes++;
  }

  /** Takes back one delete. */
  restore(id: string): void {
    this.node(id).deletes--;
  }

  shows(id: string): boolean {
    return this.node(id).deletes === 0;
  }

  /** In the order of the text, deleted ones included. */
  elements(): OracleElement[] {
    const found: OracleElement[] = [];
    const visit = (node: Node): void => {
      for (const child of node.leftChildren) visit(child);
      if (node.element) found.push(node.element);
      for (const child of node.rightChildren) visit(child);
    };
    visit(this.root);
    return found;
  }

  /** Those that show. */
  visible(): OracleElement[] {
    return this.elements().filter(({ id }) => this.shows(id));
  }

  toString(): string {
    return this.visible()
      .map(({ unit }) => unit)
      .join("");
  }

  /** The element after `id`, deleted or not; the first where `id` is undefined. */
  after(id: string | undefined): string | undefined {
    const order = this.elements();
    return order[id === undefined ? 0 : order.findIndex((each) => each.id === id) + 1]?.id;
  }

  private node(id: string): Node {
    const node = this.nodes.get(id);
    if (!node) throw new Error(`Expected an element that is here, got ${id}`);
    return node;
  }
}

function descends(node: Node, ancestor: Node): boolean {
  for (let each = node.parent; each; each = each.parent) if (each === ancestor) return true;
  return false;
}
