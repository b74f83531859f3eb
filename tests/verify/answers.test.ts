import { expect } from "chai";
import { answersOf } from "../../cli/verify/answers";
import { type Aws, NotSeen, NotTaken } from "../../cli/verify/aws";

interface Input {
  ActionNames: string[];
  ResourceArns: string[];
}

/** AWS's simulator, which refuses some questions. */
function simulator(isRefused: (input: Input) => boolean, calls: Input[]): Aws {
  async function* list(_: string, __: string, input: Input) {
    calls.push(input);
    if (isRefused(input)) throw new NotTaken("Invalid Input Actions");
    for (const EvalActionName of input.ActionNames)
      for (const EvalResourceName of input.ResourceArns)
        yield { EvalActionName, EvalResourceName, EvalDecision: "allowed" };
  }
  return { list } as unknown as Aws;
}

describe("what AWS's simulator does not take in one call", () => {
  const actions = ["a:One", "a:Two", "b:One", "b:Two", "c:One"];
  const serviceOf = (action: string) => action.split(":")[0];
  const isMixed = ({ ActionNames }: Input) => new Set(ActionNames.map(serviceOf)).size > 1;
  const cases: [what: string, isRefused: (input: Input) => boolean, answers: number, calls: number][] = [
    ["nothing", () => false, 10, 1],
    ["actions of several services", isMixed, 10, 7],
    ["one action, not even alone", ({ ActionNames }) => ActionNames.includes("b:One"), 8, 7],
    ["several actions", ({ ActionNames }) => ActionNames.length > 1, 10, 9],
    ["several resources", ({ ResourceArns }) => ResourceArns.length > 1, 10, 19],
    ["anything", () => true, 0, 19],
  ];
  for (const [what, isRefused, answers, calls] of cases) {
    it(`${what}: ${answers} answers from ${calls} calls`, async () => {
      const made: Input[] = [];
      const asked = { actions, resources: ["x", "y"], context: {} };
      const found = await answersOf(simulator(isRefused, made), "role", asked);
      expect(new Set(found.map(({ action, resource }) => `${action} ${resource}`)).size).to.equal(answers);
      expect(found).to.have.lengthOf(answers);
      expect(made).to.have.lengthOf(calls);
    });
  }

  it("asks nothing again that it may not ask", async () => {
    const aws = {
      // biome-ignore lint/correctness/useYield: it is refused before.
      async *list() {
        throw new NotSeen("needs iam:SimulatePrincipalPolicy");
      },
    } as unknown as Aws;
    const error = await answersOf(aws, "role", { actions, resources: ["x"], context: {} }).catch(
      (one) => one,
    );
    expect(error).to.be.instanceOf(NotSeen);
  });
});
