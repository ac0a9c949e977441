import { css } from "lit";

/** Fields that stand below each other, each with its name before it and its unit behind it. */
export const labFields = css`
  :host {
    display: block;
  }

  .field {
    display: grid;
    grid-template-columns: minmax(0, 1fr) 7rem 3.25rem;
    align-items: center;
    gap: 0 0.5rem;
    padding-block: 0.1875rem;
  }

  .field > :is(input, select) {
    width: 100%;
    min-width: 0;
  }

  .field > select {
    grid-column: 2 / -1;
    min-height: 2rem;
    padding: 0.25rem 0.375rem;
    border: 1px solid var(--field-line);
    border-radius: var(--radius);
    background: var(--paper);
    color: inherit;
    font: inherit;
  }

  input::placeholder {
    color: var(--ink-soft);
    opacity: 1;
  }

  input[aria-invalid="true"] {
    border-color: var(--alarm);
  }

  .unit {
    color: var(--ink-soft);
  }

  .problem {
    grid-column: 1 / -1;
    margin: 0.125rem 0 0;
    color: var(--alarm);
  }

  @media (pointer: coarse) {
    .field > select {
      min-height: 2.5rem;
    }
  }
`;

/** The look of `note-lab`: a column beside the note, or a sheet below it where there is no room. */
export const labStyles = css`
  :host {
    display: block;
    min-height: 0;
    overflow-y: auto;
    border-inline-start: 1px solid var(--hairline);
    background: var(--paper);
    font-size: var(--size-small);
    line-height: 1.375;
  }

  section {
    padding: 0 1.25rem 1.5rem;
  }

  header {
    position: sticky;
    top: 0;
    z-index: 1;
    display: flex;
    align-items: center;
    justify-content: space-between;
    margin-inline: -1.25rem;
    padding: 0.75rem 1.25rem 0.5rem;
    border-bottom: 1px solid var(--hairline);
    background: var(--paper);
  }

  h2,
  h3 {
    margin: 0;
    font-size: 1rem;
    font-weight: 600;
  }

  h3 {
    margin-top: 1.5rem;
    font-size: var(--size);
  }

  p {
    margin: 0.125rem 0 0.5rem;
    color: var(--ink-soft);
  }

  .said {
    min-height: 1lh;
    margin: 0.75rem 0 0.25rem;
    color: var(--ink);
  }

  folded-log {
    margin-top: 1rem;
  }

  .crash {
    width: 100%;
    margin-top: 1.5rem;
  }

  @media (max-width: 56rem) {
    :host {
      border-inline-start: 0;
      border-top: 1px solid var(--field-line);
    }

    section {
      max-width: 34rem;
      margin-inline: auto;
    }
  }
`;
