import { css } from "lit";

/** Buttons, fields and what is read but not seen, for the shadow roots of the elements that have them. */
export const controls = css`
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }

  button,
  input {
    font: inherit;
    color: inherit;
  }

  button {
    min-height: 2rem;
    padding: 0.25rem 0.75rem;
    border: 1px solid var(--field-line);
    border-radius: var(--radius);
    background: transparent;
    cursor: pointer;
  }

  button:hover {
    border-color: var(--accent);
    color: var(--accent);
  }

  button.primary {
    border-color: var(--accent);
    background: var(--accent);
    color: var(--on-accent);
    font-weight: 600;
  }

  button.primary:hover {
    background: color-mix(in oklab, var(--accent) 88%, var(--ink));
  }

  button.plain {
    min-height: 1.75rem;
    padding: 0.125rem 0.25rem;
    margin-inline: -0.25rem;
    border-color: transparent;
    color: var(--accent);
    text-align: start;
  }

  button.plain:hover {
    text-decoration: underline;
    text-underline-offset: 0.2em;
  }

  input {
    min-height: 2rem;
    padding: 0.25rem 0.5rem;
    border: 1px solid var(--field-line);
    border-radius: var(--radius);
    background: transparent;
  }

  a {
    color: var(--accent);
  }

  :focus-visible {
    outline: 2px solid var(--accent);
    outline-offset: 2px;
  }

  input:focus-visible {
    outline-offset: -1px;
    border-color: var(--accent);
  }

  .unseen {
    position: absolute;
    width: 1px;
    height: 1px;
    margin: -1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }

  @media (pointer: coarse) {
    button,
    input {
      min-height: 2.5rem;
    }
  }
`;
