// usage: client.mjs URL MODE, where MODE is `auto` or `legacy`.
import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { transcript } from "../steps.mjs";

const [url, mode] = process.argv.slice(2);
const client = new Client({ name: `xtask-ts-v2-${mode}`, version: "1.0.0" }, { versionNegotiation: { mode } });
const transport = new StreamableHTTPClientTransport(new URL(url));

await transcript(`ts-v2 ${mode}`, {
  connect: async () => {
    await client.connect(transport);
    return {
      server: client.getServerVersion(),
      capabilities: client.getServerCapabilities(),
      protocol: client.getNegotiatedProtocolVersion(),
    };
  },
  listTools: () => client.listTools(),
  callTool: (params, options) => client.callTool(params, options),
  close: async () => {
    if (transport.sessionId) await transport.terminateSession();
    await client.close();
  },
});
