/** On `window`, until the page's own listener is there. */
declare global {
  interface Window {
    takeEarlyKeys?: () => KeyboardEvent[];
  }
}

/**
 * Keeps the function keys and Ctrl K that are pressed between the drawing of a page and its scripts: on an old PC that is seconds, and a browser would
 * open its own help with F1. Any other key, or a press of the mouse, says that the hand has gone on, and what was kept is dropped. Silent where it fails.
 */
const keeper = `(function () {
  var kept = [];
  function keep(event) {
    var isPlain = !event.ctrlKey && !event.altKey && !event.metaKey && !event.shiftKey;
    var isOurs = isPlain ? /^F([1-46-9]|10)$/.test(event.key) : event.ctrlKey && !event.altKey && !event.shiftKey && event.key === 'k';
    if (!isOurs) { drop(); return; }
    event.preventDefault();
    if (!event.repeat) kept.push(event);
  }
  function drop() { kept.length = 0; }
  addEventListener('keydown', keep, true);
  addEventListener('pointerdown', drop, true);
  window.takeEarlyKeys = function () {
    removeEventListener('keydown', keep, true);
    removeEventListener('pointerdown', drop, true);
    delete window.takeEarlyKeys;
    return kept;
  };
})();`;

/** Before everything else of the body. */
export function EarlyKeys() {
  // biome-ignore lint/security/noDangerouslySetInnerHtml: a constant of ours, which must run before any file of scripts has come
  return <script dangerouslySetInnerHTML={{ __html: keeper }} />;
}
