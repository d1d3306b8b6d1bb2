// Loaded before the application (node --expose-gc --import): answers over IPC what is in use after a full collection.
process.on('message', (word) => {
  if (word !== 'heap') return;
  globalThis.gc?.();
  const { heapUsed, external, rss } = process.memoryUsage();
  process.send?.({ heapUsed, external, rss });
});
