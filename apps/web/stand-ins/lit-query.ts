import type { ReactiveElement } from "lit";

/** Lit's decorator, for the legacy decorators that this project is compiled with, and without a cache, which nobody asks for. */
export function query(selector: string) {
  return (prototype: ReactiveElement, name: string): void => {
    Object.defineProperty(prototype, name, {
      get(this: ReactiveElement) {
        return this.renderRoot?.querySelector(selector) ?? null;
      },
    });
  };
}
