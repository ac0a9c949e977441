import { css } from "lit";

/** A band across the page that says something calmly: a mark, a sentence, perhaps something to do. */
export const notice = css`
  :host {
    display: block;
    font-size: var(--size-small);
  }

  .notice {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 0.125rem 0.75rem;
    padding: 0.375rem var(--gutter);
    border-bottom: 1px solid var(--hairline);
  }

  .notice p {
    margin: 0;
    text-wrap: pretty;
  }
`;
