import { Undecided } from "./automaton";
import type { Claim } from "./claim";
import { type Box, everyBit, impossible, keysFrom, type Space } from "./space";
import { unreadIn } from "./unread";

/** A claim with `not` at the boxes alone. */
type Node = { is: "box"; box: Box } | { is: "outside"; box: Box } | { is: "all" | "any"; nodes: Node[] };

/** How many times a search may branch. */
const limit = 200_000;

/**
 * A request of the space that a claim holds for, by its class in each dimension; undefined if there is none. Boxes that
 * must hold are intersected, those that must not are subtracted: what is left of a box beside another one are as many boxes
 * as the other has dimensions, one beside the other. A statement with a condition that is not read may be about each of its
 * requests, or not: "certain" takes what is against the claim, else what is for it.
 */
export function search(claim: Claim, space: Space, certain: boolean): number[] | undefined {
  const whole = space.sizes.map(everyBit);
  const node = nodeOf(claim, { space, certain }, false);
  const region = find([node], whole, { left: limit });
  return region && least(node, whole, region.map(lowest));
}

/**
 * Of the requests of a region that a node holds for, one with no key that such a request can do without, nor with a longer
 * text than it needs. Keys that go together are left out at once.
 */
function least(node: Node, whole: Region, found: number[]): number[] {
  let classes = found;
  const only = (at: number) => 1n << BigInt(at);
  const without = (key: number) =>
    whole.map((all, one) => (one < keysFrom || (one !== key && classes[one]) ? all : 1n));
  const shorter = (text: number) => classes.map((at, one) => (one === text ? everyBit(at) : only(at)));
  for (const [at] of found.entries()) {
    if (classes[at] && at >= keysFrom) classes = tried(node, without(at)) ?? classes;
  }
  for (const [at] of found.entries()) {
    for (let next: number[] | undefined = classes; next && classes[at]; classes = next ?? classes) {
      next = tried(node, shorter(at));
    }
  }
  return classes;
}

/** As many branches as one more try is worth. */
const trialLimit = 1000;

function tried(node: Node, region: Region): number[] | undefined {
  try {
    return find([node], region, { left: trialLimit })?.map(lowest);
  } catch (error) {
    if (error instanceof Undecided) return undefined;
    throw error;
  }
}

/** Of the classes that are left the first: of keys that is their absence, of texts the shortest. */
function lowest(bits: bigint): number {
  return (bits & -bits).toString(2).length - 1;
}

interface Asked {
  space: Space;
  certain: boolean;
}

function nodeOf(claim: Claim, asked: Asked, negated: boolean): Node {
  switch (claim.is) {
    case "not":
      return nodeOf(claim.claim, asked, !negated);
    case "all":
    case "any": {
      const nodes = claim.claims.map((one) => nodeOf(one, asked, negated));
      const isAll = (claim.is === "all") !== negated;
      return nodes.length === 1 && nodes[0] ? nodes[0] : { is: isAll ? "all" : "any", nodes };
    }
    default:
      return { is: negated ? "outside" : "box", box: boxOf(claim, asked, negated) ?? impossible };
  }
}

function boxOf(claim: Claim, { space, certain }: Asked, negated: boolean): Box | undefined {
  if (claim.is === "in") {
    const box = space.boxOf(claim.statement);
    const mayDiffer = box && unreadIn(claim.statement).length > 0;
    return mayDiffer && certain !== negated ? undefined : box;
  }
  if (claim.is === "named") return space.namedBox(claim.statement, claim.how);
  return claim.is === "own" ? space.ownBox : space.accountBox;
}

type Region = readonly bigint[];

function find(pending: readonly Node[], start: Region, work: { left: number }): Region | undefined {
  if (work.left-- <= 0) throw new Undecided("there are too many cases");
  const found = settled(pending, start);
  if (!found) return undefined;
  const { region, choices } = found;
  const [first, ...others] = choices.sort((a, b) => a.length - b.length);
  if (!first) return region;
  const rest = others.map((nodes): Node => ({ is: "any", nodes }));
  let left = region;
  for (const branch of first) {
    const answer = find([branch, ...rest], left, work);
    if (answer) return answer;
    // What one branch has looked at, the next ones leave out.
    const outside = branch.is === "box" && branch.box.size === 1 ? beside(branch.box)[0] : undefined;
    const next = outside?.is === "box" ? intersected(left, outside.box) : left;
    if (!next) return undefined;
    left = next;
  }
  return undefined;
}

/** All that follows without a choice, and the choices that are left; undefined if nothing is left of the region. */
function settled(pending: readonly Node[], start: Region): { region: Region; choices: Node[][] } | undefined {
  let region = start;
  let open = pending;
  for (;;) {
    const choices: Node[][] = [];
    const more: Node[] = [];
    const before = region;
    for (const node of open) {
      if (node.is === "box") {
        const within = intersected(region, node.box);
        if (!within) return undefined;
        region = within;
      } else if (node.is === "all") more.push(...node.nodes);
      else {
        const alternatives = (node.is === "outside" ? beside(node.box) : node.nodes).filter((one) =>
          isPossible(one, region),
        );
        const isCertain = alternatives.some((one) => holdsThroughout(one, region));
        if (isCertain) continue;
        if (alternatives.length === 0) return undefined;
        const [only] = alternatives;
        if (alternatives.length === 1 && only) more.push(only);
        else choices.push(alternatives);
      }
    }
    if (more.length === 0 && region === before) return { region, choices };
    open = [...more, ...choices.map((nodes): Node => ({ is: "any", nodes }))];
  }
}

const besides = new WeakMap<Box, Node[]>();

/** All that is outside of a box: in one of its dimensions. */
function beside(box: Box): Node[] {
  const known = besides.get(box);
  if (known) return known;
  const nodes = [...box].map(([at, bits]): Node => ({ is: "box", box: new Map([[at, ~bits]]) }));
  besides.set(box, nodes);
  return nodes;
}

function intersected(region: Region, box: Box): Region | undefined {
  let changed: bigint[] | undefined;
  for (const [at, bits] of box) {
    const old = region[at] ?? 0n;
    const now = old & bits;
    if (now === 0n) return undefined;
    if (now !== old) {
      changed ??= [...region];
      changed[at] = now;
    }
  }
  return changed ?? region;
}

function isPossible(node: Node, region: Region): boolean {
  switch (node.is) {
    case "box":
      for (const [at, bits] of node.box) if (((region[at] ?? 0n) & bits) === 0n) return false;
      return true;
    case "outside":
      return !holdsThroughout({ is: "box", box: node.box }, region);
    case "all":
      return node.nodes.every((one) => isPossible(one, region));
    case "any":
      return node.nodes.some((one) => isPossible(one, region));
  }
}

function holdsThroughout(node: Node, region: Region): boolean {
  switch (node.is) {
    case "box":
      for (const [at, bits] of node.box) if (((region[at] ?? 0n) & ~bits) !== 0n) return false;
      return true;
    case "outside":
      return !isPossible({ is: "box", box: node.box }, region);
    case "all":
      return node.nodes.every((one) => holdsThroughout(one, region));
    case "any":
      return node.nodes.some((one) => holdsThroughout(one, region));
  }
}
