"""Runs one notebook from a fresh kernel and saves it with its outputs.

The Deno kernel reports "idle" before its last outputs are out (denoland/deno, since 2.8.2), so this
client goes on reading the output channel for a moment; plain nbclient would lose them.

Prints one JSON object a line: {"event": "cell", ...} when a cell starts, {"event": "progress", ...}
for outputs that a notebook marks as progress, {"event": "error", ...} for a failing cell.
"""

import argparse
import asyncio
import json
import os
import queue
import signal
import sys
import time

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionComplete, CellExecutionError

# Seconds of silence on the output channel after which a cell's outputs are taken to be complete.
QUIET_SECONDS = 0.15


def emit(**event):
    print(json.dumps(event), flush=True)


class PatientClient(NotebookClient):
    """Keeps the outputs that arrive after the kernel has reported idle.

    SIGINT interrupts the kernel, as Jupyter's button does, instead of ending the run: a training
    saves its checkpoint then. A second one ends the run.
    """

    interrupted_at = None

    async def async_execute_cell(self, *args, **kwargs):
        asyncio.get_running_loop().add_signal_handler(signal.SIGINT, self.interrupt)
        return await super().async_execute_cell(*args, **kwargs)

    def interrupt(self):
        now = time.monotonic()
        if self.interrupted_at is None:
            self.interrupted_at = now
            os.kill(self.km.provisioner.pid, signal.SIGINT)
        # Ctrl-C in a terminal can arrive twice: from the terminal and from the parent.
        elif now - self.interrupted_at > 1:
            os.kill(self.km.provisioner.pid, signal.SIGKILL)

    async def _async_poll_output_msg(self, parent_msg_id, cell, cell_index):
        is_complete = False
        while True:
            try:
                message = await self.kc.iopub_channel.get_msg(
                    timeout=QUIET_SECONDS if is_complete else None
                )
            except queue.Empty:
                return
            if message["parent_header"].get("msg_id") != parent_msg_id:
                continue
            try:
                self.process_message(message, cell, cell_index)
            except CellExecutionComplete:
                is_complete = True

    def process_message(self, message, cell, cell_index):
        content = message["content"]
        if content.get("metadata", {}).get("isProgress"):
            emit(event="progress", text=content["data"].get("text/plain", ""))
        return super().process_message(message, cell, cell_index)


def has_tag(cell, tag):
    return tag in cell.metadata.get("tags", [])


def remove_injected(notebook):
    notebook.cells = [cell for cell in notebook.cells if not has_tag(cell, "injected-parameters")]


def inject_parameters(notebook, parameters):
    """Puts a cell with the given values behind the cell tagged `parameters`, as papermill does."""
    remove_injected(notebook)
    if not parameters:
        return
    for i, cell in enumerate(notebook.cells):
        if has_tag(cell, "parameters"):
            break
    else:
        raise SystemExit("The notebook has no cell tagged `parameters`")
    unknown = [name for name in parameters if f"const {name} =" not in cell.source
               and f"const {name}:" not in cell.source]
    if unknown:
        raise SystemExit(f"The notebook has no parameter {', '.join(unknown)}")
    lines = [f"const {name} = {json.dumps(value)};" for name, value in parameters.items()]
    injected = nbformat.v4.new_code_cell(
        "// Values of this run.\n" + "\n".join(lines), metadata={"tags": ["injected-parameters"]}
    )
    # A fixed id keeps repeated runs the same.
    injected["id"] = "injected-parameters"
    notebook.cells.insert(i + 1, injected)


def replace_injected(notebook, note):
    """Puts words on the outputs in place of the given values; cells are counted without these."""
    remove_injected(notebook)
    data = {"text/markdown": note, "text/plain": note}
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    for count, cell in enumerate(code, 1):
        if cell.execution_count is None:
            continue
        cell.execution_count = count
        for output in cell.outputs:
            if "execution_count" in output:
                output["execution_count"] = count
        if has_tag(cell, "parameters"):
            cell.outputs = [nbformat.v4.new_output("display_data", data=data)]


def title_of(cell):
    for line in cell.source.splitlines():
        if line.strip():
            return line.strip().removeprefix("//").strip()
    return ""


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("notebook")
    parser.add_argument("output")
    parser.add_argument("--parameters", default="{}")
    parser.add_argument("--outputs-note", help="what the outputs are of; parameters are not saved")
    parser.add_argument("--plain", action="store_true", help="plain nbclient, for comparison")
    arguments = parser.parse_args()

    notebook = nbformat.read(arguments.notebook, as_version=4)
    inject_parameters(notebook, json.loads(arguments.parameters))
    n_cells = sum(cell.cell_type == "code" for cell in notebook.cells)
    n_started = 0

    def on_cell_start(cell, cell_index):
        nonlocal n_started
        if cell.cell_type == "code":
            n_started += 1
            emit(event="cell", number=n_started, total=n_cells, title=title_of(cell))

    client = (NotebookClient if arguments.plain else PatientClient)(
        notebook,
        kernel_name="deno",
        timeout=None,
        record_timing=False,
        on_cell_start=on_cell_start,
        resources={"metadata": {"path": os.path.dirname(os.path.abspath(arguments.notebook))}},
    )
    status = 0
    try:
        client.execute()
    except CellExecutionError as error:
        emit(event="error", text=f"{error.ename}: {error.evalue}")
        status = 1
    if arguments.outputs_note:
        replace_injected(notebook, arguments.outputs_note)
    # The kernel's own version would change the saved file from machine to machine.
    notebook.metadata["language_info"] = {
        "file_extension": ".ts", "mimetype": "text/x.typescript", "name": "typescript",
    }
    os.makedirs(os.path.dirname(os.path.abspath(arguments.output)), exist_ok=True)
    aside = arguments.output + ".part"
    nbformat.write(notebook, aside)
    os.replace(aside, arguments.output)
    sys.exit(status)


if __name__ == "__main__":
    asyncio.set_event_loop(asyncio.new_event_loop())
    main()
