let isLeaving = false;

/** Leaves for another page of ours. Until this one is gone nothing takes its place but that: see `reloadUnlessLeaving`. */
export function leaveFor(path: string): void {
  isLeaving = true;
  window.addEventListener(
    'pagehide',
    () => {
      isLeaving = false;
    },
    { once: true },
  );
  window.location.assign(path);
}

/** Draws the page anew for whoever it is for by now. Whoever has ended it himself is on the way elsewhere, and a reload would call him back. */
export function reloadUnlessLeaving(): void {
  if (!isLeaving) window.location.reload();
}
