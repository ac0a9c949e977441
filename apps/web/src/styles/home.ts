import { css } from "lit";

/** The look of the pages that are not a note: one narrow column, much room. */
export const homeStyles = css`
  :host {
    display: block;
  }

  main {
    max-width: 35rem;
    margin: 0 auto;
    padding: clamp(2.5rem, 14vh, 8rem) var(--gutter) 4rem;
  }

  h1 {
    display: flex;
    align-items: center;
    gap: 0.75rem;
    margin: 0 0 1.75rem;
    font: 600 1.625rem / 1 var(--font-note);
    letter-spacing: -0.01em;
  }

  h1 svg {
    width: 2.25rem;
    height: 2.25rem;
  }

  .promise {
    margin: 0 0 2rem;
    font: 1.375rem / 1.5 var(--font-note);
    text-wrap: balance;
  }

  .start {
    min-height: 2.75rem;
    padding-inline: 1.5rem;
    font-size: 1rem;
  }

  .rules,
  .small {
    color: var(--ink-soft);
    font-size: var(--size-small);
  }

  .rules {
    margin: 1rem 0 0;
  }

  .rules summary {
    width: fit-content;
    padding-block: 0.25rem;
    cursor: pointer;
  }

  .rules fieldset {
    margin: 0.25rem 0 0;
    padding: 0;
    border: 0;
  }

  .rules label {
    display: flex;
    align-items: flex-start;
    gap: 0.5rem;
    margin: 0;
    padding-block: 0.25rem;
    color: var(--ink);
  }

  .rules input {
    flex: none;
    min-height: 0;
    margin: 0.2em 0 0;
  }

  .kept {
    margin: 1.25rem 0 0;
  }

  form {
    margin: 2.5rem 0 0;
  }

  label {
    display: block;
    margin-bottom: 0.375rem;
  }

  .paste {
    display: flex;
    gap: 0.5rem;
  }

  .paste input {
    flex: 1;
    min-width: 0;
    min-height: 2.5rem;
    font-size: 1rem;
  }

  .paste input[aria-invalid="true"] {
    border-color: var(--alarm);
  }

  .paste button {
    min-height: 2.5rem;
  }

  .error {
    margin: 0.375rem 0 0;
    color: var(--alarm);
  }

  .how {
    margin: 3.5rem 0 0;
    padding: 1.5rem 0 0;
    border-top: 1px solid var(--hairline);
    line-height: 1.7;
  }

  h2 {
    margin: 0 0 0.5rem;
    font-size: inherit;
    font-weight: 600;
  }

  ol {
    margin: 0;
    padding: 0;
    list-style: none;
  }

  li + li {
    margin-top: 0.375rem;
  }

  .how p {
    margin: 1.25rem 0 0;
    text-wrap: pretty;
  }
`;
