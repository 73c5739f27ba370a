// The steps that both TypeScript SDKs go through, and the transcript of what they saw.
//
// A step that throws where it should not is written down as {"unexpected": …}; the transcript is one
// line of JSON on standard output. Nothing in it may differ between two runs against the same server.

/// `api` hides where the SDKs differ: connect(), listTools(), callTool(params, options), close(),
/// rpcError(error) → {code, message} or undefined.
export async function transcript(client, api) {
  const steps = {};
  const step = async (name, act) => {
    try {
      steps[name] = await act();
    } catch (error) {
      steps[name] = { unexpected: `${error.name}: ${error.message}` };
    }
  };

  await step("connect", () => api.connect());
  await step("list", async () => (await api.listTools()).tools);
  await step("echo", () => api.callTool({ name: "echo", arguments: { message: "héllo ✓" } }));
  await step("leak", () => api.callTool({ name: "leak", arguments: {} }));
  await step("usage", () =>
    api.callTool({ name: "summarize", arguments: { text: "One sentence. And another." } }),
  );
  await step("progress", () => countdown(api));
  await step("cancel", () => cancel(api));
  await step("tool error", () => api.callTool({ name: "fail", arguments: {} }));
  await step("rpc error", () => rpcError(api));
  await step("close", async () => {
    await api.close();
    return "closed";
  });

  // An SDK's reconnect timers must not keep the process, so it leaves as soon as the line is out.
  process.stdout.write(`${JSON.stringify({ client, steps })}\n`, () => process.exit(0));
}

async function countdown(api) {
  const seen = [];
  const times = [];
  const result = await api.callTool(
    { name: "countdown", arguments: { from: 4, interval_ms: 100 } },
    {
      onprogress: (progress) => {
        seen.push(progress);
        times.push(performance.now());
      },
    },
  );
  // The first and the last are made 300 ms apart: closer means that something held them back.
  const oneByOne = times.at(-1) - times[0] > 200;
  return { seen, oneByOne, result };
}

async function cancel(api) {
  const abort = new AbortController();
  const slow = api.callTool({ name: "slow", arguments: { seconds: 60 } }, { signal: abort.signal }).then(
    () => "a result",
    (error) => `an error: ${error.name}`,
  );
  await untilRunning(api, 1);
  abort.abort("enough");
  const got = await slow;
  await untilRunning(api, 0);
  return { got, server: "stopped" };
}

async function untilRunning(api, expected) {
  const deadline = performance.now() + 5000;
  for (;;) {
    const { structuredContent } = await api.callTool({ name: "whoami", arguments: {} });
    if (structuredContent.running === expected) return;
    if (performance.now() > deadline) throw new Error(`${structuredContent.running} running, not ${expected}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

async function rpcError(api) {
  try {
    return { unexpected: await api.callTool({ name: "boom", arguments: {} }) };
  } catch (error) {
    const { name, code, message, data } = error;
    return { name, code, message, data };
  }
}
