"""usage: client.py URL MODE, where MODE is `auto` or `legacy`.

The same steps and the same transcript as steps.mjs.
"""

import json
import sys
import time

import anyio
from mcp import Client, Implementation, MCPError


async def main(url: str, mode: str) -> None:
    steps: dict[str, object] = {}

    async def step(name, act, *arguments):
        try:
            steps[name] = plain(await act(*arguments))
        except Exception as error:
            steps[name] = {"unexpected": f"{type(error).__name__}: {error}"}

    name = Implementation(name=f"xtask-python-{mode}", version="1.0.0")
    async with Client(url, mode=mode, client_info=name) as client:
        await step("connect", about, client)
        await step("list", list_tools, client)
        await step("echo", client.call_tool, "echo", {"message": "héllo ✓"})
        await step("leak", client.call_tool, "leak", {})
        await step("usage", client.call_tool, "summarize", {"text": "One sentence. And another."})
        await step("progress", countdown, client)
        await step("cancel", cancel, client)
        await step("tool error", client.call_tool, "fail", {})
        await step("rpc error", rpc_error, client)
    steps["close"] = "closed"

    print(json.dumps({"client": f"python {mode}", "steps": steps}, ensure_ascii=False))


async def about(client: Client):
    return {
        "server": plain(client.server_info),
        "capabilities": plain(client.server_capabilities),
        "protocol": client.protocol_version,
    }


async def list_tools(client: Client):
    return [plain(tool) for tool in (await client.list_tools()).tools]


async def countdown(client: Client):
    seen: list[object] = []
    times: list[float] = []

    async def on_progress(progress: float, total: float | None, message: str | None) -> None:
        seen.append({"progress": progress, "total": total, "message": message})
        times.append(time.monotonic())

    arguments = {"from": 4, "interval_ms": 100}
    result = await client.call_tool("countdown", arguments, progress_callback=on_progress)
    # The first and the last are made 300 ms apart: closer means that something held them back.
    return {"seen": seen, "oneByOne": times[-1] - times[0] > 0.2, "result": plain(result)}


async def cancel(client: Client):
    got: list[str] = []

    async def slow():
        try:
            await client.call_tool("slow", {"seconds": 60})
            got.append("a result")
        except anyio.get_cancelled_exc_class():
            got.append("cancelled")
            raise

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(slow)
        await until_running(client, 1)
        tasks.cancel_scope.cancel()
    await until_running(client, 0)
    return {"got": got, "server": "stopped"}


async def until_running(client: Client, expected: int) -> None:
    with anyio.fail_after(5):
        while True:
            result = await client.call_tool("whoami", {})
            if result.structured_content["running"] == expected:
                return
            await anyio.sleep(0.02)


async def rpc_error(client: Client):
    try:
        return {"unexpected": plain(await client.call_tool("boom", {}))}
    except MCPError as error:
        return {"name": type(error).__name__, "code": error.code, "message": error.message, "data": error.data}


def plain(value):
    """As JSON on the wire would have it."""
    if hasattr(value, "model_dump"):
        return value.model_dump(mode="json", by_alias=True, exclude_none=True)
    return value


anyio.run(main, *sys.argv[1:])
