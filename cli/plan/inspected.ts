import { Session } from "node:inspector";

/** A value as the inspector of V8 tells it. */
interface Remote {
  type: string;
  value?: unknown;
  unserializableValue?: string;
  objectId?: string;
  description?: string;
}
interface Properties {
  result: Property[];
  internalProperties?: Property[];
  privateProperties?: Property[];
}
type Property = { name: string; value?: Remote };
type Paused = { params: { callFrames: { this: Remote }[] } };
// biome-ignore lint/complexity/noBannedTypes: any function is told.
type Code = Function;

let session: Session | undefined;

/** Asks the inspector of this thread, which answers at once. Nobody else can ask it. */
function ask<T>(method: string, params: object = {}): T {
  if (!session) {
    session = new Session();
    session.connect();
  }
  let answer: unknown;
  session.post(method, params, (error, found) => {
    if (error) throw error;
    answer = found;
  });
  return answer as T;
}

/** Where a value is handed over. */
const held: { value?: unknown } = {};
const place = Symbol.for("hipaa-iam.held");
const expression = 'globalThis[Symbol.for("hipaa-iam.held")]';

/** Does something with a value as the inspector has it, and lets go of all that it held for that. */
function inspecting<T>(value: unknown, make: (objectId: string) => T): T {
  held.value = value;
  Reflect.set(globalThis, place, held);
  try {
    const { result } = ask<{ result: Remote }>("Runtime.evaluate", { expression: `${expression}.value` });
    return make(String(result.objectId));
  } finally {
    Reflect.deleteProperty(globalThis, place);
    held.value = undefined;
  }
}

const propertiesOf = (objectId: string | undefined) =>
  ask<Properties>("Runtime.getProperties", { objectId, ownProperties: true });

/** The value itself. */
function handedOver({ objectId, value, unserializableValue, description }: Remote): unknown {
  if (objectId === undefined) return unserializableValue ?? (value === undefined ? description : value);
  const functionDeclaration = `function () { ${expression}.value = this; }`;
  ask("Runtime.callFunctionOn", { objectId, functionDeclaration });
  return held.value;
}

export const textOf = (code: unknown) =>
  typeof code === "function" ? Function.prototype.toString.call(code) : "";
export const isNative = (code: unknown) => /\{\s*\[native code\]\s*\}$/.test(textOf(code));

/** The private fields of an object, by name. */
export function privatesOf(value: object): [name: string, value: unknown][] {
  return inspecting(value, (id) => {
    const { privateProperties = [] } = propertiesOf(id);
    return privateProperties.flatMap(({ name, value: field }) =>
      field ? [[name, handedOver(field)] as [string, unknown]] : [],
    );
  });
}

/** What a map has for its keys, which nobody else can list of a weak one. TypeScript keeps private fields in these. */
export function entriesOf(value: object): unknown[] {
  return inspecting(value, (id) => {
    const { internalProperties = [] } = propertiesOf(id);
    const entries = internalProperties.find(({ name }) => name === "[[Entries]]")?.value;
    const made = entries ? (handedOver(entries) as { value: unknown }[]) : [];
    return Array.from(made, (one) => one.value);
  });
}

/** What a function has besides its arguments. */
export interface Inside {
  /** Variables around it, of those that are asked for. */
  variables: Map<string, unknown>;
  /** What it was bound from: the function, its `this` and its first arguments. */
  bound?: [target: unknown, self: unknown, args: unknown];
}

export function insideOf(code: Code, names: Set<string>): Inside {
  return inspecting(code, (id) => {
    const { internalProperties = [] } = propertiesOf(id);
    const own = (name: string) => internalProperties.find((one) => one.name === `[[${name}]]`)?.value;
    const target = own("TargetFunction");
    const variables = new Map<string, unknown>();
    const scopes = own("Scopes");
    // The innermost comes first.
    for (const { value: scope } of scopes ? propertiesOf(scopes.objectId).result : []) {
      if (!scope?.objectId || scope.description === "Global") continue;
      for (const { name, value } of propertiesOf(scope.objectId).result) {
        if (value && names.has(name) && !variables.has(name)) variables.set(name, handedOver(value));
      }
    }
    if (!target) return { variables };
    const [self, args] = ["BoundThis", "BoundArgs"].map((name) =>
      handedOver(own(name) ?? { type: "undefined" }),
    );
    return { variables, bound: [handedOver(target), self, args] };
  });
}

/** Calls an arrow function, and tells its `this`, which is among no variables: V8 shows it where it stops. */
export function calledWithThis<T>(code: (value: unknown) => T, value: unknown): { made: T; self: unknown } {
  ask("Debugger.enable");
  const breakpoint = inspecting(code, (objectId) =>
    ask<{ breakpointId: string }>("Debugger.setBreakpointOnFunctionCall", { objectId }),
  );
  let self: unknown;
  const stopped = ({ params }: Paused) => {
    self = inspecting(undefined, () => handedOver(params.callFrames[0]?.this ?? { type: "undefined" }));
    session?.off("Debugger.paused", stopped);
  };
  session?.on("Debugger.paused", stopped);
  try {
    const made = code(value);
    return { made, self };
  } finally {
    session?.off("Debugger.paused", stopped);
    ask("Debugger.removeBreakpoint", breakpoint);
    ask("Debugger.disable"); // Each error takes seconds while it is enabled.
  }
}

/** What code gives for a value, if it does nothing besides: V8 ends it before it does. */
export function givenPurely(code: (value: unknown) => unknown, value: unknown): unknown {
  return inspecting({ code, value }, (objectId) => {
    const { result, exceptionDetails } = ask<{ result: Remote; exceptionDetails?: object }>(
      "Runtime.callFunctionOn",
      {
        objectId,
        functionDeclaration: "function () { return this.code(this.value); }",
        throwOnSideEffect: true,
      },
    );
    return exceptionDetails ? undefined : handedOver(result);
  });
}
