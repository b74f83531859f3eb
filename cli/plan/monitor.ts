import * as pulumi from "@pulumi/pulumi";
import { answerOf, assignedTo } from "./assigned";
import { engineSettings } from "./engineSettings";
import { isEnvelope, revealed, sealedValue } from "./envelope";
import { identityOf } from "./identity";
import { withIgnored } from "./ignored";
import {
  type Asking,
  edited,
  type Monitor,
  type ReadRequest,
  type RegisterAnswer,
  type RegisterRequest,
  type RegisterResponse,
  registered,
  withIds,
} from "./messages";
import { accountSource, type Place, Places, whereOf } from "./places";
import { type DocumentArgs, renderPolicyDocument } from "./policyDocument";
import { References } from "./references";
import type { RegisteredResource, ResourceState } from "./resources";
import { type Attributes, digestOf, inRegion, type StandIn } from "./standIns";
import { chainOf, isProviderType, shortType, urnOf } from "./typeNames";
import { inWords, Unknowns } from "./unknowns";
import { watchSdk } from "./watch";

/** A call of a provider's function. */
export type Invoke = pulumi.runtime.MockCallArgs;

/** What a monitor is put into place with. */
export interface Monitored {
  preview?: boolean;
  /** What each stack reference finds. Without it that is not known. */
  stackOutputs?: Record<string, unknown>;
  /** The program's folder. Without it what a package declares is not looked up. */
  folder?: string;
  /** Config by full keys: that of aws is the default provider's. */
  config?: Record<string, string>;
  unknowns?: Unknowns;
  /** The account of the default provider is the one that is given, and does not stand in. */
  accountIsKnown?: boolean;
}

/** Pulumi's mock monitor with an account that stands in, keeping what a program asks of it. */
export class RecordingMonitor {
  readonly resources: RegisteredResource[] = [];
  /** The same resources as a state would have them, and those that are read. */
  readonly states: ResourceState[] = [];
  readonly invokes: Invoke[] = [];
  /** Names of the stacks that the program reads outputs of. */
  readonly stackReferences: string[] = [];
  /** What the program asks for that only the engine does, and that may change every resource. */
  readonly refused: string[] = [];
  /** What functions are sent, with the envelopes of secrets, which `invokes` are without. */
  readonly asked: unknown[] = [];
  /** Where values come from that are not known, in words, if they are read: what they decide is not seen. */
  readonly reads = new Set<string>();
  readonly unknowns: Unknowns;
  readonly references: References | undefined;
  /** URNs of the providers whose config is not known yet. */
  private readonly later = new Set<string>();
  private readonly declared = new Map<string, string[]>();
  private readonly places: Places;
  private readonly settings: ReturnType<typeof engineSettings>;

  private constructor(
    standIn: StandIn,
    private readonly options: Monitored,
  ) {
    this.unknowns = options.unknowns ?? new Unknowns();
    if (!options.stackOutputs)
      this.references = new References(this.unknowns, standIn, options.folder !== undefined);
    this.settings = engineSettings(options.config ?? {});
    const { config = {}, accountIsKnown = false } = options;
    this.places = new Places(standIn, accountIsKnown, config, this.unknowns);
    if (!accountIsKnown) this.noteAccountOf("the default provider", this.places.configOf("aws:"));
  }

