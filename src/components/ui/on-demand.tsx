'use client';
import { Component, type ReactNode } from 'react';

type OnDemandProps = {
  /** What stands there instead. */
  fallback?: ReactNode;
  onMissing?: () => void;
  children: ReactNode;
};

/**
 * Around a part whose code comes when it is asked for. While the server is away it does not come: the page then stands without the part,
 * instead of falling with it. Every other fault goes on to whoever catches it.
 */
export class OnDemand extends Component<OnDemandProps, { error: Error | null }> {
  override state: { error: Error | null } = { error: null };

  static getDerivedStateFromError(error: Error) {
    return { error };
  }

  override componentDidCatch(error: Error) {
    if (isMissingCode(error)) this.props.onMissing?.();
  }

  override render() {
    const { error } = this.state;
    if (!error) return this.props.children;
    if (!isMissingCode(error)) throw error;
    return this.props.fallback ?? null;
  }
}

function isMissingCode(error: Error): boolean {
  return error.name === 'ChunkLoadError';
}
