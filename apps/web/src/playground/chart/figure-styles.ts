import { css } from "lit";

/** The look of a figure that computes: settings, a chart, progress, and the values in words. */
export const figureStyles = css`
  :host {
    display: block;
  }

  .figure {
    display: grid;
    gap: 1rem;
    padding: 1.5rem 0;
    border-block: 1px solid var(--hairline);
    font-size: var(--size-small);
    line-height: 1.25rem;
  }

  .settings {
    display: flex;
    flex-wrap: wrap;
    align-items: end;
    gap: 0.75rem 1.5rem;
  }

  .name {
    display: block;
    color: var(--ink-soft);
  }

  .work {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.5rem 1rem;
    min-height: 2rem;
  }

  progress {
    width: 10rem;
    accent-color: var(--accent);
  }

  .legend {
    display: flex;
    flex-wrap: wrap;
    gap: 0.25rem 1.5rem;
    margin: 0;
    padding: 0;
    color: var(--ink-soft);
    list-style: none;
  }

  .legend svg {
    display: inline-block;
    width: 1.75rem;
    height: 0.75rem;
    margin-inline-end: 0.5rem;
    vertical-align: -0.0625rem;
  }

  .figure > p {
    margin: 0;
    text-wrap: pretty;
    font-size: var(--size);
    line-height: 1.5;
  }

  summary {
    width: max-content;
    padding-block: 0.125rem;
    color: var(--accent);
    cursor: pointer;
  }

  .scroll {
    overflow-x: auto;
  }

  table {
    margin-top: 0.5rem;
    border-collapse: collapse;
    font-variant-numeric: tabular-nums;
  }

  th,
  td {
    padding: 0.125rem 1rem 0.125rem 0;
    font-weight: 400;
    text-align: end;
    white-space: nowrap;
  }

  thead th {
    color: var(--ink-soft);
  }
`;
