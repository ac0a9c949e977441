import { css } from "lit";

/** Hides the others' names from the eye and from nobody else. */
const nameless = css`
  ul {
    gap: 0.25rem 0.5rem;
  }

  .other .name {
    position: absolute;
    width: 1px;
    height: 1px;
    clip-path: inset(50%);
  }
`;

/** The look of `people-here`: squares in a row, with their names where there is room. */
export const peopleStyles = css`
  :host {
    display: block;
    font-size: var(--size-small);
    line-height: 1.25rem;
  }

  .row {
    display: flex;
    align-items: flex-start;
    gap: 0.5rem;
  }

  ul {
    display: flex;
    flex-wrap: wrap;
    gap: 0.25rem 1rem;
    min-width: 0;
    margin: 0;
    padding: 0;
    list-style: none;
  }

  li {
    display: flex;
    align-items: center;
    gap: 0.375rem;
    min-width: 0;
    max-width: 14rem;
    min-height: 2rem;
  }

  li.self {
    max-width: 100%;
  }

  .square {
    position: relative;
    display: grid;
    place-items: center;
    flex: none;
    width: 1.5rem;
    height: 1.5rem;
    border: 1.5px solid var(--person);
    border-radius: var(--radius);
    background: var(--person);
    color: var(--on-person);
    font-size: 0.6875rem;
    font-weight: 700;
    line-height: 1;
  }

  .square::before {
    content: attr(data-initials);
  }

  .silent .square {
    border-style: dashed;
    background: transparent;
    color: var(--person);
  }

  /* The message that carried the newest text. */
  .newest .square::after {
    content: "";
    position: absolute;
    right: -0.3125rem;
    bottom: -0.3125rem;
    width: 0.625rem;
    height: 0.625rem;
    border: 1.5px solid var(--paper);
    border-radius: 50%;
    background: var(--accent);
  }

  @media (prefers-reduced-motion: no-preference) {
    .newest .square::after {
      animation: arrive 350ms ease-out;
    }
  }

  @keyframes arrive {
    from {
      transform: translateY(-0.5rem) scale(0.4);
      opacity: 0;
    }
  }

  .name {
    overflow: hidden;
    white-space: nowrap;
    text-overflow: ellipsis;
  }

  button.toggle {
    display: none;
    flex: none;
    min-height: 2rem;
    margin-inline: auto 0;
    white-space: nowrap;
  }

  .many button.toggle {
    display: block;
  }

  :host(:not([open])) .many {
    ${nameless}
  }

  @media (max-width: 40rem) {
    li,
    button.toggle {
      min-height: 2.5rem;
    }

    li:has(own-name[editing]) {
      flex-basis: 100%;
    }

    :host([open]) ul {
      display: grid;
      flex: 1;
      grid-template-columns: repeat(auto-fill, minmax(7.5rem, 1fr));
    }

    :host([open]) li.self {
      grid-column: 1 / -1;
    }

    .company button.toggle {
      display: block;
    }

    :host(:not([open])) .company {
      /* Of this tab's own name the word "you" remains. */
      --own-name-display: none;
      ${nameless}
    }
  }
`;
