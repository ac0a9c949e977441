import { css } from "lit";

/** The look of `kept-notes`: one line for each note, parted by hairlines. */
export const keptNotesStyles = css`
  :host {
    display: block;
  }

  section {
    margin: 3rem 0 0;
  }

  h2 {
    margin: 0 0 0.5rem;
    font-size: inherit;
    font-weight: 600;
  }

  h2:focus {
    outline: none;
  }

  ul {
    margin: 0;
    padding: 0;
    list-style: none;
  }

  li {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 0 1rem;
    min-height: 2.75rem;
    padding: 0.375rem 0;
    border-top: 1px solid var(--hairline);
  }

  .title {
    display: -webkit-box;
    flex: 1 1 12rem;
    min-width: 0;
    overflow: hidden;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 2;
    font: 1.0625rem / 1.5 var(--font-note);
    overflow-wrap: anywhere;
  }

  .untitled {
    font-style: italic;
  }

  time {
    color: var(--ink-soft);
    font-size: var(--size-small);
  }

  .actions {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 0 0.875rem;
    font-size: var(--size-small);
  }

  button.plain.forget {
    color: var(--alarm);
  }

  .problem {
    margin: 0.5rem 0 0;
    color: var(--alarm);
    text-wrap: pretty;
  }

  .unavailable {
    margin: 3rem 0 0;
    text-wrap: pretty;
  }
`;
