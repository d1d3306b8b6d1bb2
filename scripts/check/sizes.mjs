// File sizes: a habit to look at, never a gate.
import { listFiles, readSource } from './sources.mjs';

export function describeSizes() {
  const sizes = ['src', 'tests', 'scripts']
    .flatMap((folder) => listFiles(folder, /\.(tsx?|mjs)$/))
    .filter((file) => !/^src\/i18n\/(zh|en)\//.test(file))
    .map((file) => ({ file, lines: readSource(file).split('\n').length }))
    .sort((a, b) => a.lines - b.lines);
  if (!sizes.length) return ['no files'];
  const at = (share) => sizes[Math.min(sizes.length - 1, Math.floor(sizes.length * share))]?.lines ?? 0;
  const large = sizes.filter(({ lines }) => lines >= 300).reverse();
  return [
    `${sizes.length} files, median ${at(0.5)} lines, p90 ${at(0.9)}, largest ${at(1)}`,
    ...large.slice(0, 12).map(({ file, lines }) => `${String(lines).padStart(6)}  ${file}: look twice`),
  ];
}
