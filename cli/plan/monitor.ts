import * as pulumi from "@pulumi/pulumi";
import { isEnvelope, secretSig } from "./envelope";
import { type DocumentArgs, renderPolicyDocument } from "./policyDocument";
import { attributesOf, placeOf, resultOf, type StandIn } from "./standIns";

/** A resource as a program asked for it. Secret inputs are shown as their values and named in `secrets`. */
export interface RegisteredResource {
  urn: string;
  type: string;
  name: string;
  /** URN; empty for the stack itself. */
  parent: string;
  /** Reference to an explicit provider; empty for the default one. */
  provider: string;
  inputs: Record<string, unknown>;
  secrets: string[];
  deleteBeforeReplace: boolean;
  ignoreChanges: string[];
  /** URNs of the resources that it waits for. */
  dependencies: string[];
  /** It is a component of a plugin, which makes its children: they are not here. */
  remote?: true;
  /** Of that plugin. */
  version?: string;
  /** What it passed to registerOutputs, if it is a component or the stack. */
  outputs?: Record<string, unknown>;
}

/** A resource as the state of a stack has it: secrets are in their envelopes. */
export interface ResourceState {
  urn: string;
  type: string;
  /** URN; empty or absent for the stack itself. */
  parent?: string;
  /** Reference to the provider: its URN, two colons, its ID. */
  provider?: string;
  inputs: Record<string, unknown>;
  outputs: Record<string, unknown>;
}

/** A call of a provider's function. */
export type Invoke = pulumi.runtime.MockCallArgs;

/** The part of the SDK's mock monitor that tells what the mocks themselves are not told. */
interface Monitor {
  registerResource(
    req: RegisterRequest,
    callback: (error: unknown, response: RegisterResponse) => void,
  ): Promise<void>;
  registerResourceOutputs(req: OutputsRequest, callback: unknown): void;
  [hook: string]: unknown;
}
interface RegisterRequest {
  getRemote(): boolean;
  getVersion(): string;
  getTransformsList(): unknown[];
  getType(): string;
  getName(): string;
  getParent(): string;
  getProvider(): string;
  getObject(): Parameters<typeof pulumi.runtime.deserializeProperties>[0] & {
    toJavaScript(): Record<string, unknown>;
  };
  getDeletebeforereplace(): boolean;
  getIgnorechangesList(): string[];
  getDependenciesList(): string[];
}
interface RegisterResponse {
  getUrn(): string;
  getObject(): { toJavaScript(): Record<string, unknown> };
}
interface OutputsRequest {
  getUrn(): string;
  getOutputs(): { toJavaScript(): Record<string, unknown> };
}

/** Pulumi's mock monitor with an account that stands in, keeping what a program asks of it. */
export class RecordingMonitor {
  readonly resources: RegisteredResource[] = [];
  /** The same resources as a state would have them. */
  readonly states: ResourceState[] = [];
  readonly invokes: Invoke[] = [];
  /** Names of the stacks that the program reads outputs of. */
  readonly stackReferences: string[] = [];
  /** What the program asks for that only the engine does, and that may change every resource. */
  readonly refused: string[] = [];
  /** URNs of the providers whose config is not known yet. */
  private readonly later = new Set<string>();

  private constructor(
    private readonly standIn: StandIn,
    private readonly preview: boolean,
    private readonly stackOutputs: Record<string, unknown>,
  ) {}

  /** Puts a monitor into place. `stackOutputs` is what each stack reference finds. */
  static async install(
    project: string,
    stack: string,
    standIn: StandIn,
    {
      preview = false,
      stackOutputs = {},
    }: { preview?: boolean; stackOutputs?: Record<string, unknown> } = {},
  ): Promise<RecordingMonitor> {
    const recording = new RecordingMonitor(standIn, preview, stackOutputs);
    const mocks = {
      newResource: (args: pulumi.runtime.MockResourceArgs) => recording.newResource(args),
      call: (args: Invoke) => recording.call(args),
    };
    await pulumi.runtime.setMocks(mocks, project, stack, preview);
    recording.watch(pulumi.runtime.getMonitor() as unknown as Monitor);
    return recording;
  }

