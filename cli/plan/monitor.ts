import * as pulumi from "@pulumi/pulumi";
import { Answers, type Invoke, type Monitored } from "./answers";
import { documentIn, withDocumentText } from "./documentTexts";
import { revealed } from "./envelope";
import {
  edited,
  type Monitor,
  type ReadRequest,
  type RegisterAnswer,
  type RegisterRequest,
  type RegisterResponse,
  registered,
  withIds,
} from "./messages";
import { References } from "./references";
import type { RegisteredResource, ResourceState } from "./resources";
import type { Attributes, StandIn } from "./standIns";
import { isProviderType, urnOf } from "./typeNames";
import { Unknowns } from "./unknowns";
import { watchSdk } from "./watch";

/** Pulumi's mock monitor with an account that stands in, keeping what a program asks of it. */
export class RecordingMonitor {
  readonly resources: RegisteredResource[] = [];
  /** The same resources as a state would have them, and those that are read. */
  readonly states: ResourceState[] = [];
  /** What the program asks for that only the engine does, and that may change every resource. */
  readonly refused: string[] = [];
  /** What functions are sent, with the envelopes of secrets, which those of `answers` are without. */
  readonly asked: unknown[] = [];
  /** Policies that are given as objects, with the envelopes of secrets: their texts are secret as a whole. */
  readonly documents: object[] = [];
  readonly answers: Answers;
  readonly references: References | undefined;
  private readonly unknowns: Unknowns;

  private constructor(standIn: StandIn, options: Monitored) {
    this.unknowns = options.unknowns ?? new Unknowns();
    this.answers = new Answers(standIn, options, this.unknowns);
    if (options.stackOutputs) return;
    const { config = {}, secretKeys = [] } = options;
    const secrets = secretKeys.flatMap((key) => config[key] ?? []);
    this.references = new References(this.unknowns, standIn, options.folder !== undefined, new Set(secrets));
  }

  /** Puts a monitor into place. */
  static async install(
    project: string,
    stack: string,
    standIn: StandIn,
    options: Monitored = {},
  ): Promise<RecordingMonitor> {
    const recording = new RecordingMonitor(standIn, options);
    const { answers, references } = recording;
    const mocks = {
      // What is made or read is answered by the watch, which knows more of it.
      newResource: ({ id, inputs }: pulumi.runtime.MockResourceArgs) => ({ id, state: inputs }),
      call: (args: Invoke) => toldAsRpc(() => answers.call(recording.sent(args))),
    };
    await pulumi.runtime.setMocks(mocks, project, stack, options.preview ?? false);
    recording.watch(pulumi.runtime.getMonitor() as unknown as Monitor, mocks);
    watchSdk({
      declared: (type, properties) => answers.declared.set(type, properties),
      asked: (serialized) => recording.asked.push(serialized),
      references,
    });
    return recording;
  }

  private watch(monitor: Monitor, mocks: pulumi.runtime.Mocks): void {
    for (const hook of engineOnly) {
      monitor[hook] = (_: unknown, callback: (error: null, response: object) => void) => {
        this.refused.push(hook);
        callback(null, {});
      };
    }
    monitor.newUrn = urnOf;
    const register = monitor.registerResource.bind(monitor);
    monitor.registerResource = (req, callback) => {
      if (req.getTransformsList().length > 0) this.refused.push(`transforms of ${req.getName()}`);
      if (req.getCustom()) req.setObject(edited(req.getObject(), (inputs) => this.toProvider(req, inputs)));
      mocks.newResource = (args) => this.answers.resource(this.sent(args), req, false);
      return register(req, (error, response) => {
        if (!error) this.record(req, response);
        callback(error, response);
      });
    };
    const read = monitor.readResource.bind(monitor);
    monitor.readResource = (req, callback) => {
      mocks.newResource = (args) => this.answers.resource(this.sent(args), req, true);
      return read(req, (error, response) => {
        if (!error) this.states.push(this.stateOfRead(req, response));
        callback(error, response);
      });
    };
    const registerOutputs = monitor.registerResourceOutputs.bind(monitor);
    monitor.registerResourceOutputs = (req, callback) => {
      const isIt = ({ urn }: { urn: string }) => urn === req.getUrn();
      const [resource, state] = [this.resources.find(isIt), this.states.find(isIt)];
      const outputs = req.getOutputs().toJavaScript();
      if (resource) resource.outputs = revealed(outputs).value;
      if (state) state.outputs = outputs;
      registerOutputs(req, callback);
    };
  }

