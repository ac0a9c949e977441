import type { Strategy } from "@hearsay/gossip";
import { html, LitElement, type TemplateResult } from "lit";
import { customElement, property, queryAll, state } from "lit/decorators.js";
import { writeToClipboard } from "../../copy-link";
import "../../picture/network-picture";
import { FrameLoop } from "../../picture/frame-loop";
import type { NetworkPicture, NodePressEvent } from "../../picture/network-picture";
import { controls } from "../../styles/controls";
import { MESSAGE_BYTES } from "../data";
import { renderSlider } from "../labelled-slider";
import { secondsOf } from "../log-lines";
import { describeNode } from "../node-words";
import { pictureOf } from "../picture-of";
import { Player, SPEEDS } from "../player";
import { MAX_SEED } from "../settings";
import { playgroundControls } from "../styles";
import { type Lane, type LaneFigures, MAX_RACE_US, RACERS, type RaceSettings, raceEnd, racing, showLane } from "./race";
import { decodeRace, encodeRace } from "./race-address";
import { raceStyles } from "./race-styles";

declare global {
  interface HTMLElementTagNameMap {
    "race-figure": RaceFigure;
  }
}

/**
 * The naive way, gossip and gossip along a tree side by side: the same news at the same node of the same network, each
 * run to its end and then shown on one clock. A click on a node lets the news begin there. It has no slots.
 *
 * @property latencyMs - Of every link, a whole number of ms.
 * @property bytesPerSecond - Of each node's one uplink.
 * @property intervalMs - Δ.
 * @property nodes - How many there are, at most 200.
 * @property messageBytes - How long a message is; the simulated ones have one length, and uplinks in proportion.
 */
@customElement("race-figure")
export class RaceFigure extends LitElement {
  static override styles = [controls, playgroundControls, raceStyles];

  @property({ type: Number }) latencyMs = 50;
  @property({ type: Number }) bytesPerSecond = 1_000;
  @property({ type: Number }) intervalMs = 1_000;
  @property({ type: Number }) nodes = 25;
  @property({ type: Number }) messageBytes = MESSAGE_BYTES;
  @state() private seed = 1;
  @state() private writer = 0;
  @state() private playing = false;
  @state() private lanes: readonly Lane[] = [];
  @state() private atUs = 0;
  @state() private said = "";
  @state() private notice = "";
  @queryAll("network-picture") private readonly pictures!: NodeListOf<NetworkPicture>;
  private readonly player = new Player();
  private readonly stillness = matchMedia("(prefers-reduced-motion: reduce)");
  private race: Generator<void, readonly Lane[]> | undefined;

  constructor() {
    super();
    this.player.speed = 2;
    this.addController(new FrameLoop(this, (passedMs) => this.pass(passedMs)));
  }

  override render(): TemplateResult {
    return html`<div class="settings">
        ${this.renderSlider(
          "Latency",
          LATENCIES_MS,
          this.latencyMs,
          (ms) => `${ms} ms`,
          (ms) => {
            this.latencyMs = ms;
          },
        )}
        ${this.renderSlider("Throughput", UPLINKS_BYTES, this.bytesPerSecond, throughputWords, (bytes) => {
          this.bytesPerSecond = bytes;
        })}
      </div>
      <div class="lanes" @node-press=${this.nodePressed}>
        ${RACERS.map((strategy, index) => this.renderLane(strategy, this.lanes[index]))}
      </div>
      ${this.renderTime()}
      <p class="notice" role="status">${this.notice}</p>
      <p class="unseen" role="status">${this.said}</p>`;
  }