  private watch(monitor: Monitor): void {
    for (const hook of engineOnly) {
      monitor[hook] = (_: unknown, callback: (error: null, response: object) => void) => {
        this.refused.push(hook);
        callback(null, {});
      };
    }
    const register = monitor.registerResource.bind(monitor);
    monitor.registerResource = (req, callback) => {
      if (req.getTransformsList().length > 0) this.refused.push(`transforms of ${req.getName()}`);
      return register(req, (error, response) => {
        if (!error) {
          const resource = registered(req, response.getUrn());
          this.resources.push(resource);
          const state = sealed(req, response);
          this.states.push({ ...resource, ...state });
          if (isProvider(resource) && JSON.stringify(state.inputs).includes(pulumi.runtime.unknownValue)) {
            this.later.add(resource.urn);
          }
        }
        callback(error, response);
      });
    };
    const registerOutputs = monitor.registerResourceOutputs.bind(monitor);
    monitor.registerResourceOutputs = (req, callback) => {
      const resource = this.resources.find(({ urn }) => urn === req.getUrn());
      if (resource) resource.outputs = revealed(req.getOutputs().toJavaScript()).value;
      registerOutputs(req, callback);
    };
  }

  private newResource(args: pulumi.runtime.MockResourceArgs): pulumi.runtime.MockResourceResult {
    if (args.type === "pulumi:pulumi:StackReference") {
      this.stackReferences.push(args.name);
      return { id: args.name, state: { ...args.inputs, outputs: this.stackOutputs } };
    }
    // In a preview what AWS would assign stays unknown: it is left out.
    if (this.preview) return { id: undefined, state: args.inputs };
    const attributes = attributesOf(
      args.type,
      args.name,
      revealed(args.inputs).value,
      this.placeOf(args.provider),
    );
    return { id: `${args.name}-id`, ...attributes, state: { ...args.inputs, ...attributes } };
  }

  private call(args: Invoke): pulumi.runtime.MockCallResult {
    this.invokes.push(args);
    if (this.later.has(this.providerOf(args.provider)?.urn ?? "")) return {}; // As the engine does.
    if (args.token === "aws:iam/getPolicyDocument:getPolicyDocument") {
      return { ...args.inputs, ...renderPolicyDocument(revealed(args.inputs).value as DocumentArgs) };
    }
    const result = resultOf(args.token, revealed(args.inputs).value, this.placeOf(args.provider));
    if (!result) throw new Error(`Nothing stands in for the function ${args.token} offline.`);
    return result;
  }

  /** An explicit provider, by a reference to it. */
  private providerOf(reference: string | undefined): RegisteredResource | undefined {
    if (!reference) return undefined;
    return this.resources.find(({ urn }) => reference.startsWith(`${urn}::`));
  }

  private placeOf(reference: string | undefined): StandIn {
    return placeOf(this.providerOf(reference)?.inputs, this.standIn);
  }
}

const isProvider = ({ type }: RegisteredResource) => type.startsWith("pulumi:providers:");

/** What the SDK hands to the engine, which calls it back for each resource. */
const engineOnly = [
  "registerStackTransform",
  "registerStackInvokeTransform",
  "registerResourceHook",
  "registerErrorHook",
];

function registered(req: RegisterRequest, urn: string): RegisteredResource {
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

function sealed(req: RegisterRequest, response: RegisterResponse): Pick<ResourceState, "inputs" | "outputs"> {
  return {
    // As they are sent: what is read from them is secret as a whole where a part is.
    inputs: req.getObject().toJavaScript(),
    outputs: response.getObject().toJavaScript(),
  };
}

/** Opens the envelopes in which secrets travel, and names the properties that had one. */
function revealed(properties: Record<string, unknown>): {
  value: Record<string, unknown>;
  secrets: string[];
} {
  const secrets = Object.keys(properties).filter((key) =>
    JSON.stringify(properties[key] ?? null).includes(secretSig),
  );
  return { value: open(properties) as Record<string, unknown>, secrets };
}

function open(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(open);
  if (typeof value !== "object" || value === null) return value;
  const fields = value as Record<string, unknown>;
  if (isEnvelope(fields)) return open(fields.value);
  return Object.fromEntries(Object.entries(fields).map(([key, field]) => [key, open(field)]));
}
