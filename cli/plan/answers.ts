import type * as pulumi from "@pulumi/pulumi";
import { answerOf, assignedTo, completedBy } from "./assigned";
import { engineSettings } from "./engineSettings";
import { isEnvelope, revealed, sealedValue } from "./envelope";
import { identityOf, saidOf } from "./identity";
import { withIgnored } from "./ignored";
import type { Asking, RegisterRequest } from "./messages";
import { accountSource, Places, regionIn, whereOf } from "./places";
import { openDocuments } from "./policyDocument";
import { Providers } from "./providers";
import { type Attributes, digestOf, inRegion, type StandIn } from "./standIns";
import { chainOf, shortType } from "./typeNames";
import { inWords, type Unknowns } from "./unknowns";

/** A call of a provider's function. */
export type Invoke = pulumi.runtime.MockCallArgs;

/** What a monitor is put into place with. */
export interface Monitored {
  preview?: boolean;
  /** What each stack reference finds. Without it that is not known. */
  stackOutputs?: Record<string, unknown>;
  /** The folder that the program is run in. Without it what a package declares is not looked up. */
  folder?: string;
  /** Config by full keys: that of aws is the default provider's. */
  config?: Record<string, string>;
  secretKeys?: string[];
  unknowns?: Unknowns;
  /** The account of the default provider is the one that is given, and does not stand in. */
  accountIsKnown?: boolean;
}

/** What providers answer: what is certain, and all else as not known. */
export class Answers {
  readonly invokes: Invoke[] = [];
  /** Names of the stacks that the program reads outputs of. */
  readonly stackReferences: string[] = [];
  /** Where values come from that are not known, in words, if they are read: what they decide is not seen. */
  readonly reads = new Set<string>();
  /** The names of what resources of a type may have, given or not. */
  readonly declared = new Map<string, string[]>();
  readonly providers: Providers;
  private readonly settings: ReturnType<typeof engineSettings>;

  constructor(
    standIn: StandIn,
    private readonly options: Monitored,
    private readonly unknowns: Unknowns,
  ) {
    const { config = {}, accountIsKnown = false } = options;
    this.settings = engineSettings(config);
    const places = new Places(standIn, accountIsKnown, config, unknowns);
    this.providers = new Providers(places);
    if (!accountIsKnown) this.noteAccountOf("the default provider", places.configOf("aws:"));
  }

  /** A resource that is made or read. */
  resource(
    args: pulumi.runtime.MockResourceArgs,
    req: Asking,
    isRead: boolean,
  ): pulumi.runtime.MockResourceResult {
    const { type, name } = args;
    if (type === "pulumi:pulumi:StackReference") return this.stackReference(args);
    if (!args.custom) return { id: undefined, state: args.inputs };
    // In a preview what AWS would assign stays unknown: it is left out.
    if (this.options.preview) return { id: undefined, state: args.inputs };
    const { id, region = revealed(args.inputs).value.region } = regionIn(type, args.id);
    const sent = isRead && this.assigning.folder ? regionOf(args.inputs) : args.inputs;
    const inputs = revealed(sent).value;
    this.settings.refuseDefault(type, args.provider);
    const kind = chainOf(req.getParent(), type);
    const provider = this.providers.inputsOf(args.provider, type);
    const place = this.providers.placeOf(args.provider, type, region);
    const { unknowns } = this;
    const where = whereOf(type, place, unknowns.first(provider));
    const identified = { type, sent: unknowns.first(args.inputs), id };
    const origin = isRead
      ? `${kind}.get(${[name, id, ...saidOf(identified, this.isKnown), ...where].join(", ")})`
      : `${kind} ${name}${inBrackets([...identityOf(identified, this.isKnown), ...where])}`;
    if (isRead) this.note(origin);
    if (type === "pulumi:providers:aws") this.noteAccountOf(`the provider ${name}`, inputs);
    const asked = {
      ...{ type, name, inputs, id, isRead, origin, provider, place },
      isVerbatim: this.settings.isVerbatim,
      declared: [...(this.declared.get(type) ?? []), ...Object.keys(args.inputs)],
    };
    const assigned = assignedTo(asked, this.assigning);
    const given = completedBy(sent, { type, place, origin }, this.assigning);
    const state = { ...assigned, ...given, ...firstOf(assigned, formed) };
    const sealed = formed.filter((key) => isEnvelope(given[key]));
    for (const key of [...sealed, ...req.getAdditionalsecretoutputsList()]) {
      if (state[key] !== undefined && !isEnvelope(state[key])) state[key] = sealedValue(state[key]);
    }
    // What something is found by need not be its ID, as with the name of a cluster of ECS.
    const other = () => (this.assigning.folder ? unknowns.of(`${origin}, id`) : (id ?? `${name}-id`));
    const ownId = typeof assigned.id === "string" ? assigned.id : other();
    return { id: ownId, state: { ...state, id: ownId } };
  }

