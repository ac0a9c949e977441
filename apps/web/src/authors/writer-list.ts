import { css, html, nothing, type TemplateResult } from "lit";
import { personStyle } from "./person-style";
import type { Writer } from "./writers";

/** The look of text in its author's color, and of the list that says whose color is whose. */
export const writerStyles = css`
  .authored {
    background: color-mix(in oklab, var(--person) 11%, transparent);
    text-decoration: underline var(--person-line) 1px var(--person);
    text-decoration-skip-ink: none;
    text-underline-offset: 0.22em;
  }

  ul.writers {
    display: flex;
    flex-wrap: wrap;
    gap: 0.125rem 1rem;
    min-width: 0;
    /* Three rows: on a phone the text has to keep its room. */
    max-height: 4.75rem;
    overflow-y: auto;
    margin: 0;
    padding: 0;
    list-style: none;
  }

  .writers li {
    display: flex;
    align-items: center;
    gap: 0.375rem;
    min-width: 0;
    max-width: 14rem;
    min-height: 1.5rem;
  }

  .writers .square {
    flex: none;
    width: 0.75rem;
    height: 0.75rem;
    border-radius: 2px;
    background: var(--person);
  }

  .writers .authored {
    overflow: hidden;
    padding-bottom: 0.125em;
    background: none;
    white-space: nowrap;
    text-overflow: ellipsis;
  }

  .writers .rest {
    color: var(--ink-soft);
  }
`;

/** The names of those who wrote, each marked as their text is. Needs `writerStyles`. */
export function renderWriters(writers: readonly Writer[]): TemplateResult {
  const rest = writers.length - MAX_WRITERS_SHOWN;
  return html`<ul class="writers" aria-label="Who wrote this">
    ${writers.slice(0, MAX_WRITERS_SHOWN).map(
      ({ name, color }) =>
        html`<li style=${personStyle(color)} title=${name}>
          <span class="square"></span><span class="authored" dir="auto">${name}</span>
        </li>`,
    )}
    ${rest > 0 ? html`<li class="rest">and ${rest} more</li>` : nothing}
  </ul>`;
}

const MAX_WRITERS_SHOWN = 12;
