/**
 * `deno task lab`: JupyterLab with the project's kernel.
 * @module
 */
import { Command } from "commander";
import { randomBytes } from "node:crypto";
import { jupyterEnvironment } from "../setup/environment.ts";
import { projectRoot, venvPython } from "../setup/paths.ts";

const command = new Command("deno task lab")
  .description("Opens JupyterLab on the notebooks, with the project's Deno kernel.")
  .option("--port <number>", "port to listen on; the next free one if it is taken", "8888")
  .option("--ip <address>", "address to listen on", "127.0.0.1")
  .option("--token <text>", "token for the browser; a random one if omitted")
  .option("--browser", "open a browser window", false)
  .parse(Deno.args, { from: "user" });
const { port, ip, token = randomBytes(16).toString("hex"), browser } = command.opts();

console.log(`JupyterLab will be at http://${ip}:${port}/lab/tree/notebooks?token=${token}`);
console.log("Stop it with Ctrl-C.");
const server = new Deno.Command(venvPython, {
  args: [
    "-m",
    "jupyterlab",
    `--port=${port}`,
    `--ip=${ip}`,
    `--IdentityProvider.token=${token}`,
    `--ServerApp.root_dir=${projectRoot}`,
    "--LabApp.default_url=/lab/tree/notebooks",
    // Only the project's kernel is offered.
    "--KernelSpecManager.ensure_native_kernel=False",
    "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    // Containers commonly run as root.
    "--allow-root",
    "--log-level=WARN",
    ...(browser ? [] : ["--no-browser"]),
  ],
  cwd: projectRoot,
  env: jupyterEnvironment,
  stdin: "null",
}).spawn();
// Ctrl-C reaches the server too, which asks for a second one unless it gets SIGTERM.
Deno.addSignalListener("SIGINT", () => server.kill("SIGTERM"));
const { code } = await server.status;
Deno.exit(code === 143 ? 0 : code);