  /** Inputs as they come to the provider. */
  private toProvider(req: RegisterRequest, inputs: Attributes): Attributes {
    const given = this.answers.kept(req, withIds(inputs));
    const document = documentIn(req.getType(), given);
    if (document) this.documents.push(document);
    return withDocumentText(req.getType(), given);
  }

  /** The mock monitor reads what is sent as a program reads what it gets. */
  private sent<T extends { inputs: Attributes }>(args: T): T {
    return { ...args, inputs: this.references?.closed(args.inputs) ?? args.inputs };
  }

  private record(req: RegisterRequest, response: RegisterResponse): void {
    const resource = { ...registered(req, response.getUrn()), ...this.elsewhere(req) };
    const inputs = req.getObject().toJavaScript(); // As they are sent: what is read is secret as a whole where a part is.
    const outputs = req.getCustom() ? response.getObject().toJavaScript() : {};
    const { name, arn } = outputs;
    const assigned = { ...(isText(name) && { name }), ...(isText(arn) && { arn }) };
    if (req.getCustom() && Object.keys(assigned).length > 0) resource.outputs = assigned;
    this.resources.push(resource);
    const id = req.getCustom() && { id: response.getId() };
    const isProvider = isProviderType(resource.type);
    // The engine notes with a provider which version the program's package asks for.
    const version = isProvider && req.getVersion() ? { version: req.getVersion() } : {};
    this.states.push({
      ...resource,
      inputs: { ...inputs, ...version },
      outputs: { ...outputs, ...version },
      ...id,
    });
    if (!isProvider) return;
    const isLater = JSON.stringify(inputs).includes(pulumi.runtime.unknownValue);
    this.answers.providers.add(resource.urn, resource.inputs, isLater);
  }

  /** A resource that is read is in the state as one of somebody else. */
  private stateOfRead(req: ReadRequest, response: RegisterAnswer): ResourceState {
    const id = req.getId();
    const outputs = response.getProperties().toJavaScript();
    if (req.getType() === "pulumi:pulumi:StackReference" && this.references) {
      for (const key of ["outputs", "secretOutputNames"]) {
        outputs[key] = this.unknowns.of(`StackReference ${id}, ${key}`);
      }
    }
    return {
      ...{ urn: response.getUrn(), type: req.getType(), parent: req.getParent(), external: true },
      id: isText(outputs.id) ? outputs.id : id, // It may be another than it is found by.
      ...{ provider: req.getProvider(), dependencies: req.getDependenciesList() },
      ...{ inputs: req.getProperties().toJavaScript(), outputs },
    };
  }

  private elsewhere(req: RegisterRequest): { place?: string } {
    if (!req.getCustom() || !req.getType().startsWith("aws")) return {};
    const { region } = revealed(req.getObject().toJavaScript()).value;
    const place = this.answers.providers.wordsOf(req.getProvider(), req.getType(), region);
    return place === "" ? {} : { place };
  }
}

const isText = (value: unknown): value is string => typeof value === "string";

/** The SDK shows what gRPC calls the details of a failed call. */
function toldAsRpc<T>(call: () => T): T {
  try {
    return call();
  } catch (error) {
    throw Object.assign(error as Error, { details: (error as Error).message });
  }
}

/** What the SDK hands to the engine, which calls it back for each resource. */
const engineOnly = [
  "registerStackTransform",
  "registerStackInvokeTransform",
  "registerResourceHook",
  "registerErrorHook",
];
