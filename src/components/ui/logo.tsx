type LogoProps = { size?: number; className?: string };

/** Five graduations on a base line: a ruler, and a pulse. */
export function Logo({ size = 22, className = '' }: LogoProps) {
  return (
    <svg
      viewBox="0 0 24 24"
      width={size}
      height={size}
      fill="none"
      stroke="currentColor"
      strokeWidth="2"
      aria-hidden="true"
      focusable="false"
      className={`flex-none ${className}`}
    >
      <path d="M3.5 9v11M7.5 13v7M11.5 4v16M15.5 13v7M19.5 9v11M1 20h22" />
    </svg>
  );
}
