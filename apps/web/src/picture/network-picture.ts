import { css, html, LitElement, type TemplateResult } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { controls } from "../styles/controls";
import { type DrawOptions, drawLinks, drawScene } from "./draw-scene";
import { type Arrangement, gridColumns, type Layout, layOut, type Point, type Size } from "./layout";
import { type Palette, readPalette } from "./palette";
import {
  composeScene,
  type LinkEnds,
  type LinkShape,
  linkAt,
  linksAcross,
  messageAt,
  type PictureContent,
  type PicturedLink,
  placeLinks,
  type Scene,
  type Way,
} from "./scene";

declare global {
  interface HTMLElementTagNameMap {
    "network-picture": NetworkPicture;
  }
}

/** A node was pressed; `key` is the shortcut it was pressed with, in lower case, undefined for a plain press. */
export type NodePressEvent = CustomEvent<{ readonly node: number; readonly key: string | undefined }>;
export type LinkPressEvent = CustomEvent<{ readonly ends: LinkEnds }>;
/** A line was drawn across links that were whole. */
export type LinksCrossEvent = CustomEvent<{ readonly links: readonly LinkEnds[] }>;
export type MessagePressEvent = CustomEvent<{ readonly key: number }>;

/**
 * Nodes as squares, links as lines, messages as dots: a canvas, and over each node a button, so that the nodes can be
 * reached and read without seeing it. One of the buttons is in the tab order, the arrow keys lead to the others. It has
 * no slots.
 *
 * @property count - How many nodes there are.
 * @property arrangement - How they stand to each other.
 * @property content - Tells what is shown at this moment; asked with every `redraw`.
 * @property describe - A node in words, by its index.
 * @property shortcuts - The letters that can be pressed on a node, in upper case.
 * @property hint - What the keys do, shown while a node has the focus.
 * @property revision - Changes whenever `describe` may say something else.
 * @fires node-press - A node was pressed, or one of the shortcuts on it.
 * @fires link-press - A link was clicked.
 * @fires links-cross - A line was drawn across links, with a mouse or a pen.
 * @fires message-press - A message was clicked; `detail.key` is its key.
 */
@customElement("network-picture")
export class NetworkPicture extends LitElement {
  static override styles = [
    controls,
    css`
      :host {
        position: relative;
        display: block;
        aspect-ratio: 4 / 3;
        margin-block-end: 0.5rem;
        touch-action: manipulation;
      }

      canvas {
        position: absolute;
        inset: 0;
        width: 100%;
        height: 100%;
      }

      canvas.pointing {
        cursor: pointer;
      }

      button {
        position: absolute;
        min-height: 0;
        padding: 0;
        border: 0;
        translate: -50% -50%;
      }

      p {
        position: absolute;
        inset: auto 0 -1.25rem;
        margin: 0;
        color: var(--ink-soft);
        font-size: var(--size-small);
        text-align: center;
      }

      div:not(:has(:focus-visible)) p {
        opacity: 0;
      }

      .probe {
        position: absolute;
        visibility: hidden;
      }

      @media (max-width: 40rem) {
        :host {
          aspect-ratio: 1;
        }
      }
    `,
  ];

  @property({ attribute: false }) count = 0;
  @property({ attribute: false }) arrangement: Arrangement = "circle";
  @property({ attribute: false }) content: () => PictureContent = () => NOTHING;
  @property({ attribute: false }) describe: (node: number) => string = () => "";
  @property({ attribute: false }) shortcuts: readonly string[] = [];
  @property({ attribute: false }) hint = "";
  @property({ attribute: false }) revision: number | string = 0;
  @state() private size: Size = { width: 0, height: 0 };
  @state() private focused = 0;
  @query("canvas.moving") private readonly canvas!: HTMLCanvasElement;
  @query("canvas.links") private readonly linkCanvas!: HTMLCanvasElement;
  @query(".probe") private readonly probe!: HTMLElement;
  private ratio = 1;
  private font = "";
  private palette: Palette | undefined;
  private layout: Layout | undefined;
  private scene: Scene | undefined;
  private drawnLinks: DrawnLinks | undefined;
  private pointed: LinkEnds | undefined;
  private line: Way | undefined;
  private pressedAt: Point | undefined;
  private hasDrawn = false;
  private readonly sizes = new ResizeObserver((entries) => this.resized(entries));
  private readonly darkness = matchMedia("(prefers-color-scheme: dark)");

