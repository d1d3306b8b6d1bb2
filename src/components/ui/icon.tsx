import type { LucideIcon } from 'lucide-react';

type IconProps = { of: LucideIcon; size?: number; className?: string };

/** A line icon at the weight of the hairlines: 1.5 px whatever its size. Always decoration: words stand beside it. */
export function Icon({ of: Glyph, size = 14, className = '' }: IconProps) {
  return (
    <Glyph
      size={size}
      strokeWidth={1.5}
      absoluteStrokeWidth
      className={`inline-block flex-none align-[-2px] ${className}`}
      aria-hidden="true"
      focusable="false"
    />
  );
}
