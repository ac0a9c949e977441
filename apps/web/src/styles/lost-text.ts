import { css } from "lit";

/** The look of `lost-text`: slips of paper at the foot of the page. */
export const lostTextStyles = css`
  :host {
    display: block;
    min-height: 0;
  }

  section.shown {
    max-height: min(22rem, 45dvh);
    overflow-y: auto;
    padding: 0.75rem max(var(--gutter), calc(50% - var(--column) / 2));
    border-top: 1px solid var(--hairline);
    font-size: var(--size-small);
  }

  p,
  ul,
  blockquote {
    margin: 0;
    padding: 0;
  }

  ul {
    list-style: none;
  }

  .heading {
    font-weight: 600;
  }

  .fallen,
  .title,
  .answer {
    color: var(--ink-soft);
  }

  li {
    display: grid;
    gap: 0.25rem;
    padding-top: 0.625rem;
  }

  li + li {
    margin-top: 0.625rem;
    border-top: 1px solid var(--hairline);
  }

  blockquote {
    padding-inline-start: 0.75rem;
    border-inline-start: 2px solid var(--accent);
    font: 1rem / 1.5 var(--font-note);
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }

  blockquote.expanded {
    max-height: 12rem;
    overflow-y: auto;
  }

  .actions {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.25rem 1rem;
    padding-top: 0.125rem;
  }
`;
