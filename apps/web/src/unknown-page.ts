import { html, LitElement, type TemplateResult } from "lit";
import { customElement } from "lit/decorators.js";
import { emblem } from "./emblem";
import { controls } from "./styles/controls";
import { homeStyles } from "./styles/home";

declare global {
  interface HTMLElementTagNameMap {
    "unknown-page": UnknownPage;
  }
}

/** What stands where the address names no note, with a way home. It has no properties and no slots. */
@customElement("unknown-page")
export class UnknownPage extends LitElement {
  static override styles = [controls, homeStyles];

  override render(): TemplateResult {
    return html`<main>
      <h1>${emblem()} Hearsay</h1>
      <div role="alert">
        <p class="promise">This is not the link of a note.</p>
        <p>
          Such a link ends in # and 22 letters, digits, hyphens or underscores. Perhaps a part of it was cut off: open or
          copy the whole link again, or ask for it once more.
        </p>
      </div>
      <p><a href="./${location.search}">Go to the start page</a></p>
    </main>`;
  }
}
