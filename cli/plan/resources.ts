/** A resource as a program asked for it. Secret inputs are shown as their values and named in `secrets`. */
export interface RegisteredResource {
  urn: string;
  type: string;
  name: string;
  /** URN; empty for the stack itself. */
  parent: string;
  /** Reference to an explicit provider; empty for the default one. */
  provider: string;
  /** Where it is made, in words, if that is not the place of the stack's own provider. */
  place?: string;
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
  /** What it passed to registerOutputs, if it is a component or the stack; else the name and ARN that it has. */
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
  id?: string;
  /** It is read, and not managed by this stack. */
  external?: boolean;
  dependencies?: string[];
}