  /** Puts a monitor into place. */
  static async install(
    project: string,
    stack: string,
    standIn: StandIn,
    options: Monitored = {},
  ): Promise<RecordingMonitor> {
    const recording = new RecordingMonitor(standIn, options);
    const mocks = {
      // What is made or read is answered by the watch, which knows more of it.
      newResource: ({ id, inputs }: pulumi.runtime.MockResourceArgs) => ({ id, state: inputs }),
      call: (args: Invoke) => toldAsRpc(() => recording.call(recording.sent(args))),
    };
    await pulumi.runtime.setMocks(mocks, project, stack, options.preview ?? false);
    recording.watch(pulumi.runtime.getMonitor() as unknown as Monitor, mocks);
    watchSdk({
      declared: (type, properties) => recording.declared.set(type, properties),
      asked: (serialized) => recording.asked.push(serialized),
      references: recording.references,
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
      if (req.getCustom())
        req.setObject(edited(req.getObject(), (inputs) => this.kept(req, withIds(inputs))));
      mocks.newResource = (args) => this.newResource(this.sent(args), req, false);
      return register(req, (error, response) => {
        if (!error) this.record(req, response);
        callback(error, response);
      });
    };
    const read = monitor.readResource.bind(monitor);
    monitor.readResource = (req, callback) => {
      mocks.newResource = (args) => this.newResource(this.sent(args), req, true);
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
    // The engine notes with a provider which version the program's package asks for.
    const version = isProvider(resource) && req.getVersion() ? { version: req.getVersion() } : {};
    this.states.push({
      ...resource,
      inputs: { ...inputs, ...version },
      outputs: { ...outputs, ...version },
      ...id,
    });
    if (isProvider(resource) && JSON.stringify(inputs).includes(pulumi.runtime.unknownValue)) {
      this.later.add(resource.urn);
    }
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
      ...{ urn: response.getUrn(), type: req.getType(), parent: req.getParent(), id, external: true },
      ...{ provider: req.getProvider(), dependencies: req.getDependenciesList() },
      ...{ inputs: req.getProperties().toJavaScript(), outputs },
    };
  }

  private newResource(
    args: pulumi.runtime.MockResourceArgs,
    req: Asking,
    isRead: boolean,
  ): pulumi.runtime.MockResourceResult {
    const { type, name } = args;
    if (type === "pulumi:pulumi:StackReference") {
      const stack = String(args.inputs.name ?? args.id);
      this.stackReferences.push(stack);
      const { stackOutputs: outputs } = this.options;
      const found = outputs ? { outputs } : { outputs: {}, secretOutputNames: [] };
      return { id: stack, state: { ...args.inputs, ...found } };
    }
    if (!args.custom) return { id: undefined, state: args.inputs };
    // In a preview what AWS would assign stays unknown: it is left out.
    if (this.options.preview) return { id: undefined, state: args.inputs };
    const inputs = revealed(args.inputs).value;
    const id = args.id || undefined;
    this.settings.refuseDefault(type, args.provider);
    const kind = chainOf(req.getParent(), type);
    const provider = this.inputsOfProvider(args.provider, type);
    const { region } = inputs;
    const own = this.placeOf(args.provider, type);
    const place = isText(region) && !isProviderType(type) ? inRegion(region, own) : own;
    const where = whereOf(type, place, provider);
    const isKnown = (text: string) => this.unknowns.shown(text) === text;
    const words = () => [...identityOf({ type, sent: args.inputs, id }, isKnown), ...where];
    const origin = isRead
      ? `${kind}.get(${[name, id, ...where].join(", ")})`
      : `${kind} ${name}${inBrackets(words())}`;
    if (isRead) this.note(origin);
    if (type === "pulumi:providers:aws") this.noteAccountOf(`the provider ${name}`, inputs);
    const asked = {
      ...{ type, name, inputs, id, isRead, origin, provider, place },
      isVerbatim: this.settings.isVerbatim,
      declared: this.declared.get(type) ?? [],
    };
    const assigned = assignedTo(asked, this.assigning);
    const state = { ...assigned, ...args.inputs, ...firstOf(assigned, formed) };
    for (const key of req.getAdditionalsecretoutputsList()) {
      if (state[key] !== undefined && !isEnvelope(state[key])) state[key] = sealedValue(state[key]);
    }
    const made = () => (this.assigning.folder ? this.unknowns.of(`${origin}, id`) : `${name}-id`);
    const ownId = isText(assigned.id) ? assigned.id : (id ?? made());
    return { id: ownId, state: { ...state, id: ownId } };
  }

  private elsewhere(req: RegisterRequest): { place?: string } {
    if (!req.getCustom() || !req.getType().startsWith("aws")) return {};
    const { region } = revealed(req.getObject().toJavaScript()).value;
    const place = this.placeOf(req.getProvider(), req.getType());
    const words = this.places.wordsOf(req.getType(), isText(region) ? inRegion(region, place) : place);
    return words === "" ? {} : { place: words };
  }

  /** What the program asks the engine to leave as it is. */
  private kept(req: RegisterRequest, inputs: Attributes): Attributes {
    const { unknowns, folder } = this.assigning;
    const paths = req.getIgnorechangesList();
    if (folder === undefined || paths.length === 0) return inputs;
    const [type, place] = [req.getType(), this.placeOf(req.getProvider(), req.getType())];
    const resource = `${chainOf(req.getParent(), type)} ${req.getName()}`;
    return withIgnored(inputs, paths, { resource, type, place, unknowns, folder });
  }

  /** Something that is not known is read. Without a folder nothing is: tests' programs get made-up values. */
  private note(origin: string): void {
    if (this.options.folder !== undefined) this.reads.add(origin);
  }

  /** A provider of AWS whose account only its credentials tell. */
  private noteAccountOf(provider: string, inputs: Attributes): void {
    const account = accountSource(inputs);
    if (account) this.note(`account of ${provider}, ${account}`);
  }

  private call(args: Invoke): pulumi.runtime.MockCallResult {
    this.invokes.push(args);
    if (this.later.has(this.providerOf(args.provider)?.urn ?? "")) return {}; // As the engine does.
    this.settings.refuseDefault(args.token, args.provider);
    const inputs = revealed(args.inputs).value;
    if (args.token === "aws:iam/getPolicyDocument:getPolicyDocument") {
      return { ...args.inputs, ...this.documentOf(inputs as DocumentArgs) };
    }
    const provider = this.inputsOfProvider(args.provider, args.token);
    const place = this.placeOf(args.provider, args.token);
    const { region, ...others } = inputs;
    const asked = isText(region) ? inRegion(region, place) : place;
    const isSettled = settled.test(args.token);
    const where = isSettled ? place.elsewhere : whereOf(args.token, asked, provider);
    const isTold = where.some((one) => one.startsWith("region "));
    const given = inWords(isTold ? others : inputs);
    const origin = `${shortType(args.token)}(${[given, ...where].join(", ")})`;
    const call = { inputs, origin, provider, place };
    const result = answerOf(args.token, call, this.assigning);
    if (!result) throw new Error(`Nothing stands in for the function ${args.token} offline.`);
    if (!isSettled) this.note(origin);
    return result;
  }

  /** One that is merged from another that is not known is not known either. */
  private documentOf(args: DocumentArgs) {
    const given = [...(args.sourcePolicyDocuments ?? []), ...(args.overridePolicyDocuments ?? [])];
    const open = given.filter((text) => text !== null && this.unknowns.is(text));
    if (open.length === 0) return renderPolicyDocument(args);
    const others = digestOf(JSON.stringify(args));
    const origin = `iam.getPolicyDocument of ${[...open, others].join(", ")}`;
    this.note(origin);
    return {
      json: this.unknowns.of(`${origin}, json`),
      minifiedJson: this.unknowns.of(`${origin}, minifiedJson`),
    };
  }

  private get assigning() {
    return { unknowns: this.unknowns, folder: this.options.preview ? undefined : this.options.folder };
  }

  /** An explicit provider, by a reference to it. */
  private providerOf(reference: string | undefined): RegisteredResource | undefined {
    if (!reference) return undefined;
    return this.resources.find(({ urn }) => reference.startsWith(`${urn}::`));
  }

  /** Of an explicit provider, or of the default one of the type's package. */
  private inputsOfProvider(reference: string | undefined, type: string): Attributes {
    return this.providerOf(reference)?.inputs ?? this.places.configOf(type);
  }

  /** What of config tells of no default provider is that of AWS, as far as a place goes. */
  private placeOf(reference: string | undefined, type: string): Place {
    const isOther = !type.startsWith("aws:") || reference;
    const inputs = isOther ? this.inputsOfProvider(reference, type) : {};
    const isTold = type.startsWith("aws") && Object.keys(inputs).length > 0;
    return this.places.of(isTold ? inputs : undefined);
  }
}

const isText = (value: unknown): value is string => typeof value === "string";

/** Functions that the place answers. */
const settled = /^aws:index\/(getArn|getCallerIdentity|getDefaultTags|getPartition|getRegion):/;

/** The SDK shows what gRPC calls the details of a failed call. */
function toldAsRpc<T>(call: () => T): T {
  try {
    return call();
  } catch (error) {
    throw Object.assign(error as Error, { details: (error as Error).message });
  }
}

const inBrackets = (words: string[]) => (words.length > 0 ? ` (${words.join(", ")})` : "");

/** What the provider puts in another form than it is given: it comes over the inputs. */
const formed = ["id", "arn", "url", "keyId", "tagsAll"];
const firstOf = (attributes: Record<string, unknown>, keys: string[]) =>
  Object.fromEntries(Object.entries(attributes).filter(([key]) => keys.includes(key)));

const isProvider = ({ type }: RegisteredResource) => isProviderType(type);

/** What the SDK hands to the engine, which calls it back for each resource. */
const engineOnly = [
  "registerStackTransform",
  "registerStackInvokeTransform",
  "registerResourceHook",
  "registerErrorHook",
];
