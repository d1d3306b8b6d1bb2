// What the browser's live client asks of a page, for a process that has none: a page that is looked at all the time.
const silent = { addEventListener() {}, removeEventListener() {} };
Object.assign(globalThis, { window: silent, document: { ...silent, visibilityState: 'visible' } });

export {};
