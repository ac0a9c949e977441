import { html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { writeToClipboard } from "../copy-link";
import "../picture/network-picture";
import type {
  LinkPressEvent,
  LinksCrossEvent,
  MessagePressEvent,
  NetworkPicture,
  NodePressEvent,
} from "../picture/network-picture";
import { controls } from "../styles/controls";
import "./challenges/challenge-list";
import "./event-log";
import { FrameLoop } from "../picture/frame-loop";
import "./hand-tools";
import type { ArmChangeEvent, Tool, ToolChangeEvent } from "./hand-tools";
import "./link-editor";
import type { LinkCommandEvent } from "./link-editor";
import { linksAcrossHalves, parting } from "./links";
import { logLines, nodeName, nodeTitle, secondsOf } from "./log-lines";
import "./message-inspector";
import type { TreeChangeEvent } from "./message-inspector";
import type { Move } from "./move";
import "./network-settings";
import type { SettingsChangeEvent } from "./network-settings";
import { describeNode } from "./node-words";
import { arrangementOf, pictureOf } from "./picture-of";
import { Playback } from "./playback";
import { playgroundStyles } from "./playground-styles";
import { decodeRun, encodeRun } from "./run-address";
import "./run-controls";
import type { RunCommandEvent, SpeedChangeEvent, TimeSeekEvent } from "./run-controls";
import "./run-figures";
import { COMING, cameWithLink, type Notice, OVER, shared, TOO_LONG, UNREADABLE } from "./run-notice";
import type { Session } from "./session";
import type { SetUp } from "./set-ups";
import { DEFAULT_SETTINGS, MAX_SEED, NAIVE_SETTINGS, needsNewRun, type PlaygroundSettings } from "./settings";
import type { View } from "./view";

declare global {
  interface HTMLElementTagNameMap {
    "gossip-playground": GossipPlayground;
  }
}

/**
 * The playground: a simulated network of the very nodes that the note runs, to be written to, crashed and cut. Time
 * passes only while it can be seen, and can be wound back. It has no slots.
 *
 * @property name - What its runs are called in the address.
 * @property tools - "naive": nothing can be set, but what the article sets up; "all": everything; "sandbox": with challenges.
 * @property session - The run that is played, for tests and for the curious: `session.traceHash`, `session.record`.
 * @property view - The moment of it that is shown.
 * @property inspected - The key of the message that is looked at.
 */
@customElement("gossip-playground")
export class GossipPlayground extends LitElement {
  static override styles = [controls, playgroundStyles];

  @property() name = "";
  @property() tools: "naive" | "all" | "sandbox" = "all";
  @state() private revision = 0;
  @state() private tool: Tool = "write";
  @state() private armed = false;
  @state() private said = "";
  @state() private notice: Notice | undefined;
  @state() private playing = true;
  @state() private speed = 1;
  @state() private tree = false;
  @state() private marked: number | undefined;
  @query("network-picture") private readonly picture!: NetworkPicture;
  private readonly playback = new Playback(DEFAULT_SETTINGS);
  private readonly stillness = matchMedia("(prefers-reduced-motion: reduce)");
  private wasEverywhere = false;
  private runs = 0;

  constructor() {
    super();
    this.addController(new FrameLoop(this, (passedMs) => this.playback.pass(passedMs) && this.show()));
  }

  get session(): Session {
    return this.playback.reel.session;
  }

  get view(): View {
    return this.playback.reel.view;
  }

  get inspected(): number | undefined {
    return this.marked;
  }

  override render(): TemplateResult {
    const { view } = this;
    return html`<div
      class="figure ${this.tools}"
      @node-press=${this.nodePressed}
      @link-press=${this.linkPressed}
      @links-cross=${this.linksCrossed}
      @message-press=${this.messagePressed}
      @link-command=${this.linkCommanded}
      @settings-change=${this.settingsChanged}
      @run-command=${this.commanded}
      @speed-change=${this.speedChanged}
      @time-seek=${this.sought}
      @tool-change=${this.toolChanged}
      @arm-change=${this.armChanged}
      @writer-crash=${this.writerCrashed}
      @tree-change=${this.treeChanged}
    >
      ${this.notice ? html`<p class="notice" role=${this.notice.isAlert ? "alert" : "status"}>${this.notice.text}</p>` : nothing}
      ${this.renderStage(view)}
      <div class="panel">
        ${
          this.tools !== "naive"
            ? html`<network-settings .settings=${view.settings}></network-settings>
                <link-editor .view=${view} .links=${view.links}></link-editor>`
            : nothing
        }
        <message-inspector
          .view=${view}
          .marked=${this.marked}
          .tree=${this.tree}
          .moment=${this.revision}
        ></message-inspector>
        <event-log .view=${view}></event-log>
      </div>
      ${this.tools === "sandbox" ? html`<challenge-list .view=${view}></challenge-list>` : nothing}
      <p class="unseen" role="status">${this.said}</p>
    </div>`;
  }

  private renderStage(view: View): TemplateResult {
    const { reel, working } = this.playback;
    const { settings, latestWrite } = view;
    const writer = latestWrite && view.nodes[latestWrite.node]?.alive ? nodeName(latestWrite.node) : undefined;
    return html`<div class="stage">
      <network-picture
        .count=${settings.nodes}
        .arrangement=${arrangementOf(settings.shape)}
        .content=${this.content}
        .describe=${this.describe}
        .shortcuts=${SHORTCUTS}
        .hint=${"Arrow keys: other nodes. W: new data. C: crash or revive. X: cut off or link again."}
        .revision=${`${this.runs} ${view.position.seen}`}
      ></network-picture>
      <run-figures .view=${view} .quiet=${reel.isAtEnd && this.session.quiet}></run-figures>
      <hand-tools
        .tool=${this.tool}
        .armed=${this.armed}
        .parts=${this.tools !== "naive"}
        .writer=${writer}
      ></hand-tools>
      <run-controls
        .playing=${this.playing}
        .speed=${this.speed}
        .seed=${settings.seed}
        .atUs=${view.nowUs}
        .endUs=${reel.endUs}
        .behind=${!reel.isAtEnd}
        .traceHash=${this.session.traceHash}
        .working=${working}
      ></run-controls>
    </div>`;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (!this.hasUpdated) this.playback.start(this.firstSettings);
  }

  /** Starts a new run for an experiment that the article proposes, and leads the keyboard to the first node. */
  setUp({ armed, speed, ...changed }: SetUp): void {
    this.start({ ...this.view.settings, ...changed }, "The playground is set up.");
    this.armed = armed;
    this.setSpeed(speed);
    this.setPlaying(true);
    this.tool = "write";
    this.picture.focus({ preventScroll: true });
  }

  /** Plays a run from an address, of which `text` holds all but the name of the figure, and stands at its end. */
  load(text: string): void {
    const theirs = decodeRun(text);
    this.setPlaying(false);
    if (!theirs) {
      this.start(this.firstSettings, "");
      this.notice = UNREADABLE;
      return;
    }
    this.notice = COMING;
    this.playback.load(theirs.record, () => {
      const { traceHash } = this.session;
      this.runs++;
      this.notice = cameWithLink(traceHash, theirs.traceHash);
      this.show();
    });
    this.show();
  }

  /** Lets so much virtual time pass at once, in µs. */
  pass(us: number): void {
    this.playback.reel.advance(us);
    this.show();
  }

  protected override willUpdate(): void {
    this.playback.player.stepping = this.stillness.matches;
  }

  private get firstSettings(): PlaygroundSettings {
    return this.tools === "naive" ? NAIVE_SETTINGS : DEFAULT_SETTINGS;
  }

  private readonly describe = (node: number) => describeNode(this.view, node);

  private readonly content = () =>
    pictureOf(this.view, { stepping: this.stillness.matches, tree: this.tree, marked: this.marked });

  /** Draws at once; the words follow with the next update. */
  private show(): void {
    this.picture?.redraw();
    const { latestWrite } = this.view;
    const isEverywhere = latestWrite?.everywhere !== undefined;
    if (latestWrite?.everywhere && !this.wasEverywhere) {
      this.said = `${latestWrite.label} is everywhere, after ${secondsOf(latestWrite.everywhere.tookUs)}.`;
    }
    this.wasEverywhere = isEverywhere;
    if (this.playback.reel.isOver) this.notice = OVER;
    this.revision++;
  }

  private start(settings: PlaygroundSettings, said: string): void {
    this.playback.start(settings);
    this.runs++;
    this.notice = undefined;
    this.marked = undefined;
    this.armed = false;
    this.said = said;
    this.show();
  }

  /** Does something, and says so; `refused` where it makes no sense. */
  private act(move: Move, said: (view: View) => string, refused: string): void {
    this.playback.act(move, (took) => {
      this.said = took ? said(this.view) : refused;
      this.show();
    });
    this.show();
  }

  private nodePressed({ detail: { node, key } }: NodePressEvent): void {
    const name = nodeTitle(node);
    if (key === "w" || (key === undefined && this.tool === "write")) {
      // Not even a fork comes of it.
      if (!this.view.nodes[node]?.alive) {
        this.said = `${name} is crashed.`;
        return;
      }
      const { armed } = this;
      this.armed = false;
      const said = ({ latestWrite }: View) => `${name} wrote ${latestWrite?.label}.`;
      return this.act({ type: "write", node, crashes: armed }, said, NO_MORE);
    }
    if (key === "x" || (key === undefined && this.tool === "part")) {
      const move = parting(this.view.links, node);
      const said = `${name} is ${move.type === "cut" ? "cut off" : "linked again"}.`;
      return this.act(move, () => said, NO_MORE);
    }
    if (this.view.nodes[node]?.alive) return this.act({ type: "crash", node }, () => `${name} crashed.`, NO_MORE);
    this.act({ type: "revive", node }, () => `${name} is back.`, NO_MORE);
  }

  private writerCrashed(): void {
    const node = this.view.latestWrite?.node;
    if (node !== undefined) this.act({ type: "crash", node }, () => `${nodeTitle(node)} crashed.`, NO_MORE);
  }

  private linkPressed({ detail: { ends } }: LinkPressEvent): void {
    const link = this.view.links.find(({ ends: [from, to] }) => from === ends[0] && to === ends[1]);
    const type = link?.cut ? "mend" : "cut";
    const words = `The link between ${nodeName(ends[0])} and ${nodeName(ends[1])} is ${link?.cut ? "mended" : "cut"}.`;
    this.act({ type, links: [ends] }, () => words, NO_MORE);
  }

  private linksCrossed({ detail: { links } }: LinksCrossEvent): void {
    this.act(
      { type: "cut", links },
      () => `${links.length} ${links.length === 1 ? "link is" : "links are"} cut.`,
      NO_MORE,
    );
  }

  private linkCommanded({ detail: { command } }: LinkCommandEvent): void {
    const { links, settings } = this.view;
    if (command === "split") {
      const across = linksAcrossHalves(links, settings.nodes);
      return this.act({ type: "cut", links: across }, () => "The network is split in two.", "It is split already.");
    }
    this.act({ type: "mend", links: links.map(({ ends }) => ends) }, () => WHOLE, WHOLE);
  }

  private settingsChanged({ detail: { settings } }: SettingsChangeEvent): void {
    if (needsNewRun(this.view.settings, settings)) return this.start(settings, "A new run.");
    this.act({ type: "change", settings }, () => "", NO_MORE);
  }

  private commanded({ detail: { command } }: RunCommandEvent): void {
    switch (command) {
      case "toggle":
        return this.setPlaying(!this.playing);
      case "step":
        return this.step(() => this.playback.reel.stepForward(), NOTHING);
      case "back":
        return this.step(() => this.playback.reel.stepBack(), "This is the start.");
      case "restart":
        return this.start(this.view.settings, "A new run.");
      case "reseed":
        return this.start({ ...this.view.settings, seed: 1 + Math.floor(Math.random() * MAX_SEED) }, "A new run.");
      case "share":
        this.share().catch(() => {});
        return;
      default:
        return command satisfies never;
    }
  }

  private step(move: () => boolean, otherwise: string): void {
    this.setPlaying(false);
    if (this.playback.working !== undefined) return;
    this.said = move() ? (logLines(this.view)[0]?.text ?? "") : otherwise;
    this.show();
  }

  /** Puts the run into the address of the page, and that into the clipboard. */
  private async share(): Promise<void> {
    const { record, traceHash } = this.session;
    const run = encodeRun({ record, traceHash });
    if (run === undefined) {
      this.notice = TOO_LONG;
      return;
    }
    history.replaceState(null, "", `#run=${this.name}.${run}`);
    const copied = await writeToClipboard(location.href);
    this.notice = shared(copied, traceHash);
  }

  private setPlaying(playing: boolean): void {
    this.playing = playing;
    this.playback.player.playing = playing;
  }

  private speedChanged({ detail: { speed } }: SpeedChangeEvent): void {
    this.setSpeed(speed);
  }

  private setSpeed(speed: number): void {
    this.speed = speed;
    this.playback.player.speed = speed;
  }

  private sought({ detail: { atUs } }: TimeSeekEvent): void {
    this.setPlaying(false);
    this.playback.reel.seek(atUs);
    this.show();
  }

  private toolChanged({ detail: { tool } }: ToolChangeEvent): void {
    this.tool = tool;
  }

  private armChanged({ detail: { armed } }: ArmChangeEvent): void {
    this.armed = armed;
  }

  private treeChanged({ detail: { tree } }: TreeChangeEvent): void {
    this.tree = tree;
    this.show();
  }

  private messagePressed({ detail: { key } }: MessagePressEvent): void {
    this.marked = key;
    this.setPlaying(false);
    this.show();
  }
}

const SHORTCUTS: readonly string[] = ["W", "C", "X"];
const NOTHING = "Nothing happens for as long as ten seconds.";
const WHOLE = "Every link is whole.";
const NO_MORE = "That cannot be done now.";
