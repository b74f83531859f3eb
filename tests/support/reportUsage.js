// Loaded before a plugin. It tells by the message channel, as the plugin's output is the engine's.
process.on("message", () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  process.send({ cpu: (userCPUTime + systemCPUTime) / 1e6, memory: maxRSS / 1024 }, () => process.exit());
});