  /** Races what an address says, of which `text` holds all but the name. */
  load(text: string): void {
    const race = decodeRace(text);
    if (race) Object.assign(this, race);
    this.notice = race
      ? "This race came with the link."
      : "The race in this address cannot be read. This is a new one.";
  }

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    this.player.stepping = this.stillness.matches;
    const isOther = ["latencyMs", "bytesPerSecond", "intervalMs", "nodes", "messageBytes", "seed", "writer"].some(
      (name) => changed.has(name),
    );
    if (isOther) this.prepare();
  }

  private renderLane(strategy: Strategy, lane: Lane | undefined): TemplateResult {
    const figures = lane && showLane(lane, this.atUs);
    return html`<section aria-label=${NAMES[strategy] ?? strategy}>
      <h3>${NAMES[strategy]}</h3>
      <network-picture
        .count=${this.nodes}
        .content=${() => (lane ? pictureOf(lane.reel.view, this.pictureOptions) : EMPTY)}
        .describe=${(node: number) => (lane ? describeNode(lane.reel.view, node) : `Node ${node + 1}`)}
        .hint=${"Enter: the news begins here."}
        .revision=${`${this.seed} ${lane?.reel.position.seen}`}
      ></network-picture>
      ${lane && figures ? renderFigures(figures, this.nodes, lane.reel.session.traceHash) : html`<p>The race is being run.</p>`}
    </section>`;
  }

  private renderTime(): TemplateResult {
    const endUs = this.lanes.length > 0 ? raceEnd(this.lanes) : 0;
    return html`<div class="time">
      <button @click=${this.toggled} ?disabled=${endUs === 0}>${this.playing ? "Pause" : "Play"}</button>
      <input
        type="range"
        aria-label="Time of the race"
        aria-valuetext="${secondsOf(this.atUs)} of ${secondsOf(endUs)}"
        min="0"
        max="1000"
        .value=${String(endUs === 0 ? 0 : Math.round((this.atUs / endUs) * 1_000))}
        ?disabled=${endUs === 0}
        @input=${this.sought}
      />
      <span data-figure="race-time">${secondsOf(this.atUs)}</span>
      <label>
        Speed
        <select @change=${this.speedChosen}>
          ${SPEEDS.map((speed) => html`<option value=${speed} .selected=${speed === this.player.speed}>×${speed}</option>`)}
        </select>
      </label>
      <button @click=${this.reseed}>New seed</button>
      <span class="soft">Seed ${this.seed}</span>
      <button @click=${this.share}>Copy link</button>
    </div>`;
  }

  private renderSlider(
    title: string,
    choices: readonly number[],
    value: number,
    words: (value: number) => string,
    choose: (value: number) => void,
  ): TemplateResult {
    const index = choices.reduce((best, choice, i) => (far(choice, value) < far(choices[best], value) ? i : best), 0);
    return renderSlider({
      title,
      name: title,
      words: words(value),
      min: 0,
      max: choices.length - 1,
      step: 1,
      value: index,
      // A race is run when it is known which one.
      moved: () => {},
      settled: (step) => choose(choices[step] ?? value),
    });
  }

  private get settings(): RaceSettings {
    const { seed, nodes, intervalMs, latencyMs, writer } = this;
    const bytesPerSecond = Math.max(1, Math.round((this.bytesPerSecond * MESSAGE_BYTES) / this.messageBytes));
    return { seed, nodes, intervalMs, latencyMs, bytesPerSecond, writer: Math.min(writer, nodes - 1) };
  }

  private get pictureOptions() {
    return { stepping: this.stillness.matches, tree: false, marked: undefined };
  }

  private prepare(): void {
    this.lanes = [];
    this.atUs = 0;
    this.race = racing(this.settings);
  }

  private pass(passedMs: number): void {
    if (this.race) return this.runOn(this.race);
    if (this.lanes.length === 0 || !this.playing) return;
    const endUs = raceEnd(this.lanes);
    this.moveTo(Math.min(endUs, this.atUs + this.player.advance(passedMs)));
    if (this.atUs < endUs) return;
    this.playing = false;
    this.said = resultWords(this.lanes);
  }

  private runOn(race: Generator<void, readonly Lane[]>): void {
    const until = performance.now() + SLICE_MS;
    while (performance.now() < until) {
      const { done, value } = race.next();
      if (!done) continue;
      this.race = undefined;
      this.lanes = value;
      return;
    }
  }

  private moveTo(atUs: number): void {
    this.atUs = atUs;
    for (const lane of this.lanes) showLane(lane, atUs);
    for (const picture of this.pictures) picture.redraw();
  }

  /** Puts the race into the address of the page, and that into the clipboard. */
  private async share(): Promise<void> {
    const { seed, nodes, intervalMs, latencyMs, bytesPerSecond, messageBytes, writer } = this;
    const race = encodeRace({ seed, nodes, intervalMs, latencyMs, bytesPerSecond, messageBytes, writer });
    history.replaceState(null, "", `#race=${race}`);
    const copied = await writeToClipboard(location.href);
    this.notice = copied ? "Link copied." : "The link is in the address bar: copy it from there.";
  }

  private toggled(): void {
    if (!this.playing && this.atUs >= raceEnd(this.lanes)) this.moveTo(0);
    this.playing = !this.playing;
  }

  private sought(event: Event): void {
    this.playing = false;
    this.moveTo(Math.round((Number((event.target as HTMLInputElement).value) / 1_000) * raceEnd(this.lanes)));
  }

  private speedChosen(event: Event): void {
    this.player.speed = Number((event.target as HTMLSelectElement).value);
    this.requestUpdate();
  }

  private reseed(): void {
    this.seed = 1 + Math.floor(Math.random() * MAX_SEED);
  }

  private nodePressed({ detail: { node } }: NodePressEvent): void {
    this.writer = node;
    this.playing = true;
  }
}

const NAMES: Readonly<Partial<Record<Strategy, string>>> = {
  broadcast: "Naive",
  push: "Gossip: push",
  plumtree: "Gossip: tree",
};

/** What the sliders offer. Anything between can be set from outside. */
const LATENCIES_MS: readonly number[] = [0, 10, 20, 50, 100, 200, 500, 1_000, 2_000];
const UPLINKS_BYTES: readonly number[] = [500, 1_000, 2_000, 3_000, 5_000, 10_000, 20_000, 50_000, 100_000, 1_000_000];
const EMPTY = { nodes: [], links: [], messages: [], tree: [] };
/** For so long, in ms, a slice of a race may hold up the page. */
const SLICE_MS = 10;

function renderFigures(
  { reached, sent, wasted, tookUs }: LaneFigures,
  nodes: number,
  traceHash: string,
): TemplateResult {
  return html`<dl>
    <dt>Everyone has it after</dt>
    <dd data-figure="took">${tookUs === undefined ? html`<span class="soft">${reached} of ${nodes} have</span>` : secondsOf(tookUs)}</dd>
    <dt>Messages sent</dt>
    <dd data-figure="sent">${sent}</dd>
    <dt>of them wasted</dt>
    <dd data-figure="wasted">${wasted}</dd>
    <dt>Trace</dt>
    <dd data-figure="trace" class="soft">${traceHash}</dd>
  </dl>`;
}

function resultWords(lanes: readonly Lane[]): string {
  const ranked = [...lanes].sort((left, right) => (left.tookUs ?? MAX_RACE_US) - (right.tookUs ?? MAX_RACE_US));
  const words = ranked.map(
    ({ strategy, tookUs }) => `${NAMES[strategy]}: ${tookUs === undefined ? "not done" : secondsOf(tookUs)}`,
  );
  return `The race is over. ${words.join("; ")}.`;
}

function throughputWords(bytes: number): string {
  return `${bytes / 1_000} kB/s`;
}

function far(choice: number | undefined, value: number): number {
  return Math.abs(Math.log((choice ?? 0) + 1) - Math.log(value + 1));
}
