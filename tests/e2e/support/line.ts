import type { Page, WebSocketRoute } from '@playwright/test';

const socketPath = /\/api\/live\/socket/;
const pollPath = /\/api\/live\/poll/;
const probePath = /\/api\/health\/live/;

/** The line between one screen and the server, for cutting. Lay it before the page is opened. */
export interface Line {
  /** Websockets end and are refused; what else goes over http is left alone. */
  cutSockets(): void;
  /** Sockets and polling both fail, as behind a proxy that lets neither through. */
  cut(): void;
  /** The server cannot be reached for its live path nor for the question whether it lives. */
  cutAll(): void;
  mendSockets(): void;
  mend(): void;
  /** The server's answer to "what did I miss" is held back until `mend`. */
  holdAnswers(): void;
  /** From here on the server tells a time that many hours later; what was moved keeps the hour at which it was moved. */
  shiftTime(hours: number): void;
  /** Every text frame that came from the server. */
  readonly heard: readonly string[];
}

/** The hour of a heartbeat stands beside its lag. */
const shifted = (text: string, hours: number) =>
  text.replace(/"at":"([^"]+)","lagMs"/g, (_, at: string) => {
    const later = new Date(Date.parse(at) + hours * 3_600_000);
    return `"at":"${later.toISOString()}","lagMs"`;
  });

/** An acknowledgement of Socket.IO: message (4), ack (3). */
const isAnswer = (text: string) => text.startsWith('43');

export async function layLine(page: Page): Promise<Line> {
  const open = new Set<WebSocketRoute>();
  const heard: string[] = [];
  let held: (() => void)[] = [];
  let hasSockets = true;
  let hasPolling = true;
  let isReachable = true;
  let isHolding = false;
  let hours = 0;
  await page.routeWebSocket(socketPath, (socket) => {
    if (!hasSockets) return void socket.close();
    const server = socket.connectToServer();
    open.add(socket);
    socket.onClose(() => {
      open.delete(socket);
      void server.close();
    });
    server.onMessage((message) => {
      const text = message.toString();
      heard.push(text);
      const pass = () => socket.send(hours === 0 ? message : shifted(text, hours));
      if (isHolding && isAnswer(text)) held.push(pass);
      else pass();
    });
  });
  await page.route(pollPath, (route) => (hasPolling ? route.continue() : route.abort('connectionrefused')));
  await page.route(probePath, (route) => (isReachable ? route.continue() : route.abort('connectionrefused')));
  const endSockets = () => {
    hasSockets = false;
    for (const socket of open) void socket.close();
    open.clear();
  };
  return {
    heard,
    cutSockets: endSockets,
    cut() {
      hasPolling = false;
      endSockets();
    },
    cutAll() {
      isReachable = false;
      hasPolling = false;
      endSockets();
    },
    mendSockets() {
      hasSockets = true;
    },
    mend() {
      hasSockets = true;
      hasPolling = true;
      isReachable = true;
      isHolding = false;
      const waiting = held;
      held = [];
      for (const pass of waiting) pass();
    },
    holdAnswers() {
      isHolding = true;
    },
    shiftTime(by) {
      hours = by;
    },
  };
}

/**
 * Presses 再试一次 while a question is still cut off. Once it is answered the page asks by itself as well, and the button may be gone before a
 * hand is there.
 */
export async function pressAgain(page: Page, question: RegExp): Promise<void> {
  const asked = page.waitForRequest(question);
  await page.getByRole('button', { name: '再试一次' }).first().click();
  await asked;
}
