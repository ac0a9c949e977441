import { css } from "lit";

/** Choices, sliders and switches of the playground, besides what `controls` already gives. */
export const playgroundControls = css`
  :host {
    display: block;
    font-size: var(--size-small);
    line-height: 1.25rem;
  }

  :host([hidden]) {
    display: none;
  }

  fieldset {
    min-width: 0;
    margin: 0;
    padding: 0;
    border: 0;
  }

  legend {
    padding: 0;
    color: var(--ink-soft);
  }

  select {
    min-height: 2rem;
    max-width: 100%;
    padding: 0.25rem 0.375rem;
    border: 1px solid var(--field-line);
    border-radius: var(--radius);
    background: var(--paper);
    color: inherit;
    font: inherit;
  }

  input[type="range"] {
    width: 100%;
    min-height: 1.5rem;
    margin: 0;
    padding: 0;
    border: 0;
    accent-color: var(--accent);
  }

  input[type="radio"],
  input[type="checkbox"] {
    min-height: 0;
    margin: 0;
    accent-color: var(--accent);
  }

  .choices {
    display: flex;
    flex-wrap: wrap;
    border: 1px solid var(--field-line);
    border-radius: var(--radius);
  }

  .choices label {
    position: relative;
    flex: 1 1 auto;
    display: grid;
    place-items: center;
    min-height: 2rem;
    padding: 0.25rem 0.625rem;
    cursor: pointer;
  }

  .choices label + label {
    border-inline-start: 1px solid var(--field-line);
  }

  .choices input {
    position: absolute;
    inset: 0;
    width: 100%;
    height: 100%;
    opacity: 0;
    cursor: pointer;
  }

  .choices label:hover {
    color: var(--accent);
  }

  .choices label:has(:checked) {
    background: color-mix(in oklab, var(--accent) 12%, transparent);
    color: var(--accent);
    font-weight: 600;
  }

  .choices label:has(:focus-visible) {
    outline: 2px solid var(--accent);
    outline-offset: 2px;
  }

  /* The name of what can be set, and its value across from it. */
  .name {
    display: flex;
    justify-content: space-between;
    gap: 0.5rem;
    color: var(--ink-soft);
  }

  .value {
    color: var(--ink);
    white-space: nowrap;
    font-variant-numeric: tabular-nums;
  }

  .switch {
    display: inline-flex;
    align-items: center;
    gap: 0.5rem;
    min-height: 2rem;
    cursor: pointer;
  }

  .row {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.5rem;
  }

  @media (pointer: coarse) {
    select,
    .choices label,
    .switch {
      min-height: 2.5rem;
    }

    input[type="range"] {
      min-height: 2rem;
    }
  }
`;
