/** Password of every demo account while the demo listens on this machine alone; beyond it passwords are random and printed once. */
export const loopbackDemoPassword = 'Yanshi-2026';
