import { css } from "lit";

/** The look of `race-figure`: three pictures side by side. */
export const raceStyles = css`
  :host {
    padding: 1.5rem 0;
    border-block: 1px solid var(--hairline);
    font-variant-numeric: tabular-nums;
  }

  .settings {
    display: grid;
    grid-template-columns: repeat(2, minmax(0, 18rem));
    gap: 0.75rem 2rem;
    margin-bottom: 1rem;
  }

  .lanes {
    display: grid;
    grid-template-columns: repeat(3, minmax(0, 1fr));
    gap: 1.5rem;
  }

  h3 {
    margin: 0;
    font: 600 0.9375rem / 1.5 var(--font);
  }

  /* A circle has no use for what is beside it. */
  network-picture {
    aspect-ratio: 1;
  }

  section p {
    min-height: 5.75rem;
    margin: 0;
    color: var(--ink-soft);
  }

  dl {
    display: grid;
    grid-template-columns: 1fr max-content;
    gap: 0 0.75rem;
    min-height: 5.75rem;
    margin: 0;
  }

  dt,
  .soft {
    color: var(--ink-soft);
  }

  dd {
    margin: 0;
    font-weight: 600;
  }

  dd.soft,
  dd .soft {
    font-weight: 400;
  }

  .notice {
    min-height: 1.25rem;
    margin: 0.5rem 0 0;
    color: var(--ink-soft);
  }

  .time {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.5rem 0.75rem;
    margin-top: 1rem;
  }

  .time input {
    flex: 1 1 10rem;
    width: auto;
  }

  .time span {
    min-width: 4rem;
  }

  .time button {
    min-width: 4.75rem;
  }

  @media (max-width: 48rem) {
    /* Side by side here too, however small: a race is seen at one glance. */
    .lanes {
      gap: 0.75rem;
    }

    dl {
      display: block;
    }

    dd.soft {
      font-size: 0.6875rem;
      overflow-wrap: anywhere;
    }

    .settings {
      grid-template-columns: repeat(2, minmax(0, 1fr));
      gap: 0.75rem 1rem;
    }
  }
`;
