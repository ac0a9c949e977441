import { type ESTree, parseSync, Visitor } from "vite";

/** The name of a member where a file has it. */
export interface Member {
  readonly name: string;
  readonly start: number;
  /** `private` declares it, `this` asks it of a `this` that has declared it so. */
  readonly use: "private" | "this" | "other";
  /** `{ name }` names a variable as well. */
  readonly isShorthand: boolean;
}

/** All names of members in `code`, in their order. A text may name one too: it counts as another use of it. */
export function membersOf(code: string, lang: "ts" | "js"): readonly Member[] {
  const { program, errors } = parseSync(`file.${lang}`, code, { lang });
  if (errors.length > 0) throw new Error(`Expected code that can be parsed, got ${errors[0]?.message}`);
  const members: Member[] = [];
  const privates: ReadonlySet<string>[] = [];
  const ancestors = classesOfOtherFiles(program);
  const add = (key: ESTree.Node, use: Member["use"], isShorthand: boolean) => {
    if (key.type === "Identifier") members.push({ name: key.name, start: key.start, use, isShorthand });
  };
  const isPrivate = (key: ESTree.Node) => key.type === "Identifier" && privates.at(-1)?.has(key.name) === true;
  const enterClass = (node: ESTree.Class) => {
    // Its privates could get the names that the ancestor's got in another file.
    const isHeir = node.superClass?.type === "Identifier" && ancestors.has(node.superClass.name);
    privates.push(isHeir ? new Set() : privatesOf(node));
  };
  const leaveClass = () => void privates.pop();
  const declare = ({ computed, key }: ESTree.MethodDefinition | ESTree.PropertyDefinition) => {
    if (!computed) add(key, isPrivate(key) ? "private" : "other", false);
  };
  new Visitor({
    ClassDeclaration: enterClass,
    "ClassDeclaration:exit": leaveClass,
    ClassExpression: enterClass,
    "ClassExpression:exit": leaveClass,
    MethodDefinition: declare,
    PropertyDefinition: declare,
    TSParameterProperty: ({ parameter }) => add(parameter, isPrivate(parameter) ? "private" : "other", false),
    MemberExpression: ({ computed, object, property }) => {
      if (!computed) add(property, object.type === "ThisExpression" && isPrivate(property) ? "this" : "other", false);
    },
    Property: ({ computed, key, shorthand }) => {
      if (!computed) add(key, "other", shorthand);
    },
    Literal: ({ value, start }) => {
      if (typeof value === "string") members.push({ name: value, start, use: "other", isShorthand: false });
    },
  }).visit(program);
  return members.toSorted((one, other) => one.start - other.start);
}

/** What `node` declares as private and names nowhere else: a decorator is told the name, a parameter is a variable. */
function privatesOf(node: ESTree.Class): ReadonlySet<string> {
  const names = new Set<string>();
  for (const member of node.body.body) {
    if (member.type !== "MethodDefinition" && member.type !== "PropertyDefinition") continue;
    const { accessibility, decorators, key } = member;
    if (accessibility === "private" && decorators.length === 0 && key.type === "Identifier") names.add(key.name);
    if (member.type !== "MethodDefinition" || member.kind !== "constructor") continue;
    const variables = variablesIn(member.value.body);
    for (const parameter of member.value.params) {
      if (parameter.type !== "TSParameterProperty" || parameter.accessibility !== "private") continue;
      if (parameter.parameter.type !== "Identifier" || variables.has(parameter.parameter.name)) continue;
      names.add(parameter.parameter.name);
    }
  }
  return names;
}

/** The names of variables in `body`; of `this.name` only `name` is one that is none. */
function variablesIn(body: ESTree.FunctionBody | null): ReadonlySet<string> {
  const names = new Map<number, string>();
  const members = new Set<number>();
  if (!body) return new Set();
  const root: ESTree.Program = { type: "Program", body: [body], start: 0, end: 0 } as never;
  new Visitor({
    Identifier: ({ name, start }) => void names.set(start, name),
    MemberExpression: ({ computed, property }) => {
      if (!computed) members.add(property.start);
    },
  }).visit(root);
  return new Set([...names].filter(([start]) => !members.has(start)).map(([, name]) => name));
}

function classesOfOtherFiles(program: ESTree.Program): ReadonlySet<string> {
  const names = new Set<string>();
  for (const statement of program.body) {
    if (statement.type !== "ImportDeclaration" || !/^\.|^@hearsay\//.test(statement.source.value)) continue;
    for (const { local } of statement.specifiers) names.add(local.name);
  }
  return names;
}
