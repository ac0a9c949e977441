import { css } from "lit";

/** The look of `note-history`: the text as it was on plain paper, and below it the slider and what can be done. */
export const historyStyles = css`
  :host {
    position: absolute;
    inset: 0;
    z-index: 3;
    display: grid;
    grid-template-rows: minmax(0, 1fr) auto;
    background: var(--paper);
  }

  :host([hidden]) {
    display: none;
  }

  p {
    margin: 0;
  }

  .page {
    overflow-y: auto;
    overscroll-behavior: contain;
    padding: calc(var(--note-line) * 1.5) max(var(--gutter), calc(50% - var(--column) / 2));
    font: var(--note-size) / var(--note-line) var(--font-note);
    overflow-wrap: anywhere;
    white-space: pre-wrap;
  }

  .page:focus-visible {
    outline-offset: -2px;
  }

  .unshown,
  .nothing {
    color: var(--ink-soft);
    font: var(--size-small) / var(--note-line) var(--font);
  }

  .fresh {
    background: color-mix(in oklab, var(--person) 30%, transparent);
  }

  /* Where something was taken away, or a line is new: a mark that takes no room. */
  .gap {
    display: inline-block;
    width: 3px;
    height: 1.1em;
    margin-inline: -1.5px;
    border-radius: 1px;
    background: var(--accent);
    vertical-align: text-bottom;
  }

  .bar {
    display: grid;
    gap: 0.375rem;
    padding: 0.625rem max(var(--gutter), calc(50% - var(--column) / 2));
    border-top: 1px solid var(--hairline);
    font-size: var(--size-small);
    line-height: 1.25rem;
  }

  .moment {
    display: flex;
    flex-wrap: wrap;
    justify-content: space-between;
    gap: 0 1rem;
    font-variant-numeric: tabular-nums;
  }

  .time {
    font-weight: 600;
  }

  .position,
  .words {
    color: var(--ink-soft);
  }

  .words {
    min-height: 1.25rem;
    overflow-wrap: anywhere;
  }

  input[type="range"] {
    width: 100%;
    min-height: 1.75rem;
    margin: 0;
    padding: 0;
    border: 0;
    accent-color: var(--accent);
  }

  .actions {
    display: flex;
    flex-wrap: wrap;
    justify-content: space-between;
    gap: 0.5rem 1.5rem;
  }

  .actions > div {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.5rem;
  }

  .play {
    min-width: 4.5rem;
  }

  button:disabled {
    border-color: var(--hairline);
    color: var(--ink-soft);
    cursor: default;
  }

  .by-hand {
    display: grid;
    gap: 0.25rem;
  }

  textarea {
    width: 100%;
    height: 5rem;
    padding: 0.375rem 0.5rem;
    border: 1px solid var(--field-line);
    border-radius: var(--radius);
    background: transparent;
    color: inherit;
    font: max(16px, var(--size-small)) / 1.4 var(--font-note);
  }

  @media (max-width: 40rem) {
    .actions,
    .actions > div {
      gap: 0.375rem;
    }
  }
`;
