import { html, LitElement, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import { keyed } from "lit/directives/keyed.js";
import { type AddressSettings, parseAddressSettings } from "./address-settings";
import "./home-page";
import "./note-page";
import { parseRoute, type Route } from "./route";
import "./unknown-page";

declare global {
  interface HTMLElementTagNameMap {
    "hearsay-app": HearsayApp;
  }
}

/**
 * The whole page: home, or the note whose key stands behind "#" in the address. It follows the address without
 * reloading. It renders in light DOM, as the editor needs it, and has no slots.
 */
@customElement("hearsay-app")
export class HearsayApp extends LitElement {
  @state() private route: Route = parseRoute(location.hash);
  @state() private settings: AddressSettings = parseAddressSettings(location.search);

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener("hashchange", this.follow);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener("hashchange", this.follow);
  }

  override render(): TemplateResult {
    const { route, settings } = this;
    switch (route.type) {
      case "home":
        return html`<home-page .problems=${settings.problems}></home-page>`;
      case "note":
        // One element for one note: another key is another room.
        return html`${keyed(route.key, html`<note-page .key=${route.key} .settings=${settings}></note-page>`)}`;
      case "unknown":
        return html`<unknown-page></unknown-page>`;
      default:
        return route satisfies never;
    }
  }

  protected override updated(): void {
    // Never a line of the note: titles end up in the browser's history, and that may be carried to other devices.
    document.title = this.route.type === "note" ? "Note – Hearsay" : "Hearsay";
  }

  private readonly follow = (): void => {
    this.route = parseRoute(location.hash);
    this.settings = parseAddressSettings(location.search);
  };
}
