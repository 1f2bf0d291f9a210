// Does nothing, and holds a `sync` event for as long as the test lasts.
self.addEventListener('sync', (event) => {
  event.waitUntil(new Promise((resolve) => setTimeout(resolve, 2_000)));
});