  override render(): TemplateResult {
    return html`<canvas class="links" aria-hidden="true"></canvas>
      <canvas
        class="moving"
        aria-hidden="true"
        @click=${this.clicked}
        @pointerdown=${this.touched}
        @pointermove=${this.moved}
        @pointerup=${this.lifted}
        @pointercancel=${this.left}
        @pointerleave=${this.left}
      ></canvas>
      <span class="probe"></span>
      <div role="group" aria-label="Nodes" aria-describedby="keys" @keydown=${this.pressed}>
        ${this.layout?.points.map((point, node) => this.renderButton(node, point))}
        <p id="keys">${this.hint}</p>
      </div>`;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.darkness.addEventListener("change", this.recolor);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.sizes.disconnect();
    this.darkness.removeEventListener("change", this.recolor);
  }

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (!this.layout || changed.has("count") || changed.has("arrangement") || changed.has("size")) {
      this.layout = layOut(this.arrangement, this.count, this.size);
    }
  }

  protected override firstUpdated(): void {
    this.sizes.observe(this.canvas);
  }

  protected override updated(): void {
    this.redraw();
  }

  /** Focuses the first node. */
  override focus(options?: FocusOptions): void {
    this.buttonOf(0)?.focus(options);
  }

  /** Draws what there is to show at this moment. */
  redraw(): void {
    const { layout, size } = this;
    const brush = this.canvas?.getContext("2d");
    if (!layout || layout.points.length !== this.count || !brush || size.width === 0) return;
    this.fit();
    this.palette ??= readPalette(this.probe);
    const { ratio, palette, font } = this;
    const options = { palette, ratio, size, font };
    const content = this.content();
    this.scene = composeScene(content, layout, this.placedLinks(content.links, layout, options));
    const pointed = this.pointed && this.scene.links.find(({ ends }) => ends === this.pointed);
    drawScene(brush, this.scene, { pointed, line: this.line }, options);
  }

  private placedLinks(links: readonly PicturedLink[], layout: Layout, options: DrawOptions): readonly LinkShape[] {
    const { drawnLinks: drawn } = this;
    if (drawn?.links === links && drawn.layout === layout && drawn.palette === options.palette) return drawn.shapes;
    const shapes = placeLinks(links, layout);
    const brush = this.linkCanvas.getContext("2d");
    if (brush) drawLinks(brush, shapes, layout.square, options);
    this.drawnLinks = { links, layout, palette: options.palette, shapes };
    return shapes;
  }

  private renderButton(node: number, { x, y }: Point): TemplateResult {
    const side = (this.layout?.square ?? 0) + 6;
    return html`<button
      data-node=${node}
      tabindex=${node === Math.min(this.focused, this.count - 1) ? 0 : -1}
      aria-label=${this.describe(node)}
      aria-keyshortcuts=${this.shortcuts.join(" ")}
      style="left: ${x}px; top: ${y}px; width: ${side}px; height: ${side}px"
      @click=${() => this.press(node, undefined)}
      @focus=${() => {
        this.focused = node;
      }}
    ></button>`;
  }

  private press(node: number, key: string | undefined): void {
    this.fire("node-press", { node, key });
  }

  private fire(name: string, detail: object): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }

  private pressed(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const { count } = this;
    const row = this.arrangement === "grid" ? gridColumns(count) : 1;
    const steps: Record<string, number> = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: row, ArrowUp: -row };
    const step = steps[event.key];
    if (step !== undefined) this.focusNode(this.focused + step);
    else if (event.key === "Home") this.focusNode(0);
    else if (event.key === "End") this.focusNode(count - 1);
    else if (this.shortcuts.includes(event.key.toUpperCase())) this.press(this.focused, event.key.toLowerCase());
    else return;
    event.preventDefault();
  }

  private focusNode(node: number): void {
    if (node < 0 || node >= this.count) return;
    this.buttonOf(node)?.focus();
  }

  private buttonOf(node: number): HTMLElement | null {
    return this.renderRoot.querySelector<HTMLElement>(`[data-node="${node}"]`);
  }

  private clicked(event: MouseEvent): void {
    // The click that ends a line is meant for nothing else.
    if (this.hasDrawn) return;
    const at = this.pointOf(event);
    const message = this.scene && messageAt(this.scene, at, MESSAGE_REACH);
    if (message) return this.fire("message-press", { key: message.key });
    const link = this.linkUnder(at);
    if (link) this.fire("link-press", { ends: link.ends });
  }

  private touched(event: PointerEvent): void {
    this.hasDrawn = false;
    // A finger scrolls the page.
    if (event.pointerType !== "touch" && event.button === 0) this.pressedAt = this.pointOf(event);
  }

  private moved(event: PointerEvent): void {
    const at = this.pointOf(event);
    if (this.pressedAt && (this.line || Math.hypot(at.x - this.pressedAt.x, at.y - this.pressedAt.y) > DRAG_FROM)) {
      this.canvas.setPointerCapture(event.pointerId);
      this.line = { from: this.pressedAt, to: at };
      this.pointed = undefined;
      return this.redraw();
    }
    // A finger does not hover.
    this.point(event.pointerType === "touch" ? undefined : this.linkUnder(at));
  }

  private lifted(): void {
    const { line, scene } = this;
    this.pressedAt = undefined;
    if (!line || !scene) return;
    this.line = undefined;
    this.hasDrawn = true;
    const links = linksAcross(scene, line).filter(({ cut }) => !cut);
    this.redraw();
    if (links.length > 0) this.fire("links-cross", { links: links.map(({ ends }) => ends) });
  }

  private left(): void {
    this.pressedAt = undefined;
    this.line = undefined;
    this.point(undefined);
    this.redraw();
  }

  private point(link: LinkShape | undefined): void {
    if (link?.ends === this.pointed) return;
    this.pointed = link?.ends;
    this.canvas.classList.toggle("pointing", link !== undefined);
    this.redraw();
  }

  private pointOf(event: MouseEvent): Point {
    const { left, top } = this.canvas.getBoundingClientRect();
    return { x: event.clientX - left, y: event.clientY - top };
  }

  private linkUnder(at: Point): LinkShape | undefined {
    return this.scene && linkAt(this.scene, at, LINK_REACH);
  }

  private readonly recolor = (): void => {
    this.palette = undefined;
    this.redraw();
  };

  private resized([entry]: readonly ResizeObserverEntry[]): void {
    if (!entry) return;
    const { width, height } = entry.contentRect;
    this.size = { width, height };
  }

  /** Gives the canvas a pixel for each of the screen's. These change with the zoom, and from screen to screen. */
  private fit(): void {
    const { width, height } = this.size;
    this.ratio = devicePixelRatio;
    const [across, down] = [Math.round(width * this.ratio), Math.round(height * this.ratio)];
    if (this.canvas.width === across && this.canvas.height === down) return;
    for (const canvas of [this.canvas, this.linkCanvas]) {
      canvas.width = across;
      canvas.height = down;
    }
    this.drawnLinks = undefined;
    this.font = getComputedStyle(this).fontFamily;
  }
}

/** The links as they were drawn last, and from what. */
interface DrawnLinks {
  readonly links: readonly PicturedLink[];
  readonly layout: Layout;
  readonly palette: Palette;
  readonly shapes: readonly LinkShape[];
}

const NOTHING: PictureContent = { nodes: [], links: [], messages: [], tree: [] };
/** How near to a link a click must be, in CSS pixels. */
const LINK_REACH = 10;
/** How near to the middle of a message. */
const MESSAGE_REACH = 9;
/** A pointer that is moved so far draws a line. */
const DRAG_FROM = 8;
