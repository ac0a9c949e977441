import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { playgroundControls } from "../styles";
import type { View } from "../view";
import { CHALLENGES, type Challenge, type Outcome } from "./challenge";

declare global {
  interface HTMLElementTagNameMap {
    "challenge-list": ChallengeList;
  }
}

/**
 * The challenges, each of which the run itself answers: what stands in its way, or that it is done. What was done once
 * stays done. It has no slots.
 *
 * @property view - The moment of the run that is looked at.
 */
@customElement("challenge-list")
export class ChallengeList extends LitElement {
  static override styles = [
    playgroundControls,
    css`
      h3 {
        margin: 0;
        font: 600 1em / 1.5 var(--font);
      }

      ul {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(100%, 13rem), 1fr));
        gap: 1rem 1.5rem;
        margin: 0.375rem 0 0;
        padding: 0;
        list-style: none;
      }

      li {
        padding-inline-start: 1rem;
        background: linear-gradient(var(--field-line), var(--field-line)) no-repeat 0 0 / 1px 100%;
      }

      .done {
        background-image: linear-gradient(var(--chosen), var(--chosen));
        background-size: 3px 100%;
      }

      p {
        margin: 0;
      }

      .outcome {
        color: var(--ink-soft);
      }

      .done .outcome {
        color: var(--chosen);
        font-weight: 600;
      }
    `,
  ];

  @property({ attribute: false }) view: View | undefined;
  @state() private achieved: ReadonlyMap<Challenge, string> = new Map();
  private outcomes: ReadonlyMap<Challenge, Outcome> = new Map();
  private asked: { readonly film: View["film"]; readonly seen: number } | undefined;

  override render(): TemplateResult {
    return html`<h3>Challenges</h3>
      <ul aria-label="Challenges">
        ${CHALLENGES.map((challenge) => this.renderChallenge(challenge))}
      </ul>`;
  }

  protected override willUpdate(): void {
    const { view } = this;
    if (!view) return;
    const { film, position } = view;
    // Nothing new was seen.
    if (this.asked?.film === film && this.asked.seen === position.seen) return;
    this.asked = { film, seen: position.seen };
    this.outcomes = new Map(CHALLENGES.map((challenge) => [challenge, challenge.check(view)]));
    for (const [challenge, outcome] of this.outcomes) {
      if (outcome.type === "done" && !this.achieved.has(challenge)) {
        this.achieved = new Map([...this.achieved, [challenge, outcome.how]]);
      }
    }
  }

  private renderChallenge(challenge: Challenge): TemplateResult {
    const how = this.achieved.get(challenge);
    const outcome = this.outcomes.get(challenge);
    return html`<li class=${how === undefined ? "" : "done"} data-challenge=${challenge.name}>
      <strong>${challenge.title}</strong>
      <p>${challenge.task}</p>
      <p class="outcome" role="status">
        ${how === undefined ? nothing : `✓ Done: ${how}.`}
        ${how === undefined && outcome?.type === "open" ? outcome.lacks : nothing}
      </p>
    </li>`;
  }
}
