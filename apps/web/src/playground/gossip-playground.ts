import { html, LitElement, type TemplateResult } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import "../picture/network-picture";
import type { LinkPressEvent, LinksCrossEvent, NetworkPicture, NodePressEvent } from "../picture/network-picture";
import { controls } from "../styles/controls";
import "./event-log";
import { FrameLoop } from "./frame-loop";
import "./hand-tools";
import type { ArmChangeEvent, Tool, ToolChangeEvent } from "./hand-tools";
import "./link-editor";
import type { LinkCommandEvent } from "./link-editor";
import { nodeName, secondsOf } from "./log-lines";
import "./network-settings";
import type { SettingsChangeEvent } from "./network-settings";
import { describeNode } from "./node-words";
import { arrangementOf, pictureOf } from "./picture-of";
import { Player } from "./player";
import { playgroundStyles } from "./playground-styles";
import "./run-controls";
import type { RunCommandEvent, SpeedChangeEvent } from "./run-controls";
import "./run-figures";
import { Session } from "./session";
import type { SetUp } from "./set-ups";
import { DEFAULT_SETTINGS, needsNewRun, type PlaygroundSettings } from "./settings";

declare global {
  interface HTMLElementTagNameMap {
    "gossip-playground": GossipPlayground;
  }
}

/**
 * The playground: a simulated network of the very nodes that the note runs, to be written to, crashed and cut. Time
 * passes only while it can be seen. It has no slots.
 *
 * @property session - The run that is played, for tests and for the curious: `session.traceHash`, `session.record`.
 */
@customElement("gossip-playground")
export class GossipPlayground extends LitElement {
  static override styles = [controls, playgroundStyles];

  @property({ attribute: false }) session = new Session(DEFAULT_SETTINGS);
  @state() private revision = 0;
  /** The virtual time that the figures show, in hundredths of a second. */
  @state() private shownTime = 0;
  @state() private tool: Tool = "write";
  @state() private said = "";
  @state() private playing = true;
  @state() private speed = 1;
  @query("network-picture") private readonly picture!: NetworkPicture;
  private readonly player = new Player();
  private readonly stillness = matchMedia("(prefers-reduced-motion: reduce)");

  constructor() {
    super();
    this.addController(new FrameLoop(this, (passedMs) => this.pass(passedMs)));
  }

  override render(): TemplateResult {
    const { session, revision } = this;
    return html`<div
      class="figure"
      @node-press=${this.nodePressed}
      @link-press=${this.linkPressed}
      @links-cross=${this.linksCrossed}
      @link-command=${this.linkCommanded}
      @settings-change=${this.settingsChanged}
      @run-command=${this.commanded}
      @speed-change=${this.speedChanged}
      @tool-change=${this.toolChanged}
      @arm-change=${this.armChanged}
    >
      <div class="stage">
        <network-picture
          .count=${session.settings.nodes}
          .arrangement=${arrangementOf(session.settings.shape)}
          .content=${this.content}
          .describe=${(node: number) => describeNode(this.session, node)}
          .shortcuts=${SHORTCUTS}
          .hint=${"Arrow keys: other nodes. W: new data. C: crash or revive."}
          .revision=${revision}
        ></network-picture>
        <run-figures .session=${session} .moment=${`${revision} ${this.shownTime}`}></run-figures>
        <hand-tools .tool=${this.tool} .armed=${session.armed}></hand-tools>
        <run-controls .playing=${this.playing} .speed=${this.speed} .seed=${session.settings.seed}></run-controls>
      </div>
      <div class="panel">
        <network-settings .settings=${session.settings}></network-settings>
        <link-editor .session=${session} .revision=${revision}></link-editor>
        <event-log .lines=${session.log.newestFirst}></event-log>
      </div>
      <p class="unseen" role="status">${this.said}</p>
    </div>`;
  }

  /** Starts a new run for an experiment that the article proposes, and leads the keyboard to the first node. */
  setUp({ armed, speed, ...changed }: SetUp): void {
    this.play({ ...this.session.settings, ...changed });
    this.session.arm(armed);
    this.setSpeed(speed);
    this.setPlaying(true);
    this.tool = "write";
    this.said = "The playground is set up.";
    this.show();
    this.picture.focus({ preventScroll: true });
  }

