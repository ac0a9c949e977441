import type { PropertyDeclaration, ReactiveElement } from "lit";

/** Lit's decorator, for the legacy decorators that this project is compiled with: its own knows standard ones as well. */
export function property(options?: PropertyDeclaration) {
  return (prototype: ReactiveElement, name: string): void => {
    if (Object.hasOwn(prototype, name)) throw new TypeError(`Expected a field, got an accessor ${name}`);
    (prototype.constructor as typeof ReactiveElement).createProperty(name, options);
  };
}
