'use client';

/** Tones, each with a visible twin on the screen: taken, already there, refused; and a recall that nobody has acknowledged. */
export type ScanTone = 'ok' | 'duplicate' | 'refuse' | 'alarm';

const tones: Readonly<Record<ScanTone, readonly { hz: number; ms: number }[]>> = {
  ok: [{ hz: 1320, ms: 70 }],
  duplicate: [
    { hz: 880, ms: 70 },
    { hz: 880, ms: 70 },
  ],
  refuse: [
    { hz: 220, ms: 180 },
    { hz: 165, ms: 320 },
  ],
  alarm: [
    { hz: 960, ms: 260 },
    { hz: 720, ms: 260 },
    { hz: 960, ms: 260 },
    { hz: 720, ms: 260 },
  ],
};

/** Before every tone of the city for practising: three short rising notes that no real one has. */
const practiceSignature: readonly { hz: number; ms: number }[] = [
  { hz: 520, ms: 45 },
  { hz: 780, ms: 45 },
  { hz: 1170, ms: 45 },
];
let isPractising = false;

/** Whether what is heard on this page from now on is practice. */
export function soundAsPractice(is: boolean): void {
  isPractising = is;
}

/** The notes of a tone, as they are played. */
export function notesOf(tone: ScanTone): readonly { hz: number; ms: number; wave: OscillatorType }[] {
  const wave = tone === 'refuse' || tone === 'alarm' ? 'square' : 'sine';
  return [
    ...(isPractising ? practiceSignature.map((note) => ({ ...note, wave: 'triangle' as const })) : []),
    ...tones[tone].map((note) => ({ ...note, wave }) as const),
  ];
}

const volumeKey = 'xuemai-volume';
export const usualVolume = 70;
let context: AudioContext | undefined;

/** 0 to 100; 0 is silent. */
export function readVolume(): number {
  const stored = typeof localStorage === 'undefined' ? null : localStorage.getItem(volumeKey);
  const volume = stored === null ? usualVolume : Number(stored);
  return Number.isFinite(volume) ? Math.min(100, Math.max(0, volume)) : usualVolume;
}

export function storeVolume(volume: number): void {
  localStorage.setItem(volumeKey, String(volume));
  for (const onChange of watchers) onChange();
}

const watchers = new Set<() => void>();

/** Told when the volume changes, in another window too. @returns the end of it. */
export function watchVolume(onChange: () => void): () => void {
  watchers.add(onChange);
  window.addEventListener('storage', onChange);
  return () => {
    watchers.delete(onChange);
    window.removeEventListener('storage', onChange);
  };
}

/** Plays a tone; browsers allow it after the first key or click of the visit, before that it stays silent. */
export function playTone(tone: ScanTone): void {
  const volume = readVolume();
  if (volume === 0 || typeof AudioContext === 'undefined') return;
  context ??= new AudioContext();
  if (context.state === 'suspended') {
    void context.resume().catch(() => undefined);
    // Nobody has touched this page yet: an alarm that repeats would wait here with all the others, and they would sound at once.
    if (tone === 'alarm') return;
  }
  let at = context.currentTime;
  for (const { hz, ms, wave } of notesOf(tone)) {
    const oscillator = context.createOscillator();
    const gain = context.createGain();
    oscillator.type = wave;
    oscillator.frequency.value = hz;
    gain.gain.value = (volume / 100) * 0.3;
    oscillator.connect(gain).connect(context.destination);
    oscillator.start(at);
    oscillator.stop(at + ms / 1000);
    at += ms / 1000 + 0.05;
  }
}
