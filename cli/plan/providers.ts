import type { Place, Places } from "./places";
import { type Attributes, inRegion } from "./standIns";
import { isProviderType } from "./typeNames";

/** The explicit providers of a program, by what they are given, and the default ones beside them. */
export class Providers {
  private readonly explicit: { urn: string; inputs: Attributes; isLater: boolean }[] = [];

  constructor(private readonly places: Places) {}

  /** One is made. `isLater`: its config is not known yet. */
  add(urn: string, inputs: Attributes, isLater: boolean): void {
    this.explicit.push({ urn, inputs, isLater });
  }

  isLater(reference: string | undefined): boolean {
    return this.find(reference)?.isLater ?? false;
  }

  /** Of an explicit provider, or of the default one of the type's package. */
  inputsOf(reference: string | undefined, type: string): Attributes {
    return this.find(reference)?.inputs ?? this.places.configOf(type);
  }

  /** What of config tells of no default provider is that of AWS, as far as a place goes. */
  placeOf(reference: string | undefined, type: string, region?: unknown): Place {
    const isOther = !type.startsWith("aws:") || reference;
    const inputs = isOther ? this.inputsOf(reference, type) : {};
    const isTold = type.startsWith("aws") && Object.keys(inputs).length > 0;
    const place = this.places.of(isTold ? inputs : undefined);
    return typeof region === "string" && !isProviderType(type) ? inRegion(region, place) : place;
  }

  /** What tells the place of a resource from that of the stack's own provider, in words. */
  wordsOf(reference: string | undefined, type: string, region: unknown): string {
    return this.places.wordsOf(type, this.placeOf(reference, type, region));
  }

  private find(reference: string | undefined) {
    if (!reference) return undefined;
    return this.explicit.find(({ urn }) => reference.startsWith(`${urn}::`));
  }
}
