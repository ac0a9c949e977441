import { css, html, LitElement, type TemplateResult } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { controls } from "../styles/controls";
import { drawScene } from "./draw-scene";
import { type Layout, layOut, type Point, type Size } from "./layout";
import { describeNode } from "./node-words";
import { type Palette, readPalette } from "./palette";
import { type LinkShape, linkAt, type Scene, sceneOf } from "./scene";
import type { Session } from "./session";

declare global {
  interface HTMLElementTagNameMap {
    "network-picture": NetworkPicture;
  }
}

/** A node was pressed; `tool` is undefined where the press did not say what for. */
export type NodePressEvent = CustomEvent<{ readonly node: number; readonly tool: "write" | "crash" | undefined }>;
export type LinkPressEvent = CustomEvent<{ readonly ends: readonly [number, number] }>;

/**
 * The picture of a session: a canvas, and over each node a button, so that the nodes can be reached and read without
 * seeing it. One of the buttons is in the tab order, the arrow keys lead to the others. It has no slots.
 *
 * @property session - What is shown.
 * @property revision - The session's, so that the buttons say what they should.
 * @property stepping - Whether messages stand half way instead of gliding.
 * @fires node-press - A node was pressed, or one of the keys W and C on it.
 * @fires link-press - A link was clicked.
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

  @property({ attribute: false }) session: Session | undefined;
  @property({ attribute: false }) revision = 0;
  @property({ type: Boolean }) stepping = false;
  @state() private size: Size = { width: 0, height: 0 };
  @state() private focused = 0;
  @query("canvas") private readonly canvas!: HTMLCanvasElement;
  @query(".probe") private readonly probe!: HTMLElement;
  private ratio = 1;
  private font = "";
  private palette: Palette | undefined;
  private layout: Layout | undefined;
  private scene: Scene | undefined;
  private pointed: LinkShape["ends"] | undefined;
  private readonly sizes = new ResizeObserver((entries) => this.resized(entries));
  private readonly darkness = matchMedia("(prefers-color-scheme: dark)");

  override render(): TemplateResult {
    const { session, size } = this;
    if (!session) return html`<canvas></canvas><span class="probe"></span>`;
    const { shape, nodes } = session.settings;
    this.layout = layOut(shape, nodes, size);
    return html`<canvas
        aria-hidden="true"
        @click=${this.clicked}
        @pointermove=${this.moved}
        @pointerleave=${this.left}
      ></canvas>
      <span class="probe"></span>
      <div role="group" aria-label="Nodes" aria-describedby="keys" @keydown=${this.pressed}>
        ${this.layout.points.map((point, node) => this.renderButton(session, node, point))}
        <p id="keys">Arrow keys: other nodes. W: new data. C: crash or revive.</p>
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

  /** Draws what the session shows at this moment. */
  redraw(): void {
    const { session, layout, size } = this;
    const brush = this.canvas?.getContext("2d");
    if (!session || !layout || !brush || size.width === 0) return;
    this.fit();
    this.palette ??= readPalette(this.probe);
    this.scene = sceneOf(session, layout, this.stepping);
    const { ratio, palette } = this;
    const pointed = this.scene.links.find(({ ends }) => ends === this.pointed);
    drawScene(brush, this.scene, { palette, ratio, size, pointed, font: this.font });
  }

  private renderButton(session: Session, node: number, { x, y }: Point): TemplateResult {
    const side = (this.layout?.square ?? 0) + 6;
    return html`<button
      data-node=${node}
      tabindex=${node === Math.min(this.focused, session.settings.nodes - 1) ? 0 : -1}
      aria-label=${describeNode(session, node)}
      aria-keyshortcuts="W C"
      style="left: ${x}px; top: ${y}px; width: ${side}px; height: ${side}px"
      @click=${() => this.press(node, undefined)}
      @focus=${() => {
        this.focused = node;
      }}
    ></button>`;
  }

  private press(node: number, tool: "write" | "crash" | undefined): void {
    this.dispatchEvent(new CustomEvent("node-press", { detail: { node, tool }, bubbles: true, composed: true }));
  }

  private pressed(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const { nodes, shape } = this.session?.settings ?? { nodes: 0, shape: "ring" as const };
    const row = shape === "grid" ? Math.ceil(Math.sqrt(nodes)) : 1;
    const steps: Record<string, number> = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: row, ArrowUp: -row };
    const step = steps[event.key];
    if (step !== undefined) this.focusNode(this.focused + step, nodes);
    else if (event.key === "Home") this.focusNode(0, nodes);
    else if (event.key === "End") this.focusNode(nodes - 1, nodes);
    else if (event.key.toLowerCase() === "w") this.press(this.focused, "write");
    else if (event.key.toLowerCase() === "c") this.press(this.focused, "crash");
    else return;
    event.preventDefault();
  }

  private focusNode(node: number, nodes: number): void {
    if (node < 0 || node >= nodes) return;
    this.buttonOf(node)?.focus();
  }

  private buttonOf(node: number): HTMLElement | null {
    return this.renderRoot.querySelector<HTMLElement>(`[data-node="${node}"]`);
  }

  private clicked(event: MouseEvent): void {
    const link = this.linkUnder(event);
    if (!link) return;
    this.dispatchEvent(new CustomEvent("link-press", { detail: { ends: link.ends }, bubbles: true, composed: true }));
  }

  private moved(event: PointerEvent): void {
    // A finger does not hover.
    this.point(event.pointerType === "touch" ? undefined : this.linkUnder(event));
  }

  private left(): void {
    this.point(undefined);
  }

  private point(link: LinkShape | undefined): void {
    if (link?.ends === this.pointed) return;
    this.pointed = link?.ends;
    this.canvas.classList.toggle("pointing", link !== undefined);
    this.redraw();
  }

  private linkUnder(event: MouseEvent): LinkShape | undefined {
    const { left, top } = this.canvas.getBoundingClientRect();
    const at = { x: event.clientX - left, y: event.clientY - top };
    return this.scene && linkAt(this.scene, at, REACH);
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
    this.canvas.width = across;
    this.canvas.height = down;
    this.font = getComputedStyle(this).fontFamily;
  }
}

/** How near to a link a click must be, in CSS pixels. */
const REACH = 10;
