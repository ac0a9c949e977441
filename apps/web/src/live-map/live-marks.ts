import { css } from "lit";

/** The squares and dots of the map where they stand in a line of text: each differs in more than its color. */
export const liveMarks = css`
  .square,
  .dot {
    --cross: calc(50% - 0.75px), var(--field-line) calc(50% - 0.75px) calc(50% + 0.75px), transparent calc(50% + 0.75px);
    position: relative;
    display: inline-grid;
    flex: none;
    place-items: center;
    width: 0.875rem;
    height: 0.875rem;
    border: 1.5px solid var(--field-line);
    border-radius: 2px;
    font-size: 0.6875rem;
    font-weight: 500;
    line-height: 1;
  }

  .dot {
    width: 0.5rem;
    height: 0.5rem;
    border-radius: 50%;
  }

  .newest {
    border-color: var(--accent);
    background: var(--accent);
    color: var(--on-accent);
    font-weight: 700;
  }

  .behind {
    background: color-mix(in oklab, var(--ink-soft) 24%, transparent);
  }

  .silent {
    background: linear-gradient(45deg, transparent var(--cross)), linear-gradient(-45deg, transparent var(--cross));
  }

  .chosen {
    border-color: var(--chosen);
    background: var(--chosen);
  }

  .answer {
    border-color: var(--ink-soft);
  }
`;
