import * as pulumi from "@pulumi/pulumi";
import { envelope, resourceSig, revealed } from "./envelope";
import type { RegisteredResource } from "./resources";
import type { Attributes } from "./standIns";

/** The part of the SDK's mock monitor that tells what the mocks themselves are not told. */
export interface Monitor {
  registerResource(
    req: RegisterRequest,
    callback: (error: unknown, response: RegisterResponse) => void,
  ): Promise<void>;
  readResource(req: ReadRequest, callback: (error: unknown, response: RegisterAnswer) => void): Promise<void>;
  registerResourceOutputs(req: OutputsRequest, callback: unknown): void;
  [hook: string]: unknown;
}
export type Struct = Parameters<typeof pulumi.runtime.deserializeProperties>[0] & {
  toJavaScript(): Record<string, unknown>;
};
export interface Asking {
  getType(): string;
  getName(): string;
  getParent(): string;
  getProvider(): string;
  getDependenciesList(): string[];
  getAdditionalsecretoutputsList(): string[];
}
export interface ReadRequest extends Asking {
  getId(): string;
  getProperties(): { toJavaScript(): Record<string, unknown> };
}
export interface RegisterAnswer {
  getUrn(): string;
  getProperties(): { toJavaScript(): Record<string, unknown> };
}
export interface RegisterRequest extends Asking {
  getCustom(): boolean;
  getRemote(): boolean;
  getVersion(): string;
  getTransformsList(): unknown[];
  getObject(): Struct;
  setObject(struct: Struct): void;
  getDeletebeforereplace(): boolean;
  getIgnorechangesList(): string[];
}
export interface RegisterResponse {
  getUrn(): string;
  getId(): string;
  getObject(): { toJavaScript(): Record<string, unknown> };
}
export interface OutputsRequest {
  getUrn(): string;
  getOutputs(): { toJavaScript(): Record<string, unknown> };
}

export function registered(req: RegisterRequest, urn: string): RegisteredResource {
  const object = pulumi.runtime.deserializeProperties(req.getObject());
  const { value: inputs, secrets } = revealed(object);
  return {
    urn,
    type: req.getType(),
    name: req.getName(),
    parent: req.getParent(),
    provider: req.getProvider(),
    inputs,
    secrets,
    deleteBeforeReplace: req.getDeletebeforereplace(),
    ignoreChanges: req.getIgnorechangesList(),
    dependencies: req.getDependenciesList(),
    ...(req.getRemote() && { remote: true as const, version: req.getVersion() }),
  };
}

/** A message with other fields. */
export function edited(struct: Struct, edit: (fields: Attributes) => Attributes): Struct {
  const fields = struct.toJavaScript();
  const others = edit(fields);
  if (others === fields) return struct;
  const { fromJavaScript } = struct.constructor as unknown as { fromJavaScript(value: unknown): Struct };
  return fromJavaScript(others);
}

/** Providers get the ID of a resource that is given as such, as in `role: role`. */
export function withIds(inputs: Attributes): Attributes {
  if (!JSON.stringify(inputs).includes(resourceSig)) return inputs;
  const ids = (one: unknown): unknown => {
    if (Array.isArray(one)) return one.map(ids);
    if (typeof one !== "object" || one === null) return one;
    const fields = one as Record<string, unknown>;
    if (fields[envelope] === resourceSig) return fields.id ?? fields.urn;
    return Object.fromEntries(Object.entries(fields).map(([key, field]) => [key, ids(field)]));
  };
  return ids(inputs) as Attributes;
}
