// Answers SMT-LIB files of a folder with z3-solver, from the file of a number on: `z3.js FOLDER PACKAGE NUMBER`. Prints a
// line of JSON for each: its name, answer and seconds of processor. It ends early at a question that takes too long, as
// z3-solver's own limit stops but some of them.
const { readdirSync, readFileSync, writeSync } = require("node:fs");
const { join } = require("node:path");

const [folder, solver, from] = process.argv.slice(2);
const limit = 2; // seconds a question

function secondsSince(start) {
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1e6;
}

async function main() {
  const { Z3 } = await require(solver).init();
  for (const file of readdirSync(folder).sort().slice(Number(from))) {
    const text = readFileSync(join(folder, file), "utf8");
    const start = process.cpuUsage();
    const tell = (answer) => writeSync(1, `${JSON.stringify([file, answer, secondsSince(start)])}\n`);
    const watch = setInterval(() => {
      if (secondsSince(start) < limit + 0.5) return;
      tell("stopped");
      process.exit(0);
    }, 50);
    const config = Z3.mk_config();
    Z3.set_param_value(config, "timeout", String(limit * 1000));
    const said = await Z3.eval_smtlib2_string(Z3.mk_context(config), text);
    clearInterval(watch);
    tell(said.trim());
  }
  process.exit(0); // Its threads stay.
}

main();
