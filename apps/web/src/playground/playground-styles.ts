import { css } from "lit";

/** The look of `gossip-playground`: the picture, and beside it, or below where there is no room, what can be set. */
export const playgroundStyles = css`
  :host {
    display: block;
  }

  .figure {
    display: grid;
    grid-template-columns: minmax(0, 1fr) minmax(15rem, 18.5rem);
    gap: 1.5rem 2.5rem;
    padding: 1.5rem 0;
    border-block: 1px solid var(--hairline);
  }

  .figure > :is(.notice, challenge-list) {
    grid-column: 1 / -1;
  }

  .figure > .notice {
    margin: 0;
    padding: 0.5rem 0.75rem;
    border-inline-start: 3px solid var(--accent);
    background: color-mix(in oklab, var(--accent) 8%, transparent);
    font-size: var(--size-small);
    overflow-wrap: anywhere;
  }

  .figure > .notice[role="alert"] {
    border-color: var(--alarm);
    background: color-mix(in oklab, var(--alarm) 8%, transparent);
  }

  .stage,
  .panel {
    display: grid;
    align-content: start;
    gap: 1.125rem;
    min-width: 0;
  }

  @media (max-width: 56rem) {
    .figure {
      grid-template-columns: minmax(0, 1fr);
    }
  }
`;