  protected override willUpdate(): void {
    this.player.stepping = this.stillness.matches;
  }

  private pass(passedMs: number): void {
    // Time begins with the first write: before it, nothing would be seen to happen.
    if (!this.session.latestWrite) return;
    const us = this.player.advance(passedMs);
    if (us === 0) return;
    const wasEverywhere = this.session.latestWrite?.everywhere;
    this.session.runTo(this.session.nowUs + us);
    const { latestWrite } = this.session;
    if (latestWrite?.everywhere && !wasEverywhere) {
      this.said = `${latestWrite.label} is everywhere, after ${secondsOf(latestWrite.everywhere.tookUs)}.`;
    }
    this.show();
  }

  /** Draws at once; the words follow where they have changed. */
  private show(): void {
    this.picture?.redraw();
    this.revision = this.session.revision;
    this.shownTime = Math.floor(this.session.nowUs / SHOWN_UNIT_US);
  }

  private play(settings: PlaygroundSettings): void {
    this.session = new Session(settings);
    this.said = "A new run.";
    this.show();
  }

  private readonly content = () => pictureOf(this.session, this.stillness.matches);

  private nodePressed({ detail: { node, key } }: NodePressEvent): void {
    const { session } = this;
    if (key === "w" || (key === undefined && this.tool === "write")) {
      const label = session.write(node);
      this.said = label ? `${capital(nodeName(node))} wrote ${label}.` : `${capital(nodeName(node))} is crashed.`;
    } else if (session.isAlive(node)) {
      session.crash(node);
      this.said = `${capital(nodeName(node))} crashed.`;
    } else {
      session.revive(node);
      this.said = `${capital(nodeName(node))} is back.`;
    }
    this.show();
  }

  private linkPressed({ detail: { ends } }: LinkPressEvent): void {
    const cut = this.session.links.between(...ends)?.cut;
    if (cut) this.session.mend(...ends);
    else this.session.cut(...ends);
    this.said = `The link between ${nodeName(ends[0])} and ${nodeName(ends[1])} is ${cut ? "mended" : "cut"}.`;
    this.show();
  }

  private linksCrossed({ detail: { links } }: LinksCrossEvent): void {
    for (const ends of links) this.session.cut(...ends);
    this.said = links.length === 1 ? "One link is cut." : `${links.length} links are cut.`;
    this.show();
  }

  private linkCommanded({ detail: { command } }: LinkCommandEvent): void {
    if (command === "split") this.session.split();
    else this.session.mendAll();
    this.said = command === "split" ? "The network is split in two." : "Every link is whole.";
    this.show();
  }

  private settingsChanged({ detail: { settings } }: SettingsChangeEvent): void {
    if (needsNewRun(this.session.settings, settings)) return this.play(settings);
    this.session.change(settings);
    this.requestUpdate();
    this.show();
  }

  private commanded({ detail: { command } }: RunCommandEvent): void {
    switch (command) {
      case "toggle":
        return this.setPlaying(!this.playing);
      case "step":
        this.setPlaying(false);
        this.said = this.session.runToNextEvent() ? (this.session.log.newestFirst[0]?.text ?? "") : NOTHING;
        return this.show();
      case "restart":
        return this.play(this.session.settings);
      case "reseed":
        return this.play({ ...this.session.settings, seed: 1 + Math.floor(Math.random() * MAX_SEED) });
      default:
        return command satisfies never;
    }
  }

  private setPlaying(playing: boolean): void {
    this.playing = playing;
    this.player.playing = playing;
  }

  private speedChanged({ detail: { speed } }: SpeedChangeEvent): void {
    this.setSpeed(speed);
  }

  private setSpeed(speed: number): void {
    this.speed = speed;
    this.player.speed = speed;
  }

  private toolChanged({ detail: { tool } }: ToolChangeEvent): void {
    this.tool = tool;
  }

  private armChanged({ detail: { armed } }: ArmChangeEvent): void {
    this.session.arm(armed);
    this.show();
  }
}

const SHORTCUTS: readonly string[] = ["W", "C"];
/** The figures show hundredths of a second, and need not be written more often. */
const SHOWN_UNIT_US = 10_000;
/** Seeds that are easy to read out. */
const MAX_SEED = 9_999;
const NOTHING = "Nothing happens for as long as ten seconds.";

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
