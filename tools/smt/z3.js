// Answers the SMT-LIB files of a folder with z3-solver: `z3.js FOLDER PACKAGE`. Prints JSON: by file its answer and seconds.
const { readdirSync, readFileSync, writeSync } = require("node:fs");
const { join } = require("node:path");

const [folder, solver] = process.argv.slice(2);
const limit = "1000"; // milliseconds a question

async function main() {
  const { Z3 } = await require(solver).init();
  const answers = {};
  for (const file of readdirSync(folder).sort()) {
    const text = readFileSync(join(folder, file), "utf8");
    const start = process.cpuUsage();
    const config = Z3.mk_config();
    Z3.set_param_value(config, "timeout", limit);
    const said = await Z3.eval_smtlib2_string(Z3.mk_context(config), text);
    const { user, system } = process.cpuUsage(start);
    answers[file] = [said.trim(), (user + system) / 1e6];
  }
  writeSync(1, `${JSON.stringify(answers)}\n`);
  process.exit(0); // Its threads stay.
}

main();