  private stackReference({ inputs, id }: pulumi.runtime.MockResourceArgs) {
    const stack = String(inputs.name ?? id);
    this.stackReferences.push(stack);
    const { stackOutputs: outputs } = this.options;
    const found = outputs ? { outputs } : { outputs: {}, secretOutputNames: [] };
    return { id: stack, state: { ...inputs, ...found } };
  }

  /** What the program asks the engine to leave as it is. */
  kept(req: RegisterRequest, inputs: Attributes): Attributes {
    const { unknowns, folder } = this.assigning;
    const paths = req.getIgnorechangesList();
    if (folder === undefined || paths.length === 0) return inputs;
    const type = req.getType();
    const place = this.providers.placeOf(req.getProvider(), type);
    const resource = `${chainOf(req.getParent(), type)} ${req.getName()}`;
    return withIgnored(inputs, paths, { resource, type, place, unknowns, folder });
  }

  /** A function that is called. */
  call(args: Invoke): pulumi.runtime.MockCallResult {
    this.invokes.push(args);
    const { token } = args;
    if (this.providers.isLater(args.provider)) return {}; // As the engine does.
    this.settings.refuseDefault(token, args.provider);
    const inputs = revealed(args.inputs).value;
    const provider = this.providers.inputsOf(args.provider, token);
    const place = this.providers.placeOf(args.provider, token);
    const { region, ...others } = inputs;
    const asked = typeof region === "string" ? inRegion(region, place) : place;
    const where = settled.test(token)
      ? place.elsewhere
      : whereOf(token, asked, this.unknowns.first(provider));
    const isTold = where.some((one) => one.startsWith("region "));
    const given = inWords(this.unknowns.first(isTold ? others : inputs));
    const merged = isDocument(token) ? openDocuments(inputs, this.isKnown) : [];
    const origin = isDocument(token)
      ? `${shortType(token)} of ${[...merged, digestOf(this.unknowns.first(inputs))].join(", ")}`
      : `${shortType(token)}(${[given, ...where].join(", ")})`;
    const result = answerOf(token, { inputs, origin, provider, place }, this.assigning);
    if (!result) throw new Error(`Nothing stands in for the function ${token} offline.`);
    if (merged.length > 0 || !settled.test(token)) this.note(origin);
    return result;
  }

  /** Something that is not known is read. Without a folder nothing is: tests' programs get made-up values. */
  private note(origin: string): void {
    if (this.options.folder !== undefined) this.reads.add(origin);
  }

  /** A provider of AWS whose account only its credentials tell. */
  private noteAccountOf(provider: string, inputs: Attributes): void {
    const account = accountSource(this.unknowns.first(inputs));
    if (account) this.note(`account of ${provider}, ${account}`);
  }

  private readonly isKnown = (text: string) => this.unknowns.shown(text) === text;

  private get assigning() {
    return { unknowns: this.unknowns, folder: this.options.preview ? undefined : this.options.folder };
  }
}

/** Functions that answer by what they are given, and by the place. */
const settled =
  /^aws:(index\/(getArn|getCallerIdentity|getDefaultTags|getPartition|getRegion)|iam\/getPolicyDocument):/;
const isDocument = (token: string) => token === "aws:iam/getPolicyDocument:getPolicyDocument";

/** What a program says of a resource that it reads and that is so: the Region in which it is read. */
const regionOf = ({ region }: Attributes): Attributes => (region === undefined ? {} : { region });

const inBrackets = (words: string[]) => (words.length > 0 ? ` (${words.join(", ")})` : "");

/** What the provider puts in another form than it is given: it comes over the inputs. */
const formed = ["id", "arn", "url", "keyId", "targetKeyId", "tagsAll"];
const firstOf = (attributes: Record<string, unknown>, keys: string[]) =>
  Object.fromEntries(Object.entries(attributes).filter(([key]) => keys.includes(key)));
